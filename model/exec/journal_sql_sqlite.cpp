// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "model/exec/journal_sql.h"

namespace whimbrel {

namespace {

QString guard(const QString& table, const QString& verb)
{
    return QStringLiteral("CREATE TRIGGER IF NOT EXISTS %1_no_%2 BEFORE %3 ON %1 BEGIN "
                          "SELECT RAISE(ABORT, 'the journal is append-only'); END")
        .arg(table, verb, verb.toUpper());
}

} // namespace

JournalSql sqliteJournal()
{
    JournalSql sql;
    sql.journal = QStringLiteral("{journal}_journal");
    sql.run = QStringLiteral("{journal}_run");
    sql.plan = QStringLiteral("{journal}_plan");
    sql.event = QStringLiteral("{journal}_event");
    sql.exists = QStringLiteral(
        "SELECT count(*) FROM sqlite_master WHERE type = 'table' AND name = '{journal}_event'");
    sql.create = {
        QStringLiteral("CREATE TABLE IF NOT EXISTS {journal}_journal ("
                       "version INTEGER NOT NULL, identity TEXT NOT NULL, created TEXT NOT NULL)"),
        QStringLiteral("CREATE TABLE IF NOT EXISTS {journal}_run ("
                       "run TEXT PRIMARY KEY NOT NULL, title TEXT NOT NULL, "
                       "plan_hash TEXT NOT NULL, home TEXT NOT NULL, target TEXT NOT NULL, "
                       "started_by TEXT NOT NULL, environment TEXT NOT NULL, "
                       "started_at TEXT NOT NULL)"),
        QStringLiteral("CREATE TABLE IF NOT EXISTS {journal}_plan ("
                       "run TEXT NOT NULL, plan_hash TEXT NOT NULL, plan BLOB NOT NULL, "
                       "PRIMARY KEY (run, plan_hash))"),
        QStringLiteral("CREATE TABLE IF NOT EXISTS {journal}_event ("
                       "run TEXT NOT NULL, number INTEGER NOT NULL, at TEXT NOT NULL, "
                       "type TEXT NOT NULL, node TEXT, edge TEXT, target TEXT, data TEXT, "
                       "PRIMARY KEY (run, number)) WITHOUT ROWID"),
    };
    for (const QString& table : {sql.event, sql.run, sql.plan}) {
        sql.create.append(guard(table, QStringLiteral("update")));
        sql.create.append(guard(table, QStringLiteral("delete")));
    }
    // Version 2 has kinds of events that programs which know version 1 alone cannot read.
    sql.upgrades = {{1, {QStringLiteral("UPDATE {journal}_journal SET version = 2")}}};
    sql.newestFirst = QStringLiteral("r.started_at DESC, r.rowid DESC");
    sql.insertOnce = QStringLiteral("INSERT OR IGNORE");
    return sql;
}

} // namespace whimbrel
