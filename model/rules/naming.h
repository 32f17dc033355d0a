// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/plan/plan.h"

#include <QSet>
#include <QString>

namespace whimbrel {

/// How messages name a plan's elements: by title, and by id too where the title is missing or
/// shared. Holds its own copy of the plan.
class Naming final {
public:
    explicit Naming(Plan plan);

    /// "Add first and last name", in quotes.
    [[nodiscard]] QString of(const Node& node) const;
    /// The node of this id as above, or the id alone if there is no such node.
    [[nodiscard]] QString of(const NodeId& id) const;
    /// "the way back from … to …", "the edge …" by the edge's kind, without a capital.
    [[nodiscard]] QString of(const Edge& edge) const;
    /// As above, at the beginning of a sentence.
    [[nodiscard]] QString sentence(const Edge& edge) const;
    [[nodiscard]] QString of(const Check& check) const;
    [[nodiscard]] QString of(const Group& group) const;

    /// The names of several nodes as "a, b and c"; from the fifth on they are only counted.
    [[nodiscard]] QString list(const QList<NodeId>& ids) const;

private:
    Plan m_plan;
    QSet<QString> m_shared{};
};

/// Whether the edge is taken when nothing went wrong: neither for fail nor for no.
[[nodiscard]] bool isWayOn(const Edge& edge);

/// The edge's outcome with the implied one spelled out: none means yes from a gate, else pass.
[[nodiscard]] QString outcomeOf(const Edge& edge, const Node& from);

} // namespace whimbrel
