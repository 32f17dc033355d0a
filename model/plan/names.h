// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/plan/plan.h"

#include <QString>

#include <optional>
#include <span>

namespace whimbrel {

/// One value of an enumeration: how the plan file spells it, and how people read it (translated in
/// the context "Names").
template <class E>
struct NamedValue {
    E value;
    const char* key;
    const char* name;
};

/// The values of an enumeration in the order in which people are offered them. There is one for
/// each enumeration of the plan file but NodeKind (see node_kind.h).
template <class E>
[[nodiscard]] std::span<const NamedValue<E>> namedValues();

template <>
std::span<const NamedValue<Dialect>> namedValues<Dialect>();
template <>
std::span<const NamedValue<ActionType>> namedValues<ActionType>();
template <>
std::span<const NamedValue<CheckType>> namedValues<CheckType>();
template <>
std::span<const NamedValue<Comparison>> namedValues<Comparison>();
template <>
std::span<const NamedValue<Risk>> namedValues<Risk>();
template <>
std::span<const NamedValue<Outcome>> namedValues<Outcome>();
template <>
std::span<const NamedValue<Switched>> namedValues<Switched>();
template <>
std::span<const NamedValue<EdgeKind>> namedValues<EdgeKind>();
template <>
std::span<const NamedValue<Leftover>> namedValues<Leftover>();
template <>
std::span<const NamedValue<RollbackMethod>> namedValues<RollbackMethod>();
template <>
std::span<const NamedValue<ParameterType>> namedValues<ParameterType>();
template <>
std::span<const NamedValue<GroupKind>> namedValues<GroupKind>();
template <>
std::span<const NamedValue<PlanStatus>> namedValues<PlanStatus>();
template <>
std::span<const NamedValue<FlowDirection>> namedValues<FlowDirection>();
template <>
std::span<const NamedValue<FlowLanes>> namedValues<FlowLanes>();
template <>
std::span<const NamedValue<EndSide>> namedValues<EndSide>();
template <>
std::span<const NamedValue<SequencePartType>> namedValues<SequencePartType>();
template <>
std::span<const NamedValue<MessageKind>> namedValues<MessageKind>();
template <>
std::span<const NamedValue<FragmentKind>> namedValues<FragmentKind>();
template <>
std::span<const NamedValue<NoteSide>> namedValues<NoteSide>();
template <>
std::span<const NamedValue<RangeKind>> namedValues<RangeKind>();
template <>
std::span<const NamedValue<Numbering>> namedValues<Numbering>();
template <>
std::span<const NamedValue<SequenceScope>> namedValues<SequenceScope>();
template <>
std::span<const NamedValue<ParticipantKind>> namedValues<ParticipantKind>();
template <>
std::span<const NamedValue<NodeKind>> namedValues<NodeKind>();
template <>
std::span<const NamedValue<ElementType>> namedValues<ElementType>();

/// As the plan file spells it.
template <class E>
[[nodiscard]] QString keyOf(E value)
{
    for (const auto& row : namedValues<E>()) {
        if (row.value == value) {
            return QString::fromLatin1(row.key);
        }
    }
    return {};
}

/// The value that the plan file spells so, if there is one.
template <class E>
[[nodiscard]] std::optional<E> valueOf(QStringView key)
{
    for (const auto& row : namedValues<E>()) {
        if (key == QLatin1String(row.key)) {
            return row.value;
        }
    }
    return std::nullopt;
}

} // namespace whimbrel
