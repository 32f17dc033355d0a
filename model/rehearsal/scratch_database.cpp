// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "model/rehearsal/scratch_database.h"

#include "model/rehearsal/server_scratch.h"
#include "model/rehearsal/sqlite_scratch.h"

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

Swept cleanUpScratch(const QStringList& urls)
{
    return sweepScratch(
        [&urls](const ScratchOnServer& database) { return dropLeftBehind(database, urls); });
}

} // namespace whimbrel
