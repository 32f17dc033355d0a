// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "ui/session/element_name.h"

#include "model/plan/sequence_parts.h"

#include <QCoreApplication>

namespace whimbrel {

namespace {

template <class T>
QString titleOf(const Elements<T>& elements, const decltype(T::id)& id)
{
    const T* found = elements.find(id);
    return found && !found->title.isEmpty() ? found->title : id.text();
}

} // namespace

QString elementName(const Plan& plan, const ElementRef& element)
{
    switch (element.type) {
    case ElementType::Node:
        return titleOf(plan.nodes, NodeId(element.id));
    case ElementType::Edge:
        if (const Edge* edge = plan.edges.find(EdgeId(element.id))) {
            return QStringLiteral("%1 → %2").arg(
                titleOf(plan.nodes, edge->from), titleOf(plan.nodes, edge->to));
        }
        return element.id;
    case ElementType::Group:
        return titleOf(plan.groups, GroupId(element.id));
    case ElementType::Target:
        return titleOf(plan.targets, TargetId(element.id));
    case ElementType::Parameter:
        return titleOf(plan.parameters, ParameterId(element.id));
    case ElementType::Participant:
        return titleOf(plan.participants, ParticipantId(element.id));
    case ElementType::Sequence:
        return titleOf(plan.sequences, SequenceId(element.id));
    case ElementType::SequencePart:
        if (const auto place = findPart(plan, element)) {
            return titleOf(plan.sequences, place->sequence->id);
        }
        return element.id;
    case ElementType::Plan:
    case ElementType::Assumption:
        break;
    }
    return QCoreApplication::translate("ElementName", "the plan");
}

} // namespace whimbrel
