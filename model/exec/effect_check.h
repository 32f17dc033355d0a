// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/database/connection.h"
#include "model/sql/effect_probe.h"

namespace whimbrel {

/// What a look at the catalog showed.
struct ObservedEffect {
    EffectOutcome outcome = EffectOutcome::Unknowable;
    QString evidence{}; ///< "index orders_total of table orders is valid: applied"

    [[nodiscard]] bool is(EffectOutcome other) const { return outcome == other; }
};

/// Asks the questions, inside the open transaction or outside of any; a question that fails does
/// not spoil the transaction and counts as not told.
[[nodiscard]] ObservedEffect observe(Connection& connection, const EffectProbe& probe);
[[nodiscard]] ObservedEffect observe(Connection& connection, const EffectQuestion& question);

} // namespace whimbrel
