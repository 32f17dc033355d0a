// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "model/exec/lease.h"

#include "model/exec/journal_sql.h"

#include <QCoreApplication>
#include <QCryptographicHash>
#include <QFile>
#include <QSysInfo>
#include <QUuid>

#include <cerrno>
#include <csignal>

namespace whimbrel {

namespace {

QString tr(const char* text)
{
    return QCoreApplication::translate("Lease", text);
}

bool isNeeded(Connection& connection)
{
    return !journalSql(connection).lease.isEmpty();
}

/// Which machine's processes this one's number counts among: two containers may have one name.
QString placeOfProcesses()
{
    QFile boot(QStringLiteral("/proc/sys/kernel/random/boot_id"));
    const QByteArray machine
        = boot.open(QIODevice::ReadOnly) ? boot.readAll() : QSysInfo::bootUniqueId();
    const QByteArray space = QFile::symLinkTarget(QStringLiteral("/proc/self/ns/pid")).toUtf8();
    constexpr qsizetype length = 16;
    return QString::fromLatin1(
        QCryptographicHash::hash(machine + space, QCryptographicHash::Sha256).toHex().left(length));
}

bool isRunning(qint64 process)
{
    return ::kill(static_cast<pid_t>(process), 0) == 0 || errno != ESRCH;
}

Result<> done(const Result<StatementResult>& result)
{
    return result ? Result<>() : fail(result.error());
}

Result<> inTransaction(Connection& connection, const std::function<Result<>()>& work)
{
    if (Result<> begun = connection.begin(); !begun) {
        return begun;
    }
    if (Result<> worked = work(); !worked) {
        connection.rollback();
        return worked;
    }
    return connection.commit();
}

} // namespace

bool Lease::isAlive() const
{
    if (runner.endsWith(QLatin1Char('@') + placeOfProcesses()) && !isRunning(pid)) {
        return false;
    }
    constexpr int missedBeats = 12;
    return heartbeatMs >= 0 && heartbeatMs < missedBeats * lease::heartbeatEveryMs;
}

QString Lease::text() const
{
    const QString who = tr("process %1 on %2, since %3").arg(pid).arg(host, since);
    return heartbeatMs < 0 ? who : tr("%1, heard of %2 s ago").arg(who).arg(heartbeatMs / 1000);
}

namespace lease {

Result<Lease> acquire(Connection& connection)
{
    Lease mine;
    if (!isNeeded(connection)) {
        return mine;
    }
    mine.runner
        = QUuid::createUuid().toString(QUuid::Id128) + QLatin1Char('@') + placeOfProcesses();
    mine.host = QSysInfo::machineHostName();
    mine.pid = QCoreApplication::applicationPid();
    const JournalSql& sql = journalSql(connection);
    const Result<> taken = inTransaction(connection, [&]() -> Result<> {
        const Result<QVariant> last
            = connection.value(QStringLiteral("SELECT coalesce(max(token), 0) FROM ") + sql.lease);
        if (!last) {
            return fail(last.error());
        }
        mine.token = last->toLongLong() + 1;
        Result<> written = done(connection.exec(QStringLiteral("DELETE FROM ") + sql.lease));
        if (written) {
            written = done(connection.exec(
                QStringLiteral("INSERT INTO %1 (only_one, token, runner, host, pid, since, "
                               "heartbeat) VALUES (1, :token, :runner, :host, :pid, %2, %2)")
                    .arg(sql.lease, sql.now),
                {{QStringLiteral("token"), mine.token}, {QStringLiteral("runner"), mine.runner},
                    {QStringLiteral("host"), mine.host}, {QStringLiteral("pid"), mine.pid}}));
        }
        if (written) {
            written = done(connection.exec(QStringLiteral("DELETE FROM ") + sql.heartbeat));
        }
        return written ? beat(connection, mine) : written;
    });
    if (!taken) {
        return fail(taken.error());
    }
    return mine;
}

Result<std::optional<Lease>> holder(Connection& connection)
{
    if (!isNeeded(connection)) {
        return std::optional<Lease>();
    }
    const JournalSql& sql = journalSql(connection);
    const Result<QVariant> there = connection.value(sql.exists);
    if (!there || there->toInt() == 0) {
        return there ? Result<std::optional<Lease>>(std::nullopt) : fail(there.error());
    }
    const Result<QList<Row>> rows = connection.rows(
        QStringLiteral("SELECT l.token, l.runner, l.host, l.pid, l.since, %1 FROM %2 l "
                       "LEFT JOIN %3 h ON h.runner = l.runner WHERE l.pid <> 0")
            .arg(sql.heartbeatAge.arg(QStringLiteral("coalesce(h.at, l.heartbeat)")), sql.lease,
                sql.heartbeat));
    if (!rows) {
        return fail(rows.error());
    }
    if (rows->isEmpty()) {
        return std::optional<Lease>();
    }
    const Row& row = rows->constFirst();
    Lease found;
    found.token = row[0].toLongLong();
    found.runner = row[1].toString();
    found.host = row[2].toString();
    found.pid = row[3].toLongLong();
    // The session's time zone is UTC; how much of a second, or which offset, is nothing for people.
    constexpr qsizetype toTheSecond = 19;
    found.since = row[4].toString().left(toTheSecond) + QStringLiteral(" UTC");
    found.heartbeatMs = qMax<qint64>(row[5].toLongLong(), 0);
    return std::optional<Lease>(found);
}

Result<> release(Connection& connection, const Lease& mine)
{
    if (mine.token == 0) {
        return {};
    }
    // The token stays, so that it goes on growing.
    return inTransaction(connection, [&] {
        return done(connection.exec(QStringLiteral("UPDATE %1 SET pid = 0 WHERE token = :token")
                                        .arg(journalSql(connection).lease),
            {{QStringLiteral("token"), mine.token}}));
    });
}

Result<> beat(Connection& connection, const Lease& mine)
{
    const JournalSql& sql = journalSql(connection);
    return done(connection.exec(
        sql.beat.arg(sql.heartbeat, sql.now), {{QStringLiteral("runner"), mine.runner}}));
}

Result<> verify(Connection& connection, qint64 token)
{
    if (token == 0 || !isNeeded(connection)) {
        return {};
    }
    const JournalSql& sql = journalSql(connection);
    const Result<QVariant> present
        = connection.value(QStringLiteral("SELECT token FROM %1 %2").arg(sql.lease, sql.forShare));
    if (!present) {
        return fail(present.error());
    }
    if (present->toLongLong() == token) {
        return {};
    }
    const auto now = holder(connection);
    return fail({ErrorCode::Connection,
        tr("Another runner has taken over the work on \"%1\" while this one was not to be heard "
           "of%2. What this one had in hand was rolled back.")
            .arg(
                connection.name(), now && *now ? QStringLiteral(": ") + (*now)->text() : QString()),
        {}, tr("Follow the run there, or resume it once that runner has ended.")});
}

} // namespace lease

} // namespace whimbrel
