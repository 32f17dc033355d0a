// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

class QMenu;
class QMenuBar;
class QToolBar;

namespace whimbrel {

class ActionSet;

/// Puts every action into its menu, by the table of actions. Returns the menu of recent plans,
/// which the caller fills.
QMenu* fillMenuBar(QMenuBar& bar, const ActionSet& actions);

/// What is needed at hand: files, undo, what the diagram that is shown is edited with, zoom; at the
/// end finding, exporting, running. Takes out what was there before.
void fillToolBar(QToolBar& bar, const ActionSet& actions);

} // namespace whimbrel
