// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "model/exec/session_lock.h"

#include "model/sql/statement_tag.h"

#include <QCoreApplication>
#include <QCryptographicHash>
#include <QThread>
#include <QtEndian>

namespace whimbrel {

namespace {

QString tr(const char* text)
{
    return QCoreApplication::translate("SessionLock", text);
}

constexpr const char* ourName = "whimbrel";

/// What is shown of a session `a` of pg_stat_activity whose number is %1.
const QString postgresqlSession = QStringLiteral(
    "%1, a.usename, a.application_name, host(a.client_addr), a.state, a.query, "
    "(extract(epoch FROM clock_timestamp() - coalesce(a.state_change, a.backend_start)) "
    "* 1000)::bigint");

/// The same of a session `p` of the process list.
const QString mysqlSession
    = QStringLiteral("%1, p.user, NULL, p.host, p.command, p.info, p.time * 1000");

/// Half of the key of PostgreSQL's advisory lock.
qint32 keyOf(const QByteArray& name)
{
    const QByteArray hash = QCryptographicHash::hash(name, QCryptographicHash::Sha256);
    return qFromBigEndian<qint32>(hash.constData());
}

Result<QString> databaseOf(Connection& connection)
{
    const Result<QVariant> name = connection.value(connection.dialect() == Dialect::Postgresql
            ? QStringLiteral("SELECT current_database()")
            : QStringLiteral("SELECT DATABASE()"));
    return name ? Result<QString>(name->toString()) : fail(name.error());
}

/// The two keys of the lock, as numbers in SQL.
Result<QString> postgresqlKeys(Connection& connection)
{
    const Result<QString> database = databaseOf(connection);
    if (!database) {
        return fail(database.error());
    }
    return QStringLiteral("%1, %2").arg(keyOf(ourName)).arg(keyOf(database->toUtf8()));
}

/// Which row `l` of pg_locks is the lock.
Result<QString> postgresqlCondition(Connection& connection)
{
    const Result<QString> database = databaseOf(connection);
    if (!database) {
        return fail(database.error());
    }
    // The catalog shows the keys as unsigned numbers.
    return QStringLiteral("l.locktype = 'advisory' AND l.objsubid = 2 AND l.database = (SELECT oid "
                          "FROM pg_database WHERE datname = current_database()) "
                          "AND l.classid = %1 AND l.objid = %2")
        .arg(static_cast<quint32>(keyOf(ourName)))
        .arg(static_cast<quint32>(keyOf(database->toUtf8())));
}

/// The lock's name; MySQL takes 64 characters at most.
Result<QString> mysqlName(Connection& connection)
{
    constexpr qsizetype longest = 64;
    const Result<QString> database = databaseOf(connection);
    if (!database) {
        return fail(database.error());
    }
    const QString name = QStringLiteral("whimbrel:") + *database;
    return name.size() <= longest ? name
                                  : QStringLiteral("whimbrel:")
            + QString::fromLatin1(
                QCryptographicHash::hash(database->toUtf8(), QCryptographicHash::Md5).toHex());
}

Result<bool> isTrue(const Result<QVariant>& value)
{
    return value ? Result<bool>(value->toInt() == 1) : fail(value.error());
}

Result<bool> tryLock(Connection& connection)
{
    if (connection.dialect() == Dialect::Postgresql) {
        const Result<QString> keys = postgresqlKeys(connection);
        return keys ? isTrue(connection.value(
                   QStringLiteral("SELECT pg_try_advisory_lock(%1)::int").arg(*keys)))
                    : fail(keys.error());
    }
    const Result<QString> name = mysqlName(connection);
    return name ? isTrue(connection.value(
               QStringLiteral("SELECT GET_LOCK(:name, 0)"), {{QStringLiteral("name"), *name}}))
                : fail(name.error());
}

ServerSession sessionFrom(const Row& row)
{
    ServerSession session;
    session.id = row[0].toLongLong();
    session.user = row[1].toString();
    session.application = row[2].toString();
    session.host = row[3].toString();
    session.state = row[4].toString();
    session.query = row[5].toString();
    session.ageMs = row[6].isNull() ? -1 : row[6].toLongLong();
    if (const auto tag = tagOf(session.query.toUtf8())) {
        session.run = tag->run;
        session.step = tag->step;
    }
    return session;
}

/// A lock that another session got is of no use. Poolers that share sessions are refused when the
/// connection is opened; this is for those that were not seen then.
Result<> checkHeld(Connection& connection)
{
    const Result<bool> held = holdsSessionLock(connection);
    if (!held) {
        return fail(held.error());
    }
    if (*held) {
        return {};
    }
    return fail({ErrorCode::Connection,
        tr("\"%1\" runs two statements of a connection in two sessions of the server: a pooler "
           "stands between. A session's lock does not hold there.")
            .arg(connection.name()),
        {}, tr("Connect to the server itself, or to a pool in session mode.")});
}

Error heldBy(Connection& connection, const std::optional<ServerSession>& holder)
{
    const QString who = holder ? holder->text() : tr("a session that could not be seen");
    if (holder && !holder->run.isEmpty()) {
        return {ErrorCode::Locked,
            tr("A statement of the run \"%1\", step \"%2\", still runs in \"%3\", whether its "
               "runner is there or not: %4.")
                .arg(holder->run, holder->step, connection.name(), who),
            {},
            tr("If the runner has ended, resume and wait for the statement, or resume and cancel "
               "it.")};
    }
    return {ErrorCode::Locked,
        tr("The database \"%1\" is being worked on by %2.").arg(connection.name(), who), {},
        tr("Wait for it to end, or ask it to pause and quit.")};
}

} // namespace

QString ServerSession::text() const
{
    QString who = tr("session %1").arg(id);
    if (!user.isEmpty()) {
        who += tr(" of %1").arg(user);
    }
    QStringList from;
    if (!application.isEmpty()) {
        from.append(application);
    }
    if (!host.isEmpty()) {
        from.append(tr("on %1").arg(host));
    }
    if (!from.isEmpty()) {
        who += QStringLiteral(" (%1)").arg(from.join(QLatin1Char(' ')));
    }
    if (!state.isEmpty()) {
        who += QStringLiteral(", ") + state;
    }
    if (ageMs >= 0) {
        who += tr(" for %1 s").arg(ageMs / 1000);
    }
    constexpr int shown = 200;
    const QString what = query.simplified();
    if (!what.isEmpty()) {
        who += QStringLiteral(": ")
            + (what.size() > shown ? what.left(shown) + QChar(0x2026) : what);
    }
    return who;
}

Result<std::optional<ServerSession>> lockHolder(Connection& connection)
{
    Result<QList<Row>> rows;
    if (connection.dialect() == Dialect::Postgresql) {
        const Result<QString> ours = postgresqlCondition(connection);
        if (!ours) {
            return fail(ours.error());
        }
        rows = connection.rows(
            QStringLiteral("SELECT %1 FROM pg_locks l LEFT JOIN pg_stat_activity a ON "
                           "a.pid = l.pid WHERE l.granted AND %2")
                .arg(postgresqlSession.arg(QStringLiteral("l.pid")), *ours));
    } else {
        const Result<QString> name = mysqlName(connection);
        if (!name) {
            return fail(name.error());
        }
        // The process list shows other users' sessions to those with the PROCESS right alone; the
        // number of the session is there for everybody.
        rows = connection.rows(
            QStringLiteral("SELECT %1 FROM (SELECT IS_USED_LOCK(:name) AS id) h "
                           "LEFT JOIN information_schema.processlist p ON p.id = h.id "
                           "WHERE h.id IS NOT NULL")
                .arg(mysqlSession.arg(QStringLiteral("h.id"))),
            {{QStringLiteral("name"), *name}});
    }
    if (!rows) {
        return fail(rows.error());
    }
    if (rows->isEmpty()) {
        return std::optional<ServerSession>();
    }
    return std::optional<ServerSession>(sessionFrom(rows->constFirst()));
}

Result<QList<ServerSession>> runningStatements(Connection& connection, const QString& run)
{
    QList<ServerSession> found;
    if (connection.dialect() == Dialect::Sqlite) {
        return found;
    }
    const Result<QList<Row>> rows = connection.rows(connection.dialect() == Dialect::Postgresql
            ? QStringLiteral("SELECT %1 FROM pg_stat_activity a WHERE a.pid <> pg_backend_pid() "
                             "AND a.datname = current_database() AND a.state = 'active'")
                  .arg(postgresqlSession.arg(QStringLiteral("a.pid")))
            : QStringLiteral("SELECT %1 FROM information_schema.processlist p "
                             "WHERE p.id <> CONNECTION_ID() AND p.info IS NOT NULL")
                  .arg(mysqlSession.arg(QStringLiteral("p.id"))));
    if (!rows) {
        return fail(rows.error());
    }
    for (const Row& row : *rows) {
        const ServerSession session = sessionFrom(row);
        if (session.run == run) {
            found.append(session);
        }
    }
    return found;
}

Result<bool> holdsSessionLock(Connection& connection)
{
    if (connection.dialect() == Dialect::Postgresql) {
        const Result<QString> ours = postgresqlCondition(connection);
        return ours ? isTrue(connection.value(
                   QStringLiteral("SELECT count(*) FROM pg_locks l WHERE %1 AND l.granted "
                                  "AND l.pid = pg_backend_pid()")
                       .arg(*ours)))
                    : fail(ours.error());
    }
    const Result<QString> name = mysqlName(connection);
    return name ? isTrue(connection.value(
               QStringLiteral("SELECT coalesce(IS_USED_LOCK(:name) = CONNECTION_ID(), 0)"),
               {{QStringLiteral("name"), *name}}))
                : fail(name.error());
}

Result<> takeSessionLock(Connection& connection)
{
    // A runner that has just ended may still hold it for a moment.
    constexpr int attempts = 5;
    for (int i = 0; i < attempts; ++i) {
        const Result<bool> taken = tryLock(connection);
        if (!taken) {
            return fail(taken.error());
        }
        if (*taken) {
            return checkHeld(connection);
        }
        QThread::msleep(100);
    }
    const auto holder = lockHolder(connection);
    return fail(heldBy(connection, holder.value_or(std::nullopt)));
}

void giveSessionLock(Connection& connection)
{
    if (connection.isLost()) {
        return;
    }
    connection.interrupter().reset();
    connection.rollback();
    if (connection.dialect() == Dialect::Postgresql) {
        (void)connection.value(QStringLiteral("SELECT pg_advisory_unlock_all()"));
    } else if (connection.dialect() == Dialect::Mysql) {
        if (const Result<QString> name = mysqlName(connection)) {
            (void)connection.value(
                QStringLiteral("SELECT RELEASE_LOCK(:name)"), {{QStringLiteral("name"), *name}});
        }
    }
}

Result<> stopSession(Connection& connection, qint64 id, Stopping how)
{
    const bool cancel = how == Stopping::Cancel;
    if (connection.dialect() == Dialect::Postgresql) {
        const Result<QVariant> done
            = connection.value(QStringLiteral("SELECT %1(%2)::int")
                                   .arg(cancel ? QStringLiteral("pg_cancel_backend")
                                               : QStringLiteral("pg_terminate_backend"))
                                   .arg(id));
        if (!done) {
            return fail(done.error());
        }
        return done->toInt() == 1
            ? Result<>()
            : fail({ErrorCode::Impossible, tr("There is no session %1 any more.").arg(id), {}, {}});
    }
    const Result<StatementResult> done = connection.exec(
        QStringLiteral("KILL %1 %2").arg(cancel ? QStringLiteral("QUERY") : QString()).arg(id));
    return done ? Result<>() : fail(done.error());
}

} // namespace whimbrel
