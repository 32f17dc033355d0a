// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QString>
#include <QStringView>

#include <optional>

namespace whimbrel {

/// A length of time for people: "500 ms", "2 s", "1 h 30 min". `parts` bounds how many units are
/// named, the largest first and the rest cut off; 0 names all, so that parseDuration() gives the
/// same number again.
[[nodiscard]] QString durationText(qint64 ms, int parts = 0);

/// Reads what people write: "2 s", "1.5 h", "1 h 30 min", "500ms", "2 days". Nothing without a unit
/// (but "0") and nothing negative; milliseconds.
[[nodiscard]] std::optional<qint64> parseDuration(QStringView text);

} // namespace whimbrel
