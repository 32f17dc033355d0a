// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "model/exec/replication_lag.h"

#include "model/base/duration.h"

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

/// A replica's own view: what it has received and not replayed yet, by the age of the last
/// transaction that it has replayed.
Result<ReplicationLag> ofReplica(Connection& connection)
{
    const Result<QList<Row>> rows = connection.rows(QStringLiteral(
        "SELECT CASE WHEN pg_last_wal_receive_lsn() = pg_last_wal_replay_lsn() THEN 0 "
        "ELSE (extract(epoch FROM clock_timestamp() - pg_last_xact_replay_timestamp()) * 1000)"
        "::bigint END, (SELECT count(*) FROM pg_stat_wal_receiver WHERE status = 'streaming')"));
    if (!rows) {
        return fail(rows.error());
    }
    const Row& row = rows->constFirst();
    ReplicationLag lag;
    lag.slowest = connection.name();
    if (row[1].toInt() == 0) {
        lag.lost.append(connection.name());
    } else if (row[0].isNull()) {
        lag.unknown
            = tr("\"%1\" has replayed no transaction since it began.").arg(connection.name());
    } else {
        lag.ms = row[0].toLongLong();
    }
    return lag;
}

Result<ReplicationLag> seenFrom(Connection& connection)
{
    const Result<QVariant> replica
        = connection.value(QStringLiteral("SELECT pg_is_in_recovery()::int"));
    if (!replica) {
        return fail(replica.error());
    }
    return replica->toInt() != 0 ? ofReplica(connection) : ofPostgresql(connection);
}

} // namespace

Result<ReplicationLag> replicationLag(Connection& connection, qint64 limitMs)
{
    ReplicationLag lag;
    switch (connection.dialect()) {
    case Dialect::Postgresql: {
        connection.setStatementTimeout(std::chrono::milliseconds(limitMs));
        Result<ReplicationLag> found = seenFrom(connection);
        connection.setStatementTimeout(std::chrono::milliseconds(0));
        return found;
    }
    case Dialect::Mysql:
        lag.unknown = tr("A primary of MariaDB or MySQL does not know how far its replicas are "
                         "behind; point the check at a target that is bound to the replica.");
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
        verdict.message = tr("The replica \"%1\" is %2 behind, more than %3.")
                              .arg(lag.slowest, durationText(lag.ms, 2), durationText(atMostMs));
    }
    return verdict;
}

} // namespace whimbrel
