// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "model/rehearsal/scratch_database.h"

#include "model/rehearsal/server_scratch.h"
#include "model/rehearsal/sqlite_scratch.h"

#include <QCoreApplication>

#include <algorithm>

namespace whimbrel {

Result<std::unique_ptr<ScratchDatabase>> ScratchDatabase::make(const ScratchSource& source,
    ScratchRegistry& registry, const QString& name, const std::function<bool()>& isCancelled)
{
    if (source.dialect == Dialect::Sqlite) {
        Result<std::unique_ptr<SqliteScratch>> made
            = SqliteScratch::make(source, registry.folder(), name, isCancelled);
        if (!made) {
            return fail(made.error());
        }
        return std::unique_ptr<ScratchDatabase>(*std::move(made));
    }
    Result<std::unique_ptr<ServerScratch>> made
        = ServerScratch::make(source, registry, isCancelled);
    if (!made) {
        return fail(made.error());
    }
    return std::unique_ptr<ScratchDatabase>(*std::move(made));
}

Swept cleanUpScratch(const QStringList& urls, SweepScope scope)
{
    return sweepScratch([&](const ScratchOnServer& database) -> Result<> {
        const bool named = std::any_of(urls.cbegin(), urls.cend(), [&](const QString& url) {
            const Result<ConnectionUrl> parsed = parseConnectionUrl(url);
            return parsed && parsed->shown == database.url;
        });
        if (!named && scope == SweepScope::NamedServers) {
            return fail({ErrorCode::Connection,
                QCoreApplication::translate("Rehearsal", "The server was not looked at."), {}, {}});
        }
        return dropLeftBehind(database, urls);
    });
}

} // namespace whimbrel
