// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
// One group shown alone, as on a page of its own.
#include "ui/canvas/flow_view.h"

namespace whimbrel {

namespace {

/// The group that an element is or stands in.
GroupId groupOf(const Plan& plan, const ElementRef& element)
{
    switch (element.type) {
    case ElementType::Group:
        return GroupId(element.id);
    case ElementType::Node: {
        const Node* node = plan.nodes.find(NodeId(element.id));
        return node == nullptr ? GroupId() : node->group;
    }
    case ElementType::Edge: {
        const Edge* edge = plan.edges.find(EdgeId(element.id));
        return edge == nullptr ? GroupId() : groupOf(plan, ElementRef::of(edge->from));
    }
    case ElementType::Plan:
    case ElementType::Target:
    case ElementType::Parameter:
    case ElementType::Participant:
    case ElementType::Assumption:
    case ElementType::Sequence:
    case ElementType::SequencePart:
        break;
    }
    return {};
}

} // namespace

void FlowView::enterGroup()
{
    const Plan& plan = m_session.plan();
    const QList<ElementRef>& selection = m_session.selection();
    const GroupId group = selection.isEmpty() ? GroupId() : groupOf(plan, selection.constLast());
    if (isLocked()) {
        notify(tr("While a run is on, all of the flow is shown."));
    } else if (!plan.groups.contains(group) || group == page()) {
        notify(plan.groups.isEmpty() ? tr("The plan has no phase: Ctrl+G makes one.")
                                     : tr("Select a phase, or a step in one, to see it alone."));
    } else {
        showPage(group);
    }
}

void FlowView::leaveGroup()
{
    const Group* left = m_session.plan().groups.find(page());
    if (left == nullptr) {
        notify(tr("All of the flow is shown."));
        return;
    }
    const ElementRef group = ElementRef::of(left->id);
    showPage(m_session.plan().groups.contains(left->parent) ? left->parent : GroupId());
    m_session.select({group});
}

void FlowView::showPage(const GroupId& group)
{
    cancelGesture();
    m_looks.insert(page(), {zoom(), mapToScene(viewport()->rect().center())});
    m_scene.layouter().showPage(group);
    if (page() == group && !group.isEmpty()) {
        notify(tr("Only this phase is shown: Ctrl+Shift+Home leaves it."));
    }
}

/// The first geometry of another plan or page is there: pages are seen as they were left.
void FlowView::showOpened()
{
    const auto look = m_looks.constFind(page());
    if (look == m_looks.cend()) {
        showAnew();
    } else {
        grow();
        setZoom(look->zoom);
        centerOn(look->center);
    }
    if (m_awaited.type != ElementType::Plan) {
        showElement(std::exchange(m_awaited, ElementRef()));
    }
}

/// Goes to the page on which an element is shown as itself.
void FlowView::turnTo(const ElementRef& element)
{
    const bool isHere = element.type == ElementType::Node
        ? m_scene.layouter().folding().shows(NodeId(element.id))
        : m_scene.item(element) != nullptr;
    if (page().isEmpty() || isHere || m_scene.layouter().geometry().nodes.isEmpty()) {
        return;
    }
    const Plan& plan = m_session.plan();
    const GroupId group = groupOf(plan, element);
    const bool isFrame = element.type == ElementType::Group; // a group is not on its own page
    GroupId shown = page();
    while (!shown.isEmpty() && ((isFrame && shown == group) || !liesIn(plan, group, shown))) {
        const Group* each = plan.groups.find(shown);
        shown = each != nullptr && plan.groups.contains(each->parent) ? each->parent : GroupId();
    }
    if (shown != page()) {
        m_awaited = element;
        showPage(shown);
    }
}

bool FlowView::perform(const Edit& edit)
{
    if (page().isEmpty()) {
        return m_session.perform(edit);
    }
    const Plan& plan = m_session.plan();
    Edit onPage = edit;
    QSet<GroupId> fresh;
    for (Op& op : onPage.ops) {
        if (auto* group = std::get_if<Put<Group>>(&op);
            group != nullptr && !plan.groups.contains(group->value.id)) {
            fresh.insert(group->value.id);
            if (!liesIn(plan, group->value.parent, page())) {
                group->value.parent = page();
            }
        }
    }
    for (Op& op : onPage.ops) {
        auto* node = std::get_if<Put<Node>>(&op);
        if (node != nullptr && !plan.nodes.contains(node->value.id)
            && !fresh.contains(node->value.group) && !liesIn(plan, node->value.group, page())) {
            node->value.group = page();
        }
    }
    return m_session.perform(onPage);
}

QList<ElementRef> FlowView::selectedHere() const
{
    QList<ElementRef> here;
    for (const ElementRef& element : m_session.selection()) {
        if (element.type != ElementType::Node || !m_scene.isEnd(NodeId(element.id))) {
            here.append(element);
        }
    }
    return here;
}

} // namespace whimbrel
