// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "model/exec/replication_lag.h"

#include <QCoreApplication>

namespace whimbrel {

namespace {

QString tr(const char* text)
{
    return QCoreApplication::translate("Lag", text);
}

Result<ReplicationLag> ofPostgresql(Connection& connection)
{
    // An idle replica reports no lag: where it has replayed all there is, that means none.
    const Result<QList<Row>> rows = connection.rows(QStringLiteral(
        "SELECT coalesce(nullif(r.application_name, ''), host(r.client_addr), r.pid::text), "
        "CASE WHEN r.replay_lsn = pg_current_wal_lsn() THEN 0 "
        "ELSE (extract(epoch FROM r.replay_lag) * 1000)::bigint END, "
        "pg_wal_lsn_diff(pg_current_wal_lsn(), r.replay_lsn)::bigint "
        "FROM pg_stat_replication r WHERE r.state IN ('streaming', 'catchup')"));
    const Result<QList<Row>> wanted = rows
        ? connection.rows(QStringLiteral("SELECT slot_name FROM pg_replication_slots "
                                         "WHERE slot_type = 'physical' AND NOT active "
                                         "AND NOT temporary"))
        : rows;
    if (!wanted) {
        return fail(wanted.error());
    }
    ReplicationLag lag;
    for (const Row& row : *wanted) {
        lag.lost.append(row.constFirst().toString());
    }
    for (const Row& row : *rows) {
        const QString name = row[0].toString();
        if (row[1].isNull()) {
            lag.unknown = row[2].isNull()
                ? tr("What the replica \"%1\" has replayed is not shown to this user; grant "
                     "pg_monitor.")
                      .arg(name)
                : tr(
                    "The replica \"%1\" is %2 bytes behind, and has not said yet how long that is.")
                      .arg(name)
                      .arg(row[2].toLongLong());
        } else if (row[1].toLongLong() > lag.ms) {
            lag.ms = row[1].toLongLong();
            lag.slowest = name;
        }
    }
    if (rows->isEmpty() && lag.lost.isEmpty()) {
        lag.unknown = tr("The server has no replica that is connected, and no slot for one.");
    }
    return lag;
}

} // namespace

Result<ReplicationLag> replicationLag(Connection& connection, qint64 limitMs)
{
    ReplicationLag lag;
    switch (connection.dialect()) {
    case Dialect::Postgresql: {
        connection.setStatementTimeout(std::chrono::milliseconds(limitMs));
        Result<ReplicationLag> found = ofPostgresql(connection);
        connection.setStatementTimeout(std::chrono::milliseconds(0));
        return found;
    }
    case Dialect::Mysql:
        lag.unknown = tr("A primary of MariaDB or MySQL does not know how far its replicas are "
                         "behind; use a query check with a heartbeat row.");
        return lag;
    case Dialect::Sqlite:
    case Dialect::External:
        break;
    }
    lag.unknown = tr("SQLite has no replicas, so there is no lag to measure.");
    return lag;
}

Verdict judgeLag(const ReplicationLag& lag, qint64 atMostMs)
{
    Verdict verdict;
    verdict.expected = tr("at most %1 ms").arg(atMostMs);
    if (!lag.lost.isEmpty()) {
        verdict.result = CheckResult::Fail;
        verdict.found = tr("lost: %1").arg(lag.lost.join(QStringLiteral(", ")));
        verdict.message = tr("The replica \"%1\" is expected and not connected.")
                              .arg(lag.lost.join(QStringLiteral("\", \"")));
        return verdict;
    }
    if (!lag.unknown.isEmpty() || lag.ms < 0) {
        verdict.message = lag.unknown;
        return verdict;
    }
    verdict.found = tr("%1 ms (%2)").arg(lag.ms).arg(lag.slowest);
    verdict.result = lag.ms <= atMostMs ? CheckResult::Pass : CheckResult::Fail;
    if (verdict.result == CheckResult::Fail) {
        verdict.message = tr("The replica \"%1\" is %2 ms behind, more than %3 ms.")
                              .arg(lag.slowest)
                              .arg(lag.ms)
                              .arg(atMostMs);
    }
    return verdict;
}

} // namespace whimbrel
