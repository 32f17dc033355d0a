// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

namespace whimbrel {

class FlowView;

/// Makes the canvas readable to assistive technology: its steps (in the order of the flow), edges
/// and phases are children of it, with names, problems, comments, places, and the state of being
/// selected. May be called any number of times.
void installCanvasAccess();

/// Tells assistive technology that the element selected last has the keyboard.
void announceSelection(FlowView& view);

} // namespace whimbrel
