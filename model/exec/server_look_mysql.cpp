// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "model/exec/metadata_locks_mysql.h"
#include "model/exec/server_look.h"

namespace whimbrel {

namespace {

/// The database is told only of a session that has another one than we.
constexpr const char* columns
    = "SELECT DISTINCT p.id, p.user, p.info, p.command, coalesce(TIMESTAMPDIFF(SECOND, "
      "t.trx_started, NOW()), p.time) * 1000, if(p.db <=> DATABASE(), '', "
      "coalesce(concat('in database ', p.db), 'in no database')) ";

QList<Blocker> blockersFrom(
    Connection& connection, const QByteArray& sql, qint64 worker, bool inferred)
{
    QList<Blocker> found;
    constexpr qsizetype most = 50;
    const auto rows = connection.rows(
        QString::fromLatin1(sql).replace(QLatin1String("$worker"), QString::number(worker)), {},
        most);
    for (const Row& row : rows.value_or(QList<Row>())) {
        Blocker blocker;
        blocker.session = row[0].toLongLong();
        blocker.user = row[1].toString();
        blocker.query = row[2].toString();
        blocker.state = blocker.query.isEmpty() ? QStringLiteral("idle in transaction")
                                                : row[3].toString().toLower();
        blocker.ageMs = row[4].isNull() ? -1 : row[4].toLongLong();
        blocker.application = row[5].toString();
        blocker.inferred = inferred;
        found.append(blocker);
    }
    return found;
}

/// Who holds a metadata lock that the worker waits for.
QList<Blocker> metadataBlockers(Connection& connection, qint64 worker)
{
    const QByteArray select = columns;
    const QByteArray sessions
        = "JOIN information_schema.processlist p ON p.id = h.processlist_id "
          "LEFT JOIN information_schema.innodb_trx t ON t.trx_mysql_thread_id = p.id ";
    QList<Blocker> found;
    switch (metadataLockSource(connection)) {
    case MetadataLockSource::PerformanceSchema:
        found = blockersFrom(connection,
            select
                + "FROM performance_schema.metadata_locks w "
                  "JOIN performance_schema.threads own ON own.thread_id = w.owner_thread_id "
                  "JOIN performance_schema.metadata_locks g ON g.object_type = w.object_type "
                  "AND g.object_schema <=> w.object_schema AND g.object_name <=> w.object_name "
                  "AND g.lock_status = 'GRANTED' AND g.owner_thread_id <> w.owner_thread_id "
                  "JOIN performance_schema.threads h ON h.thread_id = g.owner_thread_id "
                + sessions
                + "WHERE own.processlist_id = $worker AND w.lock_status = 'PENDING' "
                  "ORDER BY 5 DESC",
            worker, false);
        break;
    case MetadataLockSource::Plugin:
        // It shows granted locks alone; but who waits to change a table holds a weaker lock on it.
        found = blockersFrom(connection,
            select
                + "FROM information_schema.metadata_lock_info w "
                  "JOIN (SELECT thread_id AS processlist_id, table_schema, table_name "
                  "FROM information_schema.metadata_lock_info) h "
                  "ON h.table_schema = w.table_schema AND h.table_name = w.table_name "
                  "AND h.processlist_id <> w.thread_id "
                + sessions
                + "WHERE w.thread_id = $worker AND w.lock_type = 'Table metadata lock' "
                  "AND (w.lock_mode LIKE '%\\_UPGRADABLE' OR w.lock_mode LIKE '%\\_NO\\_%') "
                  "ORDER BY 5 DESC",
            worker, false);
        break;
    case MetadataLockSource::None:
        break;
    }
    if (!found.isEmpty()) {
        return found;
    }
    // Whose it is, the server does not say: whoever has a transaction open, or a statement that
    // runs, may have it. First those of this database: who works in another one may have used a
    // table of this one too, but seldom has.
    return blockersFrom(connection,
        select
            + "FROM information_schema.processlist p LEFT JOIN information_schema.innodb_trx t "
              "ON t.trx_mysql_thread_id = p.id WHERE p.id NOT IN ($worker, CONNECTION_ID()) "
              "AND (t.trx_id IS NOT NULL OR (p.command = 'Query' AND p.db = DATABASE() AND "
              "p.state NOT LIKE 'Waiting for table metadata lock%')) "
              "ORDER BY 6, 5 DESC",
        worker, true);
}

} // namespace

Sighting lookAtMysql(Connection& connection, qint64 worker)
{
    Sighting seen;
    // MariaDB says how far it is; MySQL's list has no such columns.
    auto rows = connection.rows(QStringLiteral("SELECT state, stage, max_stage, progress "
                                               "FROM information_schema.processlist WHERE id = %1")
                                    .arg(worker));
    if (!rows) {
        rows = connection.rows(
            QStringLiteral("SELECT state FROM information_schema.processlist WHERE id = %1")
                .arg(worker));
    }
    if (!rows || rows->isEmpty()) {
        return seen;
    }
    const Row& row = rows->constFirst();
    const QString state = row[0].toString();
    seen.phase = state;
    const double stages = row.size() > 2 ? row[2].toDouble() : 0;
    if (stages > 0) {
        constexpr double percent = 100;
        seen.fraction
            = qBound(0.0, (row[1].toDouble() - 1 + row[3].toDouble() / percent) / stages, 1.0);
    }
    if (state.startsWith(QLatin1String("Waiting for table metadata lock"))) {
        seen.blockers = metadataBlockers(connection, worker);
    } else {
        seen.blockers = blockersFrom(connection,
            QByteArray(columns)
                + "FROM information_schema.innodb_lock_waits w "
                  "JOIN information_schema.innodb_trx r ON r.trx_id = w.requesting_trx_id "
                  "JOIN information_schema.innodb_trx t ON t.trx_id = w.blocking_trx_id "
                  "JOIN information_schema.processlist p ON p.id = t.trx_mysql_thread_id "
                  "WHERE r.trx_mysql_thread_id = $worker",
            worker, false);
    }
    return seen;
}

Sighting lookAt(Connection& connection, qint64 worker)
{
    switch (connection.dialect()) {
    case Dialect::Postgresql:
        return lookAtPostgresql(connection, worker);
    case Dialect::Mysql:
        return lookAtMysql(connection, worker);
    case Dialect::Sqlite:
    case Dialect::External:
        break;
    }
    return {};
}

} // namespace whimbrel
