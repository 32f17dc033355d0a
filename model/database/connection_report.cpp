// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "model/database/connection_report.h"

#include "model/database/open_connection.h"
#include "model/database/postgres_connection.h"

#include <QCoreApplication>
#include <QElapsedTimer>
#include <QFileInfo>
#include <QRegularExpression>

#include <algorithm>
#include <limits>

namespace whimbrel {

namespace {

QString tr(const char* text)
{
    return QCoreApplication::translate("ConnectionReport", text);
}

/// The shortest time that a statement which does nothing takes.
Result<qint64> roundTrip(Connection& connection)
{
    constexpr int tries = 3;
    qint64 shortest = std::numeric_limits<qint64>::max();
    for (int i = 0; i < tries; ++i) {
        QElapsedTimer clock;
        clock.start();
        if (const Result<QVariant> one = connection.value(QStringLiteral("SELECT 1")); !one) {
            return fail(one.error());
        }
        shortest = std::min(shortest, clock.nsecsElapsed() / 1000);
    }
    return shortest;
}

Result<> addPostgres(Connection& connection, ConnectionReport& report)
{
    const auto* postgres = dynamic_cast<const PostgresConnection*>(&connection);
    report.encryption = postgres ? postgres->encryption() : QString();
    report.pooling = postgres ? postgres->pooling() : Pooling::None;
    const Result<QList<Row>> rows = connection.rows(QStringLiteral(
        "SELECT session_user::text, current_user::text, pg_catalog.pg_is_in_recovery(), "
        // Ours is read-only by our own wish: what the session would have had without it.
        "(SELECT reset_val FROM pg_catalog.pg_settings "
        "WHERE name = 'default_transaction_read_only') = 'on', "
        "pg_catalog.inet_server_addr() IS NULL, "
        "pg_catalog.has_database_privilege(pg_catalog.current_database(), 'CREATE'), "
        "coalesce(pg_catalog.current_schema()::text, ''), "
        "coalesce(pg_catalog.has_schema_privilege(pg_catalog.current_schema(), 'CREATE'), false), "
        "(SELECT rolsuper FROM pg_catalog.pg_roles WHERE rolname = current_user), "
        "pg_catalog.pg_has_role(current_user, 'pg_monitor', 'USAGE'), "
        "pg_catalog.pg_has_role(current_user, 'pg_signal_backend', 'USAGE')"));
    if (!rows) {
        return fail(rows.error());
    }
    const Row& row = rows->constFirst();
    report.user = row[0].toString();
    report.role = row[1].toString() == report.user ? QString() : row[1].toString();
    report.isReplica = row[2].toBool();
    report.isReadOnly = report.isReplica || row[3].toBool();
    report.isOnThisMachine = row[4].toBool() && report.pooling == Pooling::None;
    const QString schema = row[6].toString();
    const bool isSuperuser = row[8].toBool();
    report.rights = {
        {tr("create schemas in the database (the journal has one of its own)"), row[5].toBool()},
        {schema.isEmpty() ? tr("create tables (the search path leads to no schema)")
                          : tr("create tables in the schema %1").arg(schema),
            row[7].toBool()},
        {tr("see what other users' sessions do (pg_monitor)"), row[9].toBool() || isSuperuser,
            false},
        {tr("end other users' sessions (pg_signal_backend)"), row[10].toBool() || isSuperuser,
            false},
        {tr("everything (superuser)"), isSuperuser, false},
    };
    return {};
}

/// The privileges that SHOW GRANTS tells of for a database, and for everything.
QStringList privilegesIn(const QList<Row>& grants, const QString& database)
{
    static const QRegularExpression form(
        QStringLiteral("^GRANT (.+) ON (?:TABLE )?(\\S+)\\.\\* TO "),
        QRegularExpression::CaseInsensitiveOption);
    QStringList all;
    for (const Row& row : grants) {
        const QRegularExpressionMatch found = form.match(row.constFirst().toString());
        QString scope = found.captured(2).remove(QLatin1Char('`')).remove(QLatin1Char('\\'));
        if (found.hasMatch()
            && (scope == QLatin1String("*") || scope == database || scope == QLatin1String("%"))) {
            for (const QString& each : found.captured(1).split(QLatin1Char(','))) {
                all.append(each.trimmed().toUpper());
            }
        }
    }
    return all;
}

Result<> addMariadb(Connection& connection, ConnectionReport& report)
{
    const Result<QList<Row>> rows = connection.rows(
        QStringLiteral("SELECT CURRENT_USER(), coalesce(DATABASE(), ''), @@read_only"));
    const Result<QList<Row>> tls = connection.rows(
        QStringLiteral("SHOW SESSION STATUS WHERE Variable_name IN ('Ssl_cipher', 'Ssl_version')"));
    const Result<QList<Row>> grants = connection.rows(QStringLiteral("SHOW GRANTS"));
    for (const Result<QList<Row>>* each : {&rows, &tls, &grants}) {
        if (!*each) {
            return fail(each->error());
        }
    }
    const Row& row = rows->constFirst();
    report.user = row[0].toString();
    report.isReadOnly = row[2].toInt() != 0;
    QMap<QString, QString> status;
    for (const Row& each : *tls) {
        status.insert(each[0].toString(), each[1].toString());
    }
    if (const QString cipher = status.value(QStringLiteral("Ssl_cipher")); !cipher.isEmpty()) {
        report.encryption
            = status.value(QStringLiteral("Ssl_version")) + QLatin1String(", ") + cipher;
    }
    const QStringList privileges = privilegesIn(*grants, row[1].toString());
    const auto has = [&privileges](std::initializer_list<const char*> names) {
        return privileges.contains(QLatin1String("ALL PRIVILEGES"))
            || std::all_of(names.begin(), names.end(), [&privileges](const char* name) {
                   return privileges.contains(QLatin1String(name));
               });
    };
    const QStringList onAll = privilegesIn(*grants, QString());
    const auto hasOnAll = [&onAll](const char* name) {
        return onAll.contains(QLatin1String("ALL PRIVILEGES"))
            || onAll.contains(QLatin1String(name)) || onAll.contains(QLatin1String("SUPER"));
    };
    report.rights = {
        {tr("create, change and drop tables here (the journal has tables of its own)"),
            has({"CREATE", "ALTER", "DROP", "INDEX"})},
        {tr("read and write rows here"), has({"SELECT", "INSERT", "UPDATE", "DELETE"})},
        {tr("create triggers here"), has({"TRIGGER"}), false},
        {tr("see what other users' sessions do (PROCESS)"), hasOnAll("PROCESS"), false},
        {tr("end other users' sessions (CONNECTION ADMIN)"),
            hasOnAll("CONNECTION ADMIN") || hasOnAll("CONNECTION_ADMIN"), false},
    };
    return {};
}

void addSqlite(const ConnectionUrl& url, ConnectionReport& report)
{
    const QFileInfo file(url.path);
    report.isOnThisMachine = true;
    report.rights = {
        {tr("write the file"), file.isWritable()},
        {tr("write beside it (SQLite's own journal)"), QFileInfo(file.absolutePath()).isWritable()},
    };
    report.isReadOnly = std::any_of(report.rights.cbegin(), report.rights.cend(),
        [](const ConnectionRight& right) { return !right.isGranted; });
}

QString productOf(Dialect dialect, const QString& version)
{
    switch (dialect) {
    case Dialect::Postgresql:
        return tr("PostgreSQL %1").arg(version.section(QLatin1Char(' '), 0, 0));
    case Dialect::Mysql:
        return version.contains(QLatin1String("MariaDB"), Qt::CaseInsensitive)
            ? tr("MariaDB %1").arg(version.section(QLatin1Char('-'), 0, 0))
            : tr("MySQL %1").arg(version);
    case Dialect::Sqlite:
    case Dialect::External:
        break;
    }
    return tr("SQLite %1").arg(version);
}

QString roundTripText(qint64 microseconds)
{
    const int digits = microseconds < 1000 ? 2 : microseconds < 10000 ? 1 : 0;
    return tr("%1 ms for a round trip")
        .arg(static_cast<double>(microseconds) / 1000, 0, 'f', digits);
}

ReportLine stateLine(const ConnectionReport& report)
{
    const QString label = tr("State");
    if (report.isReplica) {
        return {label, tr("a replica: it takes no changes, bind the target to the primary"),
            ReportLine::Mood::Bad};
    }
    if (report.isReadOnly) {
        return {label, tr("read-only: a run would fail"), ReportLine::Mood::Bad};
    }
    return {label, tr("takes changes"), ReportLine::Mood::Good};
}

ReportLine encryptionLine(const ConnectionReport& report)
{
    const QString label = tr("Encryption");
    if (!report.encryption.isEmpty()) {
        return {label, report.encryption, ReportLine::Mood::Good};
    }
    return report.isOnThisMachine
        ? ReportLine{label, tr("none needed: it does not leave this machine")}
        : ReportLine{
            label, tr("not encrypted: choose a TLS mode that requires it"), ReportLine::Mood::Bad};
}

} // namespace

Result<ConnectionReport> inspectConnection(
    const ConnectionUrl& url, std::shared_ptr<Interrupter> interrupter)
{
    const auto opened = openConnection(url, Connection::Access::Read, std::move(interrupter));
    if (!opened) {
        return fail(opened.error());
    }
    Connection& connection = **opened;
    ConnectionReport report;
    report.dialect = connection.dialect();
    report.name = connection.name();
    report.product = productOf(
        report.dialect, connection.settings().value(QStringLiteral("version")).toString());
    const Result<qint64> time = roundTrip(connection);
    if (!time) {
        return fail(time.error());
    }
    report.roundTripUs = *time;
    Result<> asked;
    switch (report.dialect) {
    case Dialect::Postgresql:
        asked = addPostgres(connection, report);
        break;
    case Dialect::Mysql:
        report.isOnThisMachine = url.options.contains(QStringLiteral("socket"));
        asked = addMariadb(connection, report);
        break;
    case Dialect::Sqlite:
    case Dialect::External:
        addSqlite(url, report);
        break;
    }
    if (!asked) {
        return fail(asked.error());
    }
    return report;
}

QList<ReportLine> describe(const ConnectionReport& report)
{
    QList<ReportLine> lines{{tr("Server"),
        report.dialect == Dialect::Sqlite
            ? report.product
            : tr("%1, %2").arg(report.product, roundTripText(report.roundTripUs))}};
    lines.append({tr("Database"), report.name});
    if (!report.user.isEmpty()) {
        lines.append({tr("User"),
            report.role.isEmpty() ? report.user
                                  : tr("%1, acting as %2").arg(report.user, report.role)});
    }
    lines.append(stateLine(report));
    if (report.dialect != Dialect::Sqlite) {
        lines.append(encryptionLine(report));
    }
    if (report.pooling == Pooling::Session) {
        lines.append({tr("Pooler"),
            tr("one stands between; it keeps the server's session, so a run works through it")});
    }
    for (const ConnectionRight& right : report.rights) {
        if (right.isGranted || right.isNeeded) {
            lines.append({right.isGranted ? tr("May") : tr("May not"), right.text,
                right.isGranted ? ReportLine::Mood::Good : ReportLine::Mood::Bad});
        } else {
            lines.append({tr("May not"), right.text});
        }
    }
    return lines;
}

} // namespace whimbrel
