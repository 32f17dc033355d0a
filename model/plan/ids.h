// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/base/id.h"

namespace whimbrel {

using TargetId = Id<struct TargetTag>;
using ParameterId = Id<struct ParameterTag>;
using ParticipantId = Id<struct ParticipantTag>;
using GroupId = Id<struct GroupTag>;
using NodeId = Id<struct NodeTag>;
using EdgeId = Id<struct EdgeTag>;
using CheckId = Id<struct CheckTag>; ///< unique within its list of checks
using SequenceId = Id<struct SequenceTag>;
using SequencePartId = Id<struct SequencePartTag>; ///< unique within its sequence diagram
using AssumptionId = Id<struct AssumptionTag>;
using AcceptanceId = Id<struct AcceptanceTag>; ///< the stable key of the finding it accepts
using CommentId = Id<struct CommentTag>;

/// A part of the plan that a finding, a drawing or a selection can point at.
enum class ElementType {
    Plan,
    Target,
    Parameter,
    Participant,
    Group,
    Node,
    Edge,
    Assumption,
    Sequence,
    SequencePart, ///< the id is that of the diagram, a slash, and that of the part or range
};

/// Names one element of a plan. For ElementType::Plan the id is empty.
struct ElementRef {
    ElementType type = ElementType::Plan;
    QString id{};

    [[nodiscard]] static ElementRef of(const NodeId& node)
    {
        return {ElementType::Node, node.text()};
    }
    [[nodiscard]] static ElementRef of(const EdgeId& edge)
    {
        return {ElementType::Edge, edge.text()};
    }
    [[nodiscard]] static ElementRef of(const GroupId& group)
    {
        return {ElementType::Group, group.text()};
    }
    [[nodiscard]] static ElementRef of(const SequenceId& sequence)
    {
        return {ElementType::Sequence, sequence.text()};
    }
    [[nodiscard]] static ElementRef of(const SequenceId& sequence, const SequencePartId& part)
    {
        return {ElementType::SequencePart, sequence.text() + QLatin1Char('/') + part.text()};
    }
    [[nodiscard]] static ElementRef of(const TargetId& target)
    {
        return {ElementType::Target, target.text()};
    }

    friend bool operator==(const ElementRef&, const ElementRef&) = default;
    friend bool operator<(const ElementRef& a, const ElementRef& b)
    {
        return a.type != b.type ? a.type < b.type : a.id < b.id;
    }
    friend size_t qHash(const ElementRef& ref, size_t seed = 0)
    {
        return qHashMulti(seed, static_cast<int>(ref.type), ref.id);
    }
};

} // namespace whimbrel
