// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

namespace whimbrel {

class DiagramView;

/// Makes diagrams readable to assistive technology: what is in one, in the order in which it is
/// told, are children of its view, with names, problems, comments, places, and the state of being
/// selected. May be called any number of times.
void installDiagramAccess();

/// Tells assistive technology that the element selected last has the keyboard.
void announceSelection(DiagramView& view);

} // namespace whimbrel
