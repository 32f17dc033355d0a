// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/database/sqlite_connection.h"
#include "model/exec/step_work.h"

namespace whimbrel {

/// Where a backup goes.
struct BackupWork {
    QString path{}; ///< absolute
    bool again = false; ///< the intent for this very path is journaled already
};

/// Where a restore comes from.
struct RestoreWork {
    QString path{}; ///< of the backup, absolute
    QString sha256{}; ///< as journaled when it was taken
    QDateTime takenAt{};
};

/// A name for a backup that nothing has yet: `wanted`, or one made from it and the run.
[[nodiscard]] QString freeBackupPath(const QString& wanted, const QString& run);

/// Copies the database with SQLite's online backup, checks the copy's integrity, syncs and renames
/// it. Path, size and hash are journaled. Nothing that is there already is overwritten, but the
/// remains of the same, interrupted step.
[[nodiscard]] StepReport performBackup(SqliteConnection& connection, JournalWriter writer,
    const StepContext& step, const BackupWork& work, const ReportProgress& progress);

/// Puts the backup's contents back into the database, in one transaction, together with the whole
/// journal up to and including this step: it happens once or not at all, and forgets no event.
[[nodiscard]] StepReport performRestore(SqliteConnection& connection, JournalWriter writer,
    const StepContext& step, const RestoreWork& work, const ReportProgress& progress);

} // namespace whimbrel
