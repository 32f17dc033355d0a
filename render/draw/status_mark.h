// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/exec/run_state.h"
#include "render/draw/glyphs.h"
#include "render/draw/theme.h"

namespace whimbrel {

/// What a run made of a step, as a sign in a colour; no sign while it waits or runs.
struct StatusMark {
    Glyph glyph = Glyph::None;
    QColor color{};
};
[[nodiscard]] StatusMark markOf(StepStatus status, const Theme& look);

/// Whether a run is at the node.
[[nodiscard]] bool isCurrent(const NodeId& node, const RunState& run);

} // namespace whimbrel
