// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "model/database/open_connection.h"
#include "model/exec/journal_store.h"
#include "model/exec/opening.h"
#include "model/preflight/snapshot.h"

#include <QCoreApplication>
#include <QFileInfo>

namespace whimbrel {

namespace {

/// Whether the journal was written on this database, or came with a copy of another.
QString strangeness(Connection& connection, const RunSummary& run, const QString& database)
{
    const Result<QList<Event>> events = journal::events(connection, run.run);
    const Result<DatabaseIdentity> found = journal::identity(connection);
    if (!events || events->isEmpty() || !found) {
        return {};
    }
    QJsonObject expected;
    for (const Event& event : *events) {
        const QJsonObject all = event.data.value(QLatin1String("identities")).toObject();
        if (all.contains(run.target)) {
            expected = all.value(run.target).toObject();
        }
    }
    return expected.isEmpty()
        ? QString()
        : strangenessOf(database, DatabaseIdentity::fromJson(expected), *found);
}

void lookAtJournal(Connection& connection, TargetSnapshot& seen)
{
    const Result<bool> there = journal::exists(connection);
    const Result<QList<RunSummary>> runs
        = there && *there ? journal::runs(connection) : Result<QList<RunSummary>>();
    if (!there || !runs) {
        seen.unseen.append((there ? runs.error() : there.error()).message);
        return;
    }
    for (const RunSummary& run : *runs) {
        if (!run.ended && !seen.openRun) {
            seen.openRun = run;
        }
    }
    if (!runs->isEmpty()) {
        seen.lastRun = runs->constFirst();
        seen.strangeJournal = strangeness(connection, *seen.lastRun, seen.database);
    }
}

/// Where the connection says that this machine sees the server's data.
void lookAtDataFolder(const QString& folder, TargetSnapshot& seen)
{
    seen.dataFolder = folder;
    seen.freeBytes = freeBytesIn(folder);
    if (seen.freeBytes < 0) {
        seen.unseen.append(QCoreApplication::translate("Preflight",
            "how much room there is: the connection says that the data lies in \"%1\", which is "
            "not there on this machine")
                               .arg(folder));
    }
}

TargetSnapshot lookAtTarget(const Target& target, const QString& bound, const PlanNeeds& needs)
{
    TargetSnapshot seen;
    seen.target = target.id;
    seen.dialect = target.dialect;
    const Result<ConnectionUrl> url = parseConnectionUrl(bound);
    if (!url) {
        seen.unreachable = url.error();
        return seen;
    }
    seen.database = url->shown;
    seen.journal = url->journal;
    if (url->dialect == Dialect::Sqlite && QFileInfo::exists(url->path)) {
        lookAtSqliteFile(url->path, seen);
    }
    const auto connection = openConnection(*url, Connection::Access::Read);
    if (!connection) {
        seen.unreachable = connection.error();
        return seen;
    }
    switch (url->dialect) {
    case Dialect::Postgresql:
        lookAtPostgresql(**connection, needs, seen);
        break;
    case Dialect::Mysql:
        lookAtMysql(**connection, needs, seen);
        break;
    case Dialect::Sqlite:
        lookAtSqlite(**connection, needs, seen);
        break;
    case Dialect::External:
        break;
    }
    if (!url->dataFolder.isEmpty()) {
        lookAtDataFolder(url->dataFolder, seen);
    }
    lookAtJournal(**connection, seen);
    return seen;
}

} // namespace

Snapshot lookAtTargets(const RunRequest& request, const PlanNeeds& needs)
{
    Snapshot snapshot;
    for (const Target& target : request.plan.targets) {
        if (target.dialect != Dialect::External) {
            snapshot.targets.append(lookAtTarget(target, request.bindings.value(target.id), needs));
        }
    }
    return snapshot;
}

} // namespace whimbrel
