// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/exec/executor.h"
#include "model/plan/rehearsal.h"

#include <QJsonObject>
#include <QList>

namespace whimbrel {

/// Production wants proof: a rehearsal of this very plan, on the dialects that the run is bound to,
/// in which every way back is exact or explained; or a reason why there is none.
///
/// What the run's first event says of it: `rehearsed`, when, or `unrehearsed`, why not; nothing
/// outside production. The error says what is missing. Reads the rehearsals beside the plan.
[[nodiscard]] Result<QJsonObject> rehearsalNote(const RunRequest& request);

/// Why no rehearsal proves the plan for a run on these dialects; empty: one does.
[[nodiscard]] QString whyNotProven(
    const Rehearsed& rehearsed, const QList<Dialect>& dialects, const Plan& plan);

} // namespace whimbrel
