// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QString>

namespace whimbrel {

/// A person's own words for a menu or button, where a single & would mark a key.
[[nodiscard]] inline QString menuText(QString words)
{
    return words.replace(QLatin1Char('&'), QStringLiteral("&&"));
}

/// What a menu or button says, without the mark of its key.
[[nodiscard]] inline QString plainText(QString text)
{
    constexpr QChar kept(0x1); // stands for && meanwhile
    return text.replace(QStringLiteral("&&"), QString(kept))
        .remove(QLatin1Char('&'))
        .replace(kept, QLatin1Char('&'));
}

} // namespace whimbrel
