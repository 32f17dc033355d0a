// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/plan/plan.h"

namespace whimbrel {

/// Where a node keeps a check, as the journal calls it: its entry conditions, its exit conditions,
/// or the checks that it is there for.
namespace phases {
inline const QString entry = QStringLiteral("entry");
inline const QString exit = QStringLiteral("exit");
inline const QString checks = QStringLiteral("checks");
} // namespace phases

/// All lists of checks that a node keeps: those of the phases, and the limits of its backfill.
[[nodiscard]] QList<const QList<Check>*> checkLists(const Node& node);
[[nodiscard]] QList<QList<Check>*> checkLists(Node& node);

/// The check of that id in one phase of the node; null if there is none.
[[nodiscard]] const Check* findCheck(const Node& node, const QString& phase, const CheckId& check);

/// What people call a check of the plan: its title, else its id.
[[nodiscard]] QString checkTitle(
    const Plan& plan, const NodeId& node, const QString& phase, const CheckId& check);

} // namespace whimbrel
