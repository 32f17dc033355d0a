// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QColor>
#include <QIcon>
#include <QString>

namespace whimbrel {

/// The icon of this name (resources/icons/NAME.svg), drawn in the palette's text colour of the
/// moment at any size and scale; in `color` when one is given. A name that does not exist gives a
/// null icon.
[[nodiscard]] QIcon icon(const QString& name, const QColor& color = {});

/// The icon of a step's kind: "kind-" and the kind's key.
[[nodiscard]] QString iconName(const char* kindKey);

} // namespace whimbrel
