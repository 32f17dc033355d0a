// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

class QUndoStack;

namespace whimbrel {

class ActionSet;
class FlowView;

/// What is commanded to the canvas. Single keys and the clipboard are the canvas's only while it
/// has the keyboard: in a text field the same keys write.
void connectCanvasActions(const ActionSet& actions, FlowView& canvas);

/// Undo and redo say what they would do, and can be chosen only if there is something.
void connectUndoActions(const ActionSet& actions, QUndoStack& stack);

} // namespace whimbrel
