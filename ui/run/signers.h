// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QString>
#include <QStringList>

namespace whimbrel {

/// The file that says whose keys prove answers at the gates of this plan: the one of the settings,
/// else the plan's own. Empty if there is none.
[[nodiscard]] QString signersFor(const QString& planPath);

/// The arguments that name the file of the settings to the command line; none where the plan's own
/// counts, which it finds by itself.
[[nodiscard]] QStringList signersArguments();

} // namespace whimbrel
