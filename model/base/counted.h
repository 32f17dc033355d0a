// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QLocale>
#include <QString>

namespace whimbrel {

/// A number with its thousands apart: "200,000".
[[nodiscard]] QString numberText(qint64 number, const QLocale& locale = QLocale());

/// "1 row" or "12,000 rows": `one` as it stands for exactly one, else `many` with the number for
/// its %1. Both come translated, so that the texts are whole in every language.
[[nodiscard]] QString counted(
    qint64 count, const QString& one, const QString& many, const QLocale& locale = QLocale());

/// How large something is: "1.9 MB", "64 MB"; a kB is 1024 bytes, as servers count.
[[nodiscard]] QString sizeText(qint64 bytes);

} // namespace whimbrel
