// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "model/exec/journal_sql.h"

namespace whimbrel {

JournalSql mysqlJournal()
{
    JournalSql sql;
    sql.journal = QStringLiteral("{journal}_journal");
    sql.run = QStringLiteral("{journal}_run");
    sql.plan = QStringLiteral("{journal}_plan");
    sql.event = QStringLiteral("{journal}_event");
    sql.lease = QStringLiteral("{journal}_lease");
    sql.heartbeat = QStringLiteral("{journal}_heartbeat");
    sql.now = QStringLiteral("UTC_TIMESTAMP(3)");
    sql.heartbeatAge = QStringLiteral("TIMESTAMPDIFF(MICROSECOND, %1, UTC_TIMESTAMP(3)) DIV 1000");
    sql.beat = QStringLiteral("REPLACE INTO %1 (runner, at) VALUES (:runner, %2)");
    sql.forShare = QStringLiteral("LOCK IN SHARE MODE");
    sql.exists = QStringLiteral("SELECT count(*) FROM information_schema.tables "
                                "WHERE table_schema = DATABASE() AND table_name = "
                                "'{journal}_journal'");
    // Binary collation: two runs or steps whose names differ in case are two.
    const QString options
        = QStringLiteral(" ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin");
    sql.create = {
        QStringLiteral("CREATE TABLE IF NOT EXISTS {journal}_run ("
                       "run VARCHAR(64) PRIMARY KEY, title TEXT NOT NULL, "
                       "plan_hash VARCHAR(128) NOT NULL, home TEXT NOT NULL, target TEXT NOT NULL, "
                       "started_by TEXT NOT NULL, environment TEXT NOT NULL, "
                       "started_at VARCHAR(32) NOT NULL)")
            + options,
        QStringLiteral("CREATE TABLE IF NOT EXISTS {journal}_plan ("
                       "run VARCHAR(64) NOT NULL, plan_hash VARCHAR(128) NOT NULL, "
                       "plan LONGBLOB NOT NULL, PRIMARY KEY (run, plan_hash))")
            + options,
        QStringLiteral("CREATE TABLE IF NOT EXISTS {journal}_event ("
                       "run VARCHAR(64) NOT NULL, number BIGINT NOT NULL, at VARCHAR(32) NOT NULL, "
                       "type VARCHAR(64) NOT NULL, node TEXT, edge TEXT, target TEXT, "
                       "data MEDIUMTEXT, PRIMARY KEY (run, number))")
            + options,
        QStringLiteral("CREATE TABLE IF NOT EXISTS {journal}_lease ("
                       "only_one TINYINT PRIMARY KEY, "
                       "token BIGINT NOT NULL, runner VARCHAR(64) NOT NULL, "
                       "host VARCHAR(255) NOT NULL, pid BIGINT NOT NULL, "
                       "since DATETIME(3) NOT NULL, heartbeat DATETIME(3) NOT NULL)")
            + options,
        QStringLiteral("CREATE TABLE IF NOT EXISTS {journal}_heartbeat ("
                       "runner VARCHAR(64) PRIMARY KEY, at DATETIME(3) NOT NULL)")
            + options,
        // The last one: its row says that all of them are there, as each commits by itself.
        QStringLiteral("CREATE TABLE IF NOT EXISTS {journal}_journal ("
                       "version INT NOT NULL, identity VARCHAR(64) NOT NULL, "
                       "created VARCHAR(32) NOT NULL)")
            + options,
    };
    sql.createsInTransaction = false;
    for (const QString& table : {sql.event, sql.run, sql.plan}) {
        for (const char* verb : {"update", "delete"}) {
            const QString name = QStringLiteral("%1_no_%2").arg(table, QString::fromLatin1(verb));
            sql.guards.insert(name,
                QStringLiteral("CREATE TRIGGER %1 BEFORE %2 ON %3 FOR EACH ROW SIGNAL SQLSTATE "
                               "'45000' SET MESSAGE_TEXT = 'the journal is append-only'")
                    .arg(name, QString::fromLatin1(verb).toUpper(), table));
        }
    }
    // No trigger sees a TRUNCATE; but it is refused for a table that another refers to.
    const QString kept = QStringLiteral("whimbrel_kept");
    sql.guards.insert(kept,
        QStringLiteral("CREATE TABLE IF NOT EXISTS %1 (run VARCHAR(64), number BIGINT, "
                       "plan_hash VARCHAR(128), "
                       "FOREIGN KEY (run) REFERENCES %2 (run), "
                       "FOREIGN KEY (run, number) REFERENCES %3 (run, number), "
                       "FOREIGN KEY (run, plan_hash) REFERENCES %4 (run, plan_hash))")
                .arg(kept, sql.run, sql.event, sql.plan)
            + options);
    sql.guardsThere = QStringLiteral(
        "SELECT trigger_name FROM information_schema.triggers WHERE trigger_schema = DATABASE() "
        "UNION ALL SELECT table_name FROM information_schema.tables "
        "WHERE table_schema = DATABASE() AND table_name = 'whimbrel_kept'");
    sql.newestFirst = QStringLiteral("r.started_at DESC, r.run DESC");
    sql.insertOnce = QStringLiteral("INSERT IGNORE");
    return sql;
}

} // namespace whimbrel
