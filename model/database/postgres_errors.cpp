// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "model/database/postgres_errors.h"

#include <QCoreApplication>
#include <QRegularExpression>

namespace whimbrel {

namespace {

QString tr(const char* text)
{
    return QCoreApplication::translate("PostgresConnection", text);
}

QString fieldOf(const PGresult* result, int field)
{
    return QString::fromUtf8(PQresultErrorField(result, field)).trimmed();
}

/// libpq's messages may have several lines, of which each is a sentence.
QString sentence(const QString& said)
{
    QString text = said.simplified();
    static const QString ends = QStringLiteral(".!?:");
    if (!text.isEmpty() && !ends.contains(text.back())) {
        text += QLatin1Char('.');
    }
    return text;
}

QString seconds(std::chrono::milliseconds time)
{
    return QString::number(static_cast<double>(time.count()) / 1000.0);
}

/// The line that the server points to; its position counts characters from 1.
QString lineOf(const PGresult* result, const QByteArray& sql)
{
    const int position = fieldOf(result, PG_DIAG_STATEMENT_POSITION).toInt();
    if (position <= 0) {
        return {};
    }
    const QList<uint> characters = QString::fromUtf8(sql).left(sql.size()).toUcs4();
    const auto line
        = std::count(characters.cbegin(),
              characters.cbegin() + qMin<qsizetype>(position - 1, characters.size()), uint('\n'))
        + 1;
    return tr("line %1").arg(line);
}

/// What to do about an error of a class, where the server has no hint of its own.
QString adviceFor(const QString& state)
{
    if (state == QLatin1String("42501")) {
        return tr("Give the user of this connection the right, or connect as the owner.");
    }
    if (state == QLatin1String("25001")) {
        return tr("Let it be the only statement of its step, outside a transaction.");
    }
    if (state == QLatin1String("25006")) {
        return tr("Connect to the primary; replicas and read-only sessions take no changes.");
    }
    if (state == QLatin1String("53200")) {
        return tr("Let the server have more memory, or do less in one statement.");
    }
    if (state == QLatin1String("55P04")) {
        return tr("Use the new value in a step of its own, after this one is committed.");
    }
    return {};
}

} // namespace

Error postgresError(const PGresult* result, const PostgresAttempt& attempt)
{
    const QString state = fieldOf(result, PG_DIAG_SQLSTATE);
    const QString severity = fieldOf(result, PG_DIAG_SEVERITY_NONLOCALIZED);
    QString said = sentence(fieldOf(result, PG_DIAG_MESSAGE_PRIMARY));
    const QString detail = fieldOf(result, PG_DIAG_MESSAGE_DETAIL);
    if (!detail.isEmpty()) {
        said += QLatin1Char(' ') + sentence(detail);
    }
    const QString hint = sentence(fieldOf(result, PG_DIAG_MESSAGE_HINT));
    Error error{ErrorCode::Sql, said, lineOf(result, attempt.sql),
        hint.isEmpty() ? adviceFor(state) : hint, state};

    if (severity == QLatin1String("FATAL") || severity == QLatin1String("PANIC")
        || state.startsWith(QLatin1String("08")) || state.startsWith(QLatin1String("57P0"))) {
        Error lost = postgresLost(said, attempt);
        lost.sqlState = state;
        return lost;
    }
    if (state == QLatin1String("55P03")) {
        error.code = ErrorCode::Locked;
        error.message = tr("Somebody else holds a lock that the statement needs; waited %1 s. %2")
                            .arg(seconds(attempt.lockTimeout), said);
        error.advice = tr("Wait for whoever holds it, or end that session, then retry.");
    } else if (state == QLatin1String("40P01") || state == QLatin1String("40001")) {
        error.code = ErrorCode::Locked;
        error.advice = tr("Retry: the database undid this transaction to let another go on.");
    } else if (state == QLatin1String("57014") && attempt.isCancelled) {
        error = {ErrorCode::Cancelled, tr("The statement was cancelled."), {}, {}, state};
    } else if (state == QLatin1String("57014") && attempt.statementTimeout.count() > 0) {
        error.message = tr("The statement ran longer than its limit of %1 ms and was stopped.")
                            .arg(attempt.statementTimeout.count());
    } else if (state == QLatin1String("57014")) {
        error.message
            = tr("The statement was cancelled in the server by somebody else. %1").arg(said);
    } else if (state == QLatin1String("53100")) {
        error.code = ErrorCode::Unwritable;
        error.message = tr("The disk of \"%1\" is full. %2").arg(attempt.database, said);
        error.advice = tr("Make room on the server, then retry.");
    } else if (state.startsWith(QLatin1String("58"))) {
        error.code = ErrorCode::Unwritable;
        error.message = tr("The disk of \"%1\" reported an error. %2").arg(attempt.database, said);
    }
    return error;
}

QString postgresNotice(const PGresult* notice)
{
    const QString detail = fieldOf(notice, PG_DIAG_MESSAGE_DETAIL);
    return fieldOf(notice, PG_DIAG_SEVERITY) + QLatin1String(": ")
        + sentence(fieldOf(notice, PG_DIAG_MESSAGE_PRIMARY))
        + (detail.isEmpty() ? QString() : QLatin1Char(' ') + sentence(detail));
}

Error postgresLost(const QString& said, const PostgresAttempt& attempt)
{
    return {ErrorCode::ConnectionLost,
        tr("The connection to \"%1\" was lost. %2").arg(attempt.database, sentence(said)).trimmed(),
        {}, tr("See whether the server is up, then connect again."), QStringLiteral("08006")};
}

Error postgresRefused(
    const QString& said, bool needsPassword, const QString& database, const QString& user)
{
    // "…: FATAL:  28P01: text", where FATAL may be in the server's language; a code has a digit.
    static const QRegularExpression coded(
        QStringLiteral("\\S+:\\s+((?=[A-Z]*[0-9])[0-9A-Z]{5}):\\s+([^\\n]*)"));
    const QRegularExpressionMatch found = coded.match(said);
    const QString state = found.captured(1);
    const QString text = sentence(found.hasMatch() ? found.captured(2).trimmed() : said.trimmed());
    const QString refused = tr("\"%1\" refused the connection. %2").arg(database, text);
    const auto error = [&](const QString& message, const QString& advice) {
        return Error{ErrorCode::Connection, message, {}, advice, state};
    };
    if (needsPassword && state.isEmpty()) {
        return {ErrorCode::Connection,
            tr("\"%1\" wants a password for \"%2\".").arg(database, user), {},
            tr("Give it when asked, in PGPASSWORD, or in a password file (~/.pgpass)."),
            QStringLiteral("28P01")};
    }
    if (state == QLatin1String("28P01")) {
        return error(tr("\"%1\" does not take the password of \"%2\".").arg(database, user),
            tr("Correct the password or the user."));
    }
    if (state.startsWith(QLatin1String("28"))) {
        return error(refused,
            tr("The server's pg_hba.conf says who may connect from where, and whether only over "
               "TLS (sslmode=require)."));
    }
    if (state == QLatin1String("3D000")) {
        return error(refused, tr("Correct the name of the database, or create it."));
    }
    if (state == QLatin1String("53300")) {
        return error(refused,
            tr("All connections that the server allows are taken. Close some, or raise the "
               "limit."));
    }
    if (state == QLatin1String("57P03")) {
        return error(refused, tr("The server is starting up or shutting down: try again soon."));
    }
    if (state == QLatin1String("42501")) {
        return error(refused, tr("Give the user the right to connect to the database."));
    }
    if (!state.isEmpty()) {
        return error(refused, {});
    }
    if (said.contains(QLatin1String("SSL")) || said.contains(QLatin1String("certificate"))) {
        return error(tr("\"%1\" could not be reached over TLS. %2").arg(database, text),
            tr("Look at sslmode and sslrootcert in the URL, and at the server's certificate."));
    }
    if (said.contains(QLatin1String("translate host name"))) {
        return error(
            tr("The server of \"%1\" has a name that is not known. %2").arg(database, text),
            tr("Correct the name of the server, or the name service of this machine."));
    }
    return error(tr("\"%1\" could not be reached. %2").arg(database, text),
        tr("See whether the server is up and whether host and port are right."));
}

} // namespace whimbrel
