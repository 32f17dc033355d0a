// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "model/exec/database_identity.h"

#include <QCoreApplication>
#include <QFile>

#include <sys/stat.h>

namespace whimbrel {

namespace {

QString tr(const char* text)
{
    return QCoreApplication::translate("Identity", text);
}

void addFile(DatabaseIdentity& found)
{
    struct stat file { };
    if (::stat(QFile::encodeName(found.path).constData(), &file) == 0) {
        found.device = static_cast<qint64>(file.st_dev);
        found.inode = static_cast<qint64>(file.st_ino);
    }
}

Result<> addPostgresql(Connection& connection, DatabaseIdentity& found)
{
    const Result<QList<Row>> where = connection.rows(
        QStringLiteral("SELECT current_database(), coalesce(host(inet_server_addr()) || ':' || "
                       "inet_server_port(), '')"));
    if (!where) {
        return fail(where.error());
    }
    found.database = where->constFirst()[0].toString();
    found.address = where->constFirst()[1].toString();
    // A database administrator may have taken the right to these away; the rest has to do then.
    const Result<QVariant> server = connection.value(
        QStringLiteral("SELECT s.system_identifier::text || '/' || c.timeline_id "
                       "FROM pg_control_system() s, pg_control_checkpoint() c"));
    found.server = server ? server->toString() : QString();
    return {};
}

Result<> addMysql(Connection& connection, DatabaseIdentity& found)
{
    const Result<QList<Row>> where
        = connection.rows(QStringLiteral("SELECT DATABASE(), CONCAT(@@hostname, ':', @@port)"));
    if (!where) {
        return fail(where.error());
    }
    found.database = where->constFirst()[0].toString();
    found.address = where->constFirst()[1].toString();
    // MySQL's name of it, then MariaDB's (from 10.11 on; before that the address has to do).
    for (const char* variable : {"@@server_uuid", "@@server_uid"}) {
        const Result<QVariant> server
            = connection.value(QStringLiteral("SELECT ") + QLatin1String(variable));
        if (server) {
            found.server = server->toString();
            break;
        }
    }
    return {};
}

bool differ(const QString& a, const QString& b)
{
    return !a.isEmpty() && !b.isEmpty() && a != b;
}

} // namespace

QJsonObject DatabaseIdentity::toJson() const
{
    QJsonObject json{{QStringLiteral("id"), id}, {QStringLiteral("path"), path}};
    if (inode != 0) {
        json.insert(QStringLiteral("device"), device);
        json.insert(QStringLiteral("inode"), inode);
    }
    const auto put = [&json](const QString& key, const QString& value) {
        if (!value.isEmpty()) {
            json.insert(key, value);
        }
    };
    put(QStringLiteral("server"), server);
    put(QStringLiteral("address"), address);
    put(QStringLiteral("database"), database);
    return json;
}

DatabaseIdentity DatabaseIdentity::fromJson(const QJsonObject& json)
{
    DatabaseIdentity identity;
    identity.id = json.value(QStringLiteral("id")).toString();
    identity.device = json.value(QStringLiteral("device")).toInteger();
    identity.inode = json.value(QStringLiteral("inode")).toInteger();
    identity.path = json.value(QStringLiteral("path")).toString();
    identity.server = json.value(QStringLiteral("server")).toString();
    identity.address = json.value(QStringLiteral("address")).toString();
    identity.database = json.value(QStringLiteral("database")).toString();
    return identity;
}

bool DatabaseIdentity::isSame(const DatabaseIdentity& other) const
{
    return id == other.id && device == other.device && inode == other.inode
        && database == other.database && !differ(server, other.server)
        && !differ(address, other.address);
}

Result<DatabaseIdentity> identityOf(Connection& connection, const QString& journalId)
{
    DatabaseIdentity found;
    found.id = journalId;
    found.path = connection.name();
    Result<> asked;
    switch (connection.dialect()) {
    case Dialect::Postgresql:
        asked = addPostgresql(connection, found);
        break;
    case Dialect::Mysql:
        asked = addMysql(connection, found);
        break;
    case Dialect::Sqlite:
    case Dialect::External:
        addFile(found);
        break;
    }
    if (!asked) {
        return fail(asked.error());
    }
    return found;
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
