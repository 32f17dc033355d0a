// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/rules/finding.h"
#include "ui/shell/actions.h"

class QMenu;

namespace whimbrel {

class PlanSession;

// What the context menus of all diagrams are made of.

/// The actions, one below the other.
void addActions(QMenu* menu, const ActionSet& actions, const QList<ActionId>& ids);

/// What mends the findings, each as an entry, and a line below them; nothing if nothing does.
void addFixes(QMenu* menu, const Findings& findings, PlanSession& session);

} // namespace whimbrel
