// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/rules/rule_input.h"

namespace whimbrel {

/// One compartment of one fragment.
struct SequenceBranch {
    const SequencePart* fragment = nullptr;
    int operand = 0;
    bool operator==(const SequenceBranch&) const = default;
};

/// A message in the order from top to bottom, and the compartments around it, outermost first.
struct ToldMessage {
    const SequencePart* part = nullptr;
    const Message* message = nullptr;
    QList<SequenceBranch> branches{};
    QList<const Node*> nodes{}; ///< of the plan, that it shows

    [[nodiscard]] bool shows(NodeKind kind) const;
    [[nodiscard]] bool showsChange() const;
    /// Whether it is told for the case that something goes another way: in a further operand of an
    /// alternative, in a break, or among what must not happen.
    [[nodiscard]] bool isAside() const;
    /// Whether it tells how a change is taken back.
    [[nodiscard]] bool takesBack() const;
};

/// The messages of a diagram as a list.
struct SequenceWalk {
    SequenceWalk(const Plan& plan, const Sequence& sequence);

    const Sequence& sequence;
    QList<ToldMessage> messages{};
    QHash<SequencePartId, std::pair<int, int>> spans{}; ///< the messages of a part: first, behind
};

/// The message's text in quotes, or its id.
[[nodiscard]] QString nameOf(const SequencePart& part);
/// The diagram's title in quotes, or its id.
[[nodiscard]] QString nameOf(const Sequence& sequence);

/// An edit of one diagram.
[[nodiscard]] Fix sequenceFix(const QString& title, const Sequence& changed);

/// "DIAGRAM:ID", the part of a finding's key behind the rule.
[[nodiscard]] QString keyIn(const Sequence& sequence, const QString& id);

/// The message that tells how a change is taken back; nothing if the flow has no way back.
[[nodiscard]] std::optional<Message> compensationOf(
    const RuleInput& input, const Message& told, const Node& change);

/// The participant that stands for an action's target; empty if none does.
[[nodiscard]] ParticipantId participantOf(const Plan& plan, const TargetId& target);

} // namespace whimbrel
