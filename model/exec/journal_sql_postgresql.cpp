// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "model/exec/journal_sql.h"

namespace whimbrel {

namespace {

QStringList guard(const QString& table)
{
    const QString refuse = QStringLiteral("EXECUTE FUNCTION {journal}.refuse_change()");
    return {QStringLiteral("CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON "
                           "{journal}.%1 FOR EACH ROW %2")
                .arg(table, refuse),
        QStringLiteral("CREATE TRIGGER no_truncate BEFORE TRUNCATE ON "
                       "{journal}.%1 FOR EACH STATEMENT %2")
            .arg(table, refuse)};
}

} // namespace

JournalSql postgresqlJournal()
{
    JournalSql sql;
    sql.journal = QStringLiteral("{journal}.journal");
    sql.run = QStringLiteral("{journal}.run");
    sql.plan = QStringLiteral("{journal}.plan");
    sql.event = QStringLiteral("{journal}.event");
    sql.lease = QStringLiteral("{journal}.lease");
    sql.heartbeat = QStringLiteral("{journal}.heartbeat");
    sql.now = QStringLiteral("clock_timestamp()");
    sql.heartbeatAge
        = QStringLiteral("(extract(epoch FROM clock_timestamp() - %1) * 1000)::bigint");
    sql.beat = QStringLiteral("INSERT INTO %1 (runner, at) VALUES (:runner, %2) "
                              "ON CONFLICT (runner) DO UPDATE SET at = %2");
    sql.forShare = QStringLiteral("FOR SHARE");
    sql.exists = QStringLiteral(
        "SELECT count(*) FROM pg_catalog.pg_class c "
        "JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace "
        "WHERE n.nspname = '{journal}' AND c.relname = 'journal' AND c.relkind IN ('r', 'p')");
    sql.create = {
        QStringLiteral("CREATE SCHEMA IF NOT EXISTS {journal}"),
        QStringLiteral("CREATE TABLE IF NOT EXISTS {journal}.journal ("
                       "version integer NOT NULL, identity text NOT NULL, created text NOT NULL)"),
        QStringLiteral("CREATE TABLE IF NOT EXISTS {journal}.run ("
                       "run text PRIMARY KEY, title text NOT NULL, "
                       "plan_hash text NOT NULL, home text NOT NULL, target text NOT NULL, "
                       "started_by text NOT NULL, environment text NOT NULL, "
                       "started_at text NOT NULL)"),
        QStringLiteral("CREATE TABLE IF NOT EXISTS {journal}.plan ("
                       "run text NOT NULL, plan_hash text NOT NULL, plan bytea NOT NULL, "
                       "PRIMARY KEY (run, plan_hash))"),
        // The data stays text, as it was written: jsonb would refuse \u0000 and forget the order.
        QStringLiteral("CREATE TABLE IF NOT EXISTS {journal}.event ("
                       "run text NOT NULL, number bigint NOT NULL, at text NOT NULL, "
                       "type text NOT NULL, node text, edge text, target text, data text, "
                       "PRIMARY KEY (run, number))"),
        QStringLiteral("CREATE TABLE IF NOT EXISTS {journal}.lease ("
                       "only_one integer PRIMARY KEY CHECK (only_one = 1), "
                       "token bigint NOT NULL, runner text NOT NULL, "
                       "host text NOT NULL, pid bigint NOT NULL, "
                       "since timestamptz NOT NULL, heartbeat timestamptz NOT NULL)"),
        QStringLiteral("CREATE TABLE IF NOT EXISTS {journal}.heartbeat ("
                       "runner text PRIMARY KEY, at timestamptz NOT NULL)"),
        QStringLiteral("CREATE OR REPLACE FUNCTION {journal}.refuse_change() RETURNS trigger "
                       "LANGUAGE plpgsql AS $body$ BEGIN "
                       "RAISE EXCEPTION 'the journal is append-only'; END $body$"),
    };
    for (const char* table : {"event", "run", "plan"}) {
        sql.create += guard(QString::fromLatin1(table));
    }
    sql.newestFirst = QStringLiteral("r.started_at DESC, r.run DESC");
    sql.insertOnce = QStringLiteral("INSERT");
    sql.insertOnceEnd = QStringLiteral(" ON CONFLICT DO NOTHING");
    return sql;
}

} // namespace whimbrel
