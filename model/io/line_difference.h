// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QString>
#include <QStringList>

namespace whimbrel {

/// What is different between two texts, as `diff -u` writes it without lines around: "@@ line 12",
/// then "-" and "+" lines. Empty when they are equal.
[[nodiscard]] QStringList lineDifference(const QString& before, const QString& after);

} // namespace whimbrel
