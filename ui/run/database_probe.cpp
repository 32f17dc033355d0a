// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "ui/run/database_probe.h"

#include "model/base/counted.h"
#include "model/database/connection_url.h"
#include "model/database/sqlite_connection.h"

#include <QCoreApplication>
#include <QFileInfo>
#include <QLocale>

namespace whimbrel {

namespace {

QString tr(const char* text)
{
    return QCoreApplication::translate("DatabaseProbe", text);
}

/// The first value of a query; empty where there is none.
QString valueOf(SqliteConnection& connection, const QString& sql)
{
    const Result<QList<Row>> rows = connection.rows(sql);
    return rows && !rows->isEmpty() && !rows->first().isEmpty() ? rows->first().first().toString()
                                                                : QString();
}

} // namespace

Result<DatabaseProbe> probeDatabase(const QString& url)
{
    const Result<ConnectionUrl> parsed = parseConnectionUrl(url);
    if (!parsed) {
        return fail(parsed.error());
    }
    if (parsed->dialect != Dialect::Sqlite) {
        return fail({ErrorCode::Connection,
            tr("Only SQLite databases can be tested from this window so far."), redactedUrl(url),
            {}});
    }
    DatabaseProbe probe;
    {
        auto connection = SqliteConnection::open(parsed->path, SqliteConnection::Access::Read);
        if (!connection) {
            return fail(std::move(connection).error());
        }
        SqliteConnection& database = **connection;
        const Result<QList<Row>> tables = database.rows(
            QStringLiteral("SELECT count(*) FROM sqlite_master WHERE type = 'table' AND name NOT "
                           "LIKE 'sqlite\\_%' "
                           "ESCAPE '\\' AND name NOT LIKE 'whimbrel\\_%' ESCAPE '\\'"));
        if (!tables) {
            return fail(tables.error());
        }
        probe.tables = tables->isEmpty() ? 0 : tables->first().first().toInt();
        probe.version
            = tr("SQLite %1").arg(valueOf(database, QStringLiteral("SELECT sqlite_version()")));
        probe.journalMode = valueOf(database, QStringLiteral("PRAGMA journal_mode"));
    }
    const QFileInfo file(parsed->path);
    probe.bytes = file.size();
    // SQLite writes its journal beside the database.
    probe.writable = file.isWritable() && QFileInfo(file.absolutePath()).isWritable();
    if (Result<QList<RunSummary>> runs = listRuns(url)) {
        probe.runs = *std::move(runs);
    }
    return probe;
}

QString probeText(const DatabaseProbe& probe)
{
    const QString tables = counted(probe.tables, tr("1 table"), tr("%1 tables"));
    return tr("%1 · %2 · %3 · %4")
        .arg(probe.version, tables, QLocale().formattedDataSize(probe.bytes, 1),
            probe.writable ? tr("can be written") : tr("read-only: a run would fail"));
}

} // namespace whimbrel
