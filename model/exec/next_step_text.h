// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/exec/next_step.h"

#include <QStringList>

namespace whimbrel {

/// What kind of statement it is: "metadata only", "cannot run in a transaction" …
[[nodiscard]] QStringList factsOf(const NextStatement& statement);

/// What it is expected to lock, and who has to wait meanwhile: "ACCESS EXCLUSIVE on customers:
/// nobody can read or change it meanwhile". Empty if it locks nothing.
[[nodiscard]] QString lockText(const NextStatement& statement);

/// What the rehearsal saw of the step: time, rows, locks. Empty if it was not rehearsed.
[[nodiscard]] QString rehearsedText(const NextStep& step);
/// How long it may take here, and what that follows from; the plan's estimate if there is nothing
/// better. Empty if nothing is known.
[[nodiscard]] QString forecastText(const NextStep& step);
/// Whether it can be taken back, and how long that took.
[[nodiscard]] QString backText(const NextStep& step, const Plan& plan);

/// "session 4711 of ada (psql), idle in transaction for 5 min, has ACCESS SHARE on customers:
/// SELECT …", in one line.
[[nodiscard]] QString holderText(const LockHolder& holder);

/// All of it as lines for a terminal, long SQL cut.
[[nodiscard]] QStringList linesOf(const NextStep& step, const Plan& plan);

} // namespace whimbrel
