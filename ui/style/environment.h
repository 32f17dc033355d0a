// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QColor>
#include <QIcon>
#include <QString>

class QPalette;

namespace whimbrel {

/// "Production"; what has no name of its own stays as it is.
[[nodiscard]] QString environmentName(const QString& environment);

/// The colour by which an environment is known, everywhere in the window; grey for none.
[[nodiscard]] QColor environmentColor(const QString& environment, const QPalette& palette);

/// A dot in that colour; a ring for none.
[[nodiscard]] QIcon environmentIcon(const QString& environment, const QPalette& palette);

} // namespace whimbrel
