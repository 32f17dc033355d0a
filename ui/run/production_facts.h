// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/plan/plan.h"
#include "model/plan/rehearsal.h"
#include "ui/run/production_question.h"

namespace whimbrel {

class BindingRow;
class Connections;

/// What is asked about a run in production, as far as the plan says it.
[[nodiscard]] ProductionRun productionRun(const Plan& plan);

/// What a target is bound to: as it was tested, else as the connection says.
[[nodiscard]] ProductionRun::Database productionDatabase(
    const BindingRow& row, Connections& connections);

/// "Every way back holds: rehearsed 21 Nov 2026 by ada".
[[nodiscard]] QString provenText(const Rehearsal& proof);

} // namespace whimbrel
