// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/exec/run_state.h"
#include "model/plan/check.h"

#include <QJsonValue>

#include <optional>

namespace whimbrel {

/// What a check found, held against what it expected.
struct Verdict {
    CheckResult result = CheckResult::Unknown;
    QString found{};
    QString expected{};
    QString message{}; ///< why it failed or could not be found out, for people
};

/// A found value; nothing stands for NULL.
using FoundValue = std::optional<QString>;

/// Compares as decimals where both are numbers, else as text. NULL meets IsNull alone. `before` is
/// the value taken earlier: null for NULL, undefined if there is none.
[[nodiscard]] Verdict judge(
    const Expectation& expect, const FoundValue& found, const QJsonValue& before);

/// Whether two values count as equal, numbers within `tolerance` (empty: exactly).
[[nodiscard]] bool sameValue(
    const FoundValue& left, const FoundValue& right, const QString& tolerance);

/// A value as people read it: NULL, or the text.
[[nodiscard]] QString shown(const FoundValue& value);

} // namespace whimbrel
