// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/plan/edit.h"

namespace whimbrel::edits {

/// A change together with what makes it safe: the verification behind it and the way back to the
/// nearest safe state, with generated SQL where the change's own has an exact inverse. It goes into
/// the edge, or else behind the node and its verification (into the only way on, if there is just
/// one), or stands alone.
/// The places are left to the layout.
[[nodiscard]] Edit addChangeUnit(
    const Plan& plan, const Node& change, const NodeId& after, const EdgeId& into = {});

} // namespace whimbrel::edits
