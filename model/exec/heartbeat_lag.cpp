// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "model/exec/heartbeat_lag.h"

#include "model/exec/journal_sql.h"

namespace whimbrel {

Result<std::optional<Heartbeat>> latestHeartbeat(Connection& replica)
{
    const JournalSql& sql = journalSql(replica);
    const Result<QVariant> there = replica.value(sql.exists);
    if (!there || there->toInt() == 0) {
        return there ? Result<std::optional<Heartbeat>>(std::nullopt) : fail(there.error());
    }
    const Result<QList<Row>> rows = replica.rows(
        QStringLiteral("SELECT runner, CAST(at AS CHAR) FROM %1 ORDER BY at DESC LIMIT 1")
            .arg(sql.heartbeat));
    if (!rows) {
        return fail(rows.error());
    }
    if (rows->isEmpty()) {
        return std::optional<Heartbeat>();
    }
    const Row& row = rows->constFirst();
    return std::optional<Heartbeat>(Heartbeat{row[0].toString(), row[1].toString()});
}

Result<ReplicationLag> lagBehind(
    Connection& primary, const Heartbeat& arrived, const QString& replica)
{
    const JournalSql& sql = journalSql(primary);
    const Result<QVariant> ms = primary.value(
        QStringLiteral("SELECT CASE WHEN at <= CAST(:arrived AS DATETIME(3)) THEN 0 ELSE "
                       "TIMESTAMPDIFF(MICROSECOND, CAST(:since AS DATETIME(3)), %1) DIV 1000 END "
                       "FROM %2 WHERE runner = :runner")
            .arg(sql.now, sql.heartbeat),
        {{QStringLiteral("arrived"), arrived.at}, {QStringLiteral("since"), arrived.at},
            {QStringLiteral("runner"), arrived.runner}});
    if (!ms) {
        return fail(ms.error());
    }
    ReplicationLag lag;
    lag.slowest = replica;
    lag.ms = ms->isValid() ? ms->toLongLong() : -1;
    return lag;
}

} // namespace whimbrel
