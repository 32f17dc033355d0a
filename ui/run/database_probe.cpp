// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "ui/run/database_probe.h"

#include "model/base/counted.h"
#include "model/database/open_connection.h"

#include <QCoreApplication>
#include <QFileInfo>

namespace whimbrel {

namespace {

QString tr(const char* text)
{
    return QCoreApplication::translate("DatabaseProbe", text);
}

/// The first value of a query; an invalid one where there is none.
QVariant valueOf(Connection& connection, const QString& sql)
{
    return connection.value(sql).value_or(QVariant());
}

/// What a look at one database costs is the same for all dialects: these queries.
struct ProbeQueries {
    const char* tables; ///< how many, without the system's
    const char* ours; ///< which of them are those of the journal %1, whose prefix is as long as %2
    const char* bytes; ///< empty: the size of the file
    const char* writable; ///< 1: this user may change the schema; empty: the rights of the file
};

const ProbeQueries& queriesFor(Dialect dialect)
{
    static const ProbeQueries sqlite{
        "SELECT count(*) FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite\\_%' "
        "ESCAPE '\\' AND NOT (%1)",
        "substr(name, 1, %2) = '%1_'", "", ""};
    static const ProbeQueries postgresql{
        "SELECT count(*) FROM pg_catalog.pg_tables WHERE schemaname NOT IN ('pg_catalog', "
        "'information_schema') AND NOT (%1)",
        "schemaname = '%1'", "SELECT pg_catalog.pg_database_size(pg_catalog.current_database())",
        "SELECT CASE WHEN pg_catalog.pg_is_in_recovery() THEN 0 WHEN "
        "pg_catalog.has_database_privilege(pg_catalog.current_database(), 'CREATE') THEN 1 ELSE 0 "
        "END"};
    static const ProbeQueries mysql{
        "SELECT count(*) FROM information_schema.tables WHERE table_schema = database() AND "
        "table_type = 'BASE TABLE' AND NOT (%1)",
        "substr(table_name, 1, %2) = '%1_'",
        "SELECT sum(data_length + index_length) FROM information_schema.tables WHERE table_schema "
        "= database()",
        "SELECT 1 - @@global.read_only"};
    switch (dialect) {
    case Dialect::Postgresql:
        return postgresql;
    case Dialect::Mysql:
        return mysql;
    default:
        return sqlite;
    }
}

/// How many tables there are that belong to people: neither the system's nor a journal's, whatever
/// it is called here.
QString tablesQuery(const ConnectionUrl& url)
{
    const ProbeQueries& queries = queriesFor(url.dialect);
    QStringList ours;
    for (const QString& journal : {url.journal, ConnectionUrl().journal}) {
        QString one = QLatin1String(queries.ours);
        one.replace(QLatin1String("%1"), journal);
        ours.append(one.replace(QLatin1String("%2"), QString::number(journal.size() + 1)));
    }
    QString sql = QLatin1String(queries.tables);
    return sql.replace(QLatin1String("%1"), ours.join(QStringLiteral(" OR ")));
}

QString productName(Dialect dialect, const QString& version)
{
    switch (dialect) {
    case Dialect::Postgresql:
        return tr("PostgreSQL %1").arg(version.section(QLatin1Char(' '), 0, 0));
    case Dialect::Mysql:
        return version.contains(QLatin1String("MariaDB"), Qt::CaseInsensitive)
            ? tr("MariaDB %1").arg(version.section(QLatin1Char('-'), 0, 0))
            : tr("MySQL %1").arg(version);
    default:
        return tr("SQLite %1").arg(version);
    }
}

} // namespace

Result<DatabaseProbe> probeDatabase(const ConnectionUrl& url)
{
    DatabaseProbe probe;
    {
        const auto connection = openConnection(url, Connection::Access::Read);
        if (!connection) {
            return fail(connection.error());
        }
        Connection& database = **connection;
        const ProbeQueries& queries = queriesFor(url.dialect);
        const Result<QVariant> tables = database.value(tablesQuery(url));
        if (!tables) {
            return fail(tables.error());
        }
        probe.tables = tables->toInt();
        probe.version = productName(
            url.dialect, database.settings().value(QStringLiteral("version")).toString());
        probe.name = database.name();
        if (url.dialect != Dialect::Sqlite) {
            const QJsonObject settings = database.settings();
            probe.user = settings.value(QLatin1String("session_user")).toString();
            if (probe.user.isEmpty()) {
                probe.user = settings.value(QLatin1String("user")).toString();
            }
            probe.bytes = valueOf(database, QLatin1String(queries.bytes)).toLongLong();
            probe.writable = valueOf(database, QLatin1String(queries.writable)).toInt() == 1;
        }
    }
    if (url.dialect == Dialect::Sqlite) {
        const QFileInfo file(url.path);
        probe.bytes = file.size();
        // SQLite writes its journal beside the database.
        probe.writable = file.isWritable() && QFileInfo(file.absolutePath()).isWritable();
    }
    if (Result<QList<RunSummary>> runs = listRuns(urlWithPassword(url.shown, url.password))) {
        probe.runs = *std::move(runs);
    }
    return probe;
}

QString probeText(const DatabaseProbe& probe)
{
    const QString tables = counted(probe.tables, tr("1 table"), tr("%1 tables"));
    return tr("%1 · %2 · %3 · %4")
        .arg(probe.version, tables, sizeText(probe.bytes),
            probe.writable ? tr("can be written") : tr("read-only: for checks alone"));
}

} // namespace whimbrel
