// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QString>

class QToolButton;
class QWidget;

namespace whimbrel {

/// A small flat button with an icon (or, where the icon is not there, a sign) that says in its tool
/// tip what it does.
[[nodiscard]] QToolButton* makeToolButton(
    QWidget* parent, const QString& iconName, const QString& sign, const QString& what);

} // namespace whimbrel
