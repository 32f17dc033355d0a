// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "model/exec/server_look.h"
#include "model/sql/concurrent_index.h"

#include <QCoreApplication>

namespace whimbrel {

namespace {

QString tr(const char* text)
{
    return QCoreApplication::translate("Look", text);
}

QList<Row> rowsOf(Connection& connection, const char* sql, qint64 worker)
{
    constexpr qsizetype most = 50;
    return connection
        .rows(QString::fromLatin1(sql).replace(QLatin1String("$worker"), QString::number(worker)),
            {}, most)
        .value_or(QList<Row>());
}

/// A prepared transaction has no session that could be asked or ended: its name is all there is.
/// The locks lead there by its transaction id, which it has locked itself.
QString preparedTransactions(Connection& connection, qint64 worker)
{
    QStringList names;
    for (const Row& row : rowsOf(connection,
             "SELECT DISTINCT x.gid FROM pg_prepared_xacts x "
             "JOIN pg_locks own ON own.locktype = 'transactionid' AND own.granted "
             "AND own.transactionid = x.transaction "
             "JOIN pg_locks l ON l.virtualtransaction = own.virtualtransaction AND l.pid IS NULL "
             "JOIN pg_locks w ON w.pid = $worker AND NOT w.granted AND "
             "(w.relation = l.relation OR w.transactionid = x.transaction) "
             "WHERE x.database = current_database()",
             worker)) {
        names.append(tr("ROLLBACK PREPARED '%1'").arg(row.constFirst().toString()));
    }
    return tr("a prepared transaction; to end it: %1").arg(names.join(tr(" or ")));
}

QList<Blocker> blockersOf(Connection& connection, qint64 worker)
{
    QList<Blocker> found;
    for (const Row& row : rowsOf(connection,
             "WITH RECURSIVE tree (pid, depth) AS ("
             "SELECT b, 1 FROM unnest(pg_blocking_pids($worker)) b UNION "
             "SELECT b, t.depth + 1 FROM tree t, unnest(pg_blocking_pids(t.pid)) b "
             "WHERE t.pid <> 0 AND t.depth < 5) "
             "SELECT t.pid, a.usename, a.application_name, a.query, a.state, (extract(epoch FROM "
             "clock_timestamp() - coalesce(a.xact_start, a.state_change)) * 1000)::bigint, t.depth "
             "FROM (SELECT pid, min(depth) AS depth FROM tree WHERE pid <> $worker GROUP BY pid) t "
             "LEFT JOIN pg_stat_activity a ON a.pid = t.pid ORDER BY t.depth, t.pid",
             worker)) {
        Blocker blocker;
        blocker.session = row[0].toLongLong();
        blocker.user = row[1].toString();
        blocker.application = row[2].toString();
        blocker.query = row[3].toString();
        blocker.state = row[4].toString();
        blocker.ageMs = row[5].isNull() ? -1 : row[5].toLongLong();
        blocker.depth = row[6].toInt();
        if (blocker.session == 0) {
            blocker.query = preparedTransactions(connection, worker);
        }
        found.append(blocker);
    }
    return found;
}

} // namespace

Sighting lookAtPostgresql(Connection& connection, qint64 worker)
{
    Sighting seen;
    seen.blockers = blockersOf(connection, worker);
    for (const Row& row : rowsOf(connection,
             "SELECT coalesce(l.relation::regclass::text, l.locktype), l.mode, l.granted "
             "FROM pg_locks l LEFT JOIN pg_class c ON c.oid = l.relation "
             "WHERE l.pid = $worker AND l.locktype <> 'advisory' AND (NOT l.granted OR "
             "(l.locktype = 'relation' AND c.relkind IN ('r', 'p', 'm', 'i', 'I') AND "
             "c.relnamespace NOT IN ('pg_catalog'::regnamespace, 'pg_toast'::regnamespace) AND "
             "l.mode <> 'AccessShareLock')) ORDER BY l.granted, 1",
             worker)) {
        seen.locks.append(
            {withoutTemporaryName(row[0].toString()), row[1].toString(), row[2].toBool()});
    }
    for (const Row& row : rowsOf(connection,
             "SELECT lower(command) || ': ' || phase, blocks_done, blocks_total, lockers_done, "
             "lockers_total FROM pg_stat_progress_create_index WHERE pid = $worker UNION ALL "
             "SELECT 'vacuum: ' || phase, heap_blks_scanned, heap_blks_total, 0, 0 "
             "FROM pg_stat_progress_vacuum WHERE pid = $worker UNION ALL "
             "SELECT lower(command) || ': ' || phase, heap_blks_scanned, heap_blks_total, 0, 0 "
             "FROM pg_stat_progress_cluster WHERE pid = $worker UNION ALL "
             "SELECT 'analyze: ' || phase, sample_blks_scanned, sample_blks_total, 0, 0 "
             "FROM pg_stat_progress_analyze WHERE pid = $worker",
             worker)) {
        seen.phase = row[0].toString();
        const double total = row[2].toDouble();
        seen.fraction = total > 0 ? row[1].toDouble() / total : -1;
        if (row[4].toLongLong() > 0) {
            seen.phase += tr(" (%1 of %2 older transactions have ended)")
                              .arg(row[3].toLongLong())
                              .arg(row[4].toLongLong());
        }
    }
    return seen;
}

} // namespace whimbrel
