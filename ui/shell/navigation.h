// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QList>
#include <QString>

class QWidget;

namespace whimbrel {

class PlanSession;

/// Gives the keyboard to the pane after the one that `focused` lies in; panes out of sight are
/// passed over.
void focusNextPane(const QList<QWidget*>& panes, const QWidget* focused);

/// Selects and shows the next element that has a problem, or the one before; returns which of how
/// many it is, in words.
[[nodiscard]] QString revealProblem(PlanSession& session, bool forward);

} // namespace whimbrel
