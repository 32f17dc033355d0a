// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/io/plan_file.h"

#include <QJsonObject>

namespace whimbrel::cli {

/// A plan with everything that carrying it out reads, on its way to another machine: the plan file,
/// its SQL files, and what its rehearsals found. Paths are relative to the plan's root.
struct HandedPlan {
    QString plan{};
    QMap<QString, QByteArray> files{}; ///< the plan file among them
};

[[nodiscard]] Result<HandedPlan> collectPlan(const LoadedPlan& loaded);
[[nodiscard]] QByteArray encode(const HandedPlan& handed);
[[nodiscard]] Result<HandedPlan> decodeHandedPlan(const QByteArray& bytes);

/// Writes the files into a folder of this machine's own for plans that come from `origin`, readable
/// by its owner alone, each by renaming it into place; gives the path of the plan file. Paths that
/// would leave the folder are refused.
[[nodiscard]] Result<QString> keepHandedPlan(const HandedPlan& handed, const QString& origin);

/// "HOST:/path/to/plan": what tells the plans of one machine from those of others.
[[nodiscard]] QString originOf(const QString& planPath);

} // namespace whimbrel::cli
