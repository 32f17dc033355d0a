// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/plan/node.h"
#include "ui/canvas/arranging.h"
#include "ui/session/similar.h"

namespace whimbrel {

class FlowView;

// Commands on the selection that need nothing of the canvas but what everybody may see. Each says
// why when there is nothing that it could do.

/// Puts the selected steps in order; edges and middles are those of the one selected last.
void arrangeSelection(FlowView& view, Arranging how);
/// Widens the selection to what is like it.
void selectSimilar(FlowView& view, Similar how);
/// Dissolves the selected phases, or those of the selected steps; what is in them stays.
void ungroupSelection(FlowView& view);
/// Shows the selected phases (those of the selected steps; all if nothing is selected) as one box
/// each, or opens them again.
void foldSelection(FlowView& view, bool folded);
/// A change with its verification and way back, behind the last selected step or in the last
/// selected edge. Returns the change.
NodeId addChangeUnit(FlowView& view, NodeKind change);
/// The same behind a step.
NodeId addChangeUnitAfter(FlowView& view, NodeKind change, const NodeId& after);
/// Asks for the kind of change first.
void pickChangeUnit(FlowView& view);

/// Leaves the lines of the selected edges to the layout again.
void resetRoutes(FlowView& view);

} // namespace whimbrel
