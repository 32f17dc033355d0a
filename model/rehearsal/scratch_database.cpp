// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "model/rehearsal/scratch_database.h"

#include "model/plan/names.h"
#include "model/rehearsal/sqlite_scratch.h"

#include <QCoreApplication>

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
    return fail({ErrorCode::Usage,
        QCoreApplication::translate("Rehearsal", "Rehearsing on %1 is not supported yet.")
            .arg(keyOf(source.dialect)),
        {}, {}});
}

Swept cleanUpScratch(const QStringList&)
{
    return sweepScratch([](const ScratchOnServer& database) -> Result<> {
        return fail({ErrorCode::Connection,
            QCoreApplication::translate("Rehearsal", "There is no way to reach %1.")
                .arg(database.url),
            {}, {}});
    });
}

} // namespace whimbrel
