// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/rules/rule_input.h"

namespace whimbrel {

/// Puts the edit of a fix together. What it adds gets readable ids that the plan does not use yet;
/// nodes stand in the plan's order where they belong and, where their neighbours are placed, are
/// placed between them.
class FixBuilder final {
public:
    explicit FixBuilder(const RuleInput& input)
        : m_input(input)
    { }

    /// Adds the node under its id, or one like it, before the node `order` in the plan's order.
    NodeId add(Node node, const NodeId& order = {});
    /// Adds the edge; without an id it is named after its ends.
    EdgeId add(Edge edge);
    void put(const Node& node) { m_edit.ops.append(Put<Node>{node, -1}); }
    void put(const Edge& edge) { m_edit.ops.append(Put<Edge>{edge, -1}); }
    void erase(const EdgeId& edge) { m_edit.ops.append(Erase<Edge>{edge}); }
    void append(Op op) { m_edit.ops.append(std::move(op)); }

    /// Puts a new node on every forward edge that enters `node`, and an edge (for `when`) from the
    /// new one to `node`.
    NodeId insertBefore(const NodeId& node, Node added, const QString& when = {});
    /// Puts a new node behind `node`: the ways on that left it leave the new one from now on.
    NodeId insertAfter(const NodeId& node, Node added);

    /// SQL for an action: in the plan if it is one line, else in a file beside it.
    [[nodiscard]] SqlSource source(const QByteArray& sql, const QString& name);

    [[nodiscard]] Fix take(const QString& title);

private:
    [[nodiscard]] NodeId freshNode(const QString& wanted) const;
    [[nodiscard]] EdgeId freshEdge(const QString& wanted) const;
    void placeBetween(const NodeId& added, const NodeId& before, const NodeId& behind);

    const RuleInput& m_input;
    Edit m_edit{};
    QSet<QString> m_taken{}; ///< ids handed out so far
};

/// A forward edge.
[[nodiscard]] Edge wayOn(const NodeId& from, const NodeId& to, const QString& when = {});

/// A check that someone answers.
[[nodiscard]] Check manualCheck(const QString& id, const QString& question);

/// "Delete the edge from … to …".
[[nodiscard]] Fix eraseEdgeFix(const RuleInput& input, const Edge& edge);

/// Gives the node another kind.
[[nodiscard]] Fix changeKindFix(const RuleInput& input, const Node& node, NodeKind kind);

/// Adds the way back from a change to the nearest safe state. Where its SQL has an exact inverse
/// the edge carries it, marked as generated; else its action remains to be written.
[[nodiscard]] Fix addWayBackFix(const RuleInput& input, int change);

/// A rollback edge's missing action: the exact inverse of what it takes back, marked as generated;
/// nothing if there is none.
[[nodiscard]] std::optional<Fix> generateActionFix(const RuleInput& input, const Edge& rollback);

/// Inserts a verification behind the change, with checks that look for what its SQL adds, or with
/// one that a person answers.
[[nodiscard]] Fix insertVerificationFix(const RuleInput& input, int change);

} // namespace whimbrel
