// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QList>
#include <QString>

#include <utility>

namespace whimbrel {

/// Keys and gestures under one heading: what is done, and how.
struct ShortcutSection {
    QString title{};
    QList<std::pair<QString, QString>> rows{};
};

/// All keys by menu, and the gestures on the canvas.
[[nodiscard]] QList<ShortcutSection> shortcutSections();

/// The same as a page to be printed: HTML of one sheet.
[[nodiscard]] QString shortcutPage();

} // namespace whimbrel
