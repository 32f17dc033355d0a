// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

namespace whimbrel {

class ActionSet;
class DiagramViews;

/// Leads what every diagram understands to the one that is shown, and what sequence diagrams
/// understand to theirs.
void connectDiagramActions(ActionSet& actions, DiagramViews& views);

} // namespace whimbrel
