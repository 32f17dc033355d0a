// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "model/exec/database_identity.h"

#include <QCoreApplication>
#include <QFile>

#include <sys/stat.h>

#include <array>

namespace whimbrel {

namespace {

QString tr(const char* text)
{
    return QCoreApplication::translate("Identity", text);
}

/// The one row of a query, its columns under these keys; what is NULL is left out.
Result<QJsonObject> readParts(
    Connection& connection, const QString& sql, const QList<QLatin1String>& keys)
{
    const Result<QList<Row>> rows = connection.rows(sql, {}, 1);
    if (!rows) {
        return fail(rows.error());
    }
    QJsonObject parts;
    for (qsizetype i = 0; !rows->isEmpty() && i < keys.size(); ++i) {
        const QVariant& value = rows->constFirst().at(i);
        if (!value.isNull()) {
            // As text: a system identifier does not fit into a JSON number.
            parts.insert(keys.at(i), textOf(value));
        }
    }
    return parts;
}

Result<QJsonObject> postgresParts(Connection& connection)
{
    Result<QJsonObject> found = readParts(connection,
        QStringLiteral("SELECT pg_catalog.current_database()::text, "
                       "(SELECT oid::text FROM pg_catalog.pg_database "
                       "WHERE datname = current_database()), "
                       "pg_catalog.pg_is_in_recovery(), "
                       "pg_catalog.host(pg_catalog.inet_server_addr()) || ':' "
                       "|| pg_catalog.inet_server_port()"),
        {QLatin1String("database"), QLatin1String("databaseOid"), QLatin1String("inRecovery"),
            QLatin1String("address")});
    if (!found) {
        return found;
    }
    // The name of the log file being written says the timeline at once; the control file, which is
    // all that a replica has, says it from the next checkpoint on.
    const Result<QJsonObject> cluster = readParts(connection,
        QStringLiteral(
            "SELECT (SELECT system_identifier::text FROM pg_catalog.pg_control_system()), "
            "CASE WHEN pg_catalog.pg_is_in_recovery() "
            "THEN (SELECT timeline_id FROM pg_catalog.pg_control_checkpoint()) "
            "ELSE ('x' || pg_catalog.substr(pg_catalog.pg_walfile_name("
            "pg_catalog.pg_current_wal_lsn()), 1, 8))::bit(32)::int END"),
        {QLatin1String("systemIdentifier"), QLatin1String("timeline")});
    if (cluster) {
        found->insert(
            QLatin1String("systemIdentifier"), cluster->value(QLatin1String("systemIdentifier")));
        found->insert(QLatin1String("timeline"), cluster->value(QLatin1String("timeline")));
        return found;
    }
    // Its administrator may have taken the right to these away; the rest has to do then.
    const bool isDenied = cluster.error().sqlState == QLatin1String("42501");
    return isDenied ? found : cluster;
}

Result<QJsonObject> mariadbParts(Connection& connection)
{
    Result<QJsonObject> parts = readParts(connection,
        QStringLiteral("SELECT @@server_id, @@hostname, @@port, @@datadir, DATABASE()"),
        {QLatin1String("serverId"), QLatin1String("hostName"), QLatin1String("port"),
            QLatin1String("dataFolder"), QLatin1String("database")});
    if (!parts) {
        return parts;
    }
    const Result<QList<Row>> own = connection.rows(
        QStringLiteral("SHOW VARIABLES WHERE Variable_name IN ('server_uid', 'server_uuid')"));
    if (!own) {
        return fail(own.error());
    }
    for (const Row& row : *own) {
        const bool isUuid = row.at(0).toString() == QLatin1String("server_uuid");
        parts->insert(
            isUuid ? QLatin1String("serverUuid") : QLatin1String("serverUid"), textOf(row.at(1)));
    }
    return parts;
}

Result<QJsonObject> sqliteParts(const Connection& connection)
{
    const QString& path = connection.name();
    struct stat file { };
    if (::stat(QFile::encodeName(path).constData(), &file) != 0) {
        return fail({ErrorCode::ConnectionLost,
            tr("The database \"%1\" has gone while it was open.").arg(path), {},
            tr("Put it back, then connect again.")});
    }
    return QJsonObject{{QStringLiteral("path"), path},
        {QStringLiteral("device"), QString::number(file.st_dev)},
        {QStringLiteral("inode"), QString::number(file.st_ino)}};
}

/// A part, and what to say when it was %1 and is %2.
struct Part {
    const char* key;
    const char* text;
};

/// In the order of what weighs most. Not the path of a file: it may have been renamed.
constexpr std::array knownParts{
    Part{"systemIdentifier",
        QT_TRANSLATE_NOOP("Identity",
            "It is another PostgreSQL cluster: its system identifier was %1 and is %2.")},
    Part{"serverUuid",
        QT_TRANSLATE_NOOP(
            "Identity", "It is another MySQL server: its server_uuid was %1 and is %2.")},
    Part{"serverUid",
        QT_TRANSLATE_NOOP(
            "Identity", "It is another MariaDB server: its server_uid was %1 and is %2.")},
    Part{"timeline",
        QT_TRANSLATE_NOOP(
            "Identity", "It was restored or promoted since: its timeline was %1 and is %2.")},
    Part{"inRecovery",
        QT_TRANSLATE_NOOP("Identity",
            "It changed between primary and replica: that it is in recovery was %1 and is %2.")},
    Part{"database", QT_TRANSLATE_NOOP("Identity", "It is another database: it was %1 and is %2.")},
    Part{"databaseOid",
        QT_TRANSLATE_NOOP(
            "Identity", "The database was dropped and made anew: its number was %1 and is %2.")},
    Part{"dataFolder",
        QT_TRANSLATE_NOOP("Identity", "Its data lies elsewhere: it was in %1 and is in %2.")},
    Part{"hostName",
        QT_TRANSLATE_NOOP("Identity", "It runs on another machine: it was %1 and is %2.")},
    Part{"serverId", QT_TRANSLATE_NOOP("Identity", "Its server_id was %1 and is %2.")},
    Part{"address",
        QT_TRANSLATE_NOOP("Identity", "Its address was %1 and is %2: it may be a copy.")},
    Part{"port", QT_TRANSLATE_NOOP("Identity", "Its port was %1 and is %2.")},
    Part{"device",
        QT_TRANSLATE_NOOP(
            "Identity", "The file lies on another disk: its number was %1 and is %2.")},
    Part{"inode",
        QT_TRANSLATE_NOOP("Identity",
            "The file was replaced, by a copy or a restored backup: its inode was %1 and is %2.")},
};

Result<QJsonObject> partsOf(Connection& connection)
{
    switch (connection.dialect()) {
    case Dialect::Postgresql:
        return postgresParts(connection);
    case Dialect::Mysql:
        return mariadbParts(connection);
    case Dialect::Sqlite:
    case Dialect::External:
        break;
    }
    return sqliteParts(connection);
}

} // namespace

QJsonObject DatabaseIdentity::toJson() const
{
    QJsonObject json = parts;
    json.insert(QStringLiteral("id"), id);
    return json;
}

DatabaseIdentity DatabaseIdentity::fromJson(const QJsonObject& json)
{
    DatabaseIdentity identity{json.value(QStringLiteral("id")).toString(), json};
    identity.parts.remove(QStringLiteral("id"));
    return identity;
}

QList<IdentityDifference> DatabaseIdentity::differencesTo(const DatabaseIdentity& found) const
{
    QList<IdentityDifference> differences;
    for (const Part& part : knownParts) {
        const QLatin1String key(part.key);
        const QString was = parts.value(key).toString();
        const QString is = found.parts.value(key).toString();
        if (!was.isEmpty() && !is.isEmpty() && was != is) {
            differences.append({key, tr(part.text).arg(was, is)});
        }
    }
    return differences;
}

Result<DatabaseIdentity> identityOf(Connection& connection, const QString& journalId)
{
    const Result<QJsonObject> parts = partsOf(connection);
    if (!parts) {
        return fail(parts.error());
    }
    return DatabaseIdentity{journalId, *parts};
}

Result<> checkWritable(Connection& connection)
{
    if (connection.dialect() == Dialect::Postgresql) {
        const Result<QVariant> replica
            = connection.value(QStringLiteral("SELECT pg_is_in_recovery()::int"));
        if (!replica) {
            return fail(replica.error());
        }
        if (replica->toInt() != 0) {
            return fail({ErrorCode::Connection,
                tr("\"%1\" is a replica; it takes no changes.").arg(connection.name()), {},
                tr("Bind the target to the primary.")});
        }
    } else if (connection.dialect() == Dialect::Mysql) {
        const Result<QVariant> readOnly = connection.value(QStringLiteral("SELECT @@read_only"));
        if (!readOnly) {
            return fail(readOnly.error());
        }
        if (readOnly->toInt() != 0) {
            return fail({ErrorCode::Connection,
                tr("The server of \"%1\" is read-only, as replicas are.").arg(connection.name()),
                {}, tr("Bind the target to the primary.")});
        }
    }
    return {};
}

} // namespace whimbrel
