// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QString>

namespace whimbrel {

/// The text with a full stop, unless it ends with one (or another sign that ends a sentence): for
/// what a person or a server wrote at its end.
[[nodiscard]] inline QString asSentence(const QString& text)
{
    const QString trimmed = text.trimmed();
    const bool ended = trimmed.isEmpty() || QStringLiteral(".!?…").contains(trimmed.back());
    return ended ? trimmed : trimmed + QLatin1Char('.');
}

} // namespace whimbrel
