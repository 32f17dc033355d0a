// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/base/result.h"
#include "model/plan/edit.h"

namespace whimbrel {

/// A file beside the plan, by its path relative to it.
struct SqlFile {
    QString path{};
    QByteArray content{};
};

/// Reads files that are to become steps of the plan at `planPath` (empty: never saved; then they
/// are copied to sql/ when it is). The error names the first file that cannot be: not SQL, not
/// text, too large, or outside the plan's root. Waits for the disk.
[[nodiscard]] Result<QList<SqlFile>> readSqlFiles(
    const QStringList& paths, const QString& planPath);

/// A step for each file, in the order of their names, each leading to the next: in a row from the
/// position on, or inside the edge. Kinds and titles are guessed from what the files say.
[[nodiscard]] Edit addSqlSteps(
    const Plan& plan, const QList<SqlFile>& files, const QPointF& position, const EdgeId& into);

} // namespace whimbrel
