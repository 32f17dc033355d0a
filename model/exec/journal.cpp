// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "model/exec/journal.h"

#include "model/database/open_connection.h"
#include "model/exec/journal_store.h"
#include "model/io/plan_file.h"

#include <QCoreApplication>

namespace whimbrel {

namespace {

Error noJournal(const QString& url)
{
    return {ErrorCode::Unreadable,
        QCoreApplication::translate("Journal", "\"%1\" has no journal: no plan was ever run on it.")
            .arg(redactedUrl(url)),
        {}, {}};
}

} // namespace

Result<QList<RunSummary>> listRuns(const QString& url)
{
    const auto connection = openConnection(url, Connection::Access::Read);
    if (!connection) {
        return fail(connection.error());
    }
    return journal::runs(**connection);
}

Result<QList<Event>> readEvents(const QStringList& urls, const QString& run)
{
    QMap<qint64, Event> merged;
    for (const QString& url : urls) {
        const auto connection = openConnection(url, Connection::Access::Read);
        if (!connection) {
            return fail(connection.error());
        }
        const Result<bool> there = journal::exists(**connection);
        if (!there) {
            return fail(there.error());
        }
        if (!*there) {
            return fail(noJournal(url));
        }
        const Result<QList<Event>> events = journal::events(**connection, run);
        if (!events) {
            return fail(events.error());
        }
        for (const Event& event : *events) {
            merged.insert(event.number, event);
        }
    }
    return merged.values();
}

Result<Plan> readRunPlan(const QString& url, const QString& run)
{
    const auto connection = openConnection(url, Connection::Access::Read);
    if (!connection) {
        return fail(connection.error());
    }
    const Result<QList<RunSummary>> runs = journal::runs(**connection);
    if (!runs) {
        return fail(runs.error());
    }
    for (const RunSummary& summary : *runs) {
        if (summary.run == run) {
            const Result<QByteArray> packed = journal::plan(**connection, run, summary.planHash);
            return packed ? unpackPlan(*packed) : fail(packed.error());
        }
    }
    return fail({ErrorCode::Unreadable,
        QCoreApplication::translate("Journal", "The journal in \"%1\" knows no run \"%2\".")
            .arg(redactedUrl(url), run),
        {}, {}});
}

} // namespace whimbrel
