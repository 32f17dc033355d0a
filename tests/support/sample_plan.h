// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/plan/plan.h"

#include <QString>

namespace whimbrel::test {

/// A node of a kind whose title is its id; verifications get one check, changes an SQL action.
[[nodiscard]] Node node(const QString& id, NodeKind kind);

/// An edge whose id is "from>to" (forward) or "from<to" (rollback, with an SQL action).
[[nodiscard]] Edge forward(const QString& from, const QString& to, const QString& when = {});
[[nodiscard]] Edge rollback(const QString& from, const QString& to);

/// A plan of these nodes and edges with one SQLite target "primary".
[[nodiscard]] Plan planOf(const QList<Node>& nodes, const QList<Edge>& edges);

/// start → backup → staging → then `changes` times (change → verification, with a way back to the
/// state before) → end. Node ids are "c0", "v0", "c1", …; every node is placed on a grid.
[[nodiscard]] Plan chain(int changes);

} // namespace whimbrel::test
