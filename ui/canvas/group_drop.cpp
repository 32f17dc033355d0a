// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "ui/canvas/group_drop.h"

#include "render/layout/group_boxes.h"

namespace whimbrel {

GroupDrop::GroupDrop(PlanSession& session, CanvasScene& scene, const QSet<NodeId>& moved)
    : m_plan(session.plan())
    , m_scene(scene)
    , m_page(scene.layouter().page())
{
    bool first = true;
    for (const Node& node : m_plan.nodes) {
        if (moved.contains(node.id)) {
            m_canChange = m_canChange && (first || m_home == node.group);
            m_home = node.group;
            first = false;
            continue;
        }
        if (scene.isEnd(node.id)) {
            continue;
        }
        const bool regionsAreLanes = m_plan.layout.lanes == FlowLanes::Region && m_page.isEmpty();
        for (const int around : groupsAround(m_plan, node.group)) {
            if (regionsAreLanes && m_plan.groups.at(around).kind == GroupKind::Region) {
                continue;
            }
            if (liesIn(m_plan, m_page, m_plan.groups.at(around).id)) {
                break; // what is around the page is not on it
            }
            m_boxes[m_plan.groups.at(around).id] |= scene.boxOf(node.id).adjusted(
                -groupRoom::padding, -groupRoom::title, groupRoom::padding, groupRoom::padding);
        }
    }
    m_canChange = m_canChange && (m_home == m_page || m_boxes.contains(m_home));
    if (const auto* item = scene.item(ElementRef::of(m_home)); item != nullptr) {
        m_homeBox = static_cast<const GroupItem*>(item)->box();
    }
}

void GroupDrop::aim(const QPointF& at)
{
    if (!m_canChange) {
        return;
    }
    GroupId inside = m_page;
    double least = 0;
    for (auto box = m_boxes.cbegin(); box != m_boxes.cend(); ++box) {
        const double area = box->width() * box->height();
        if (box->contains(at) && (inside == m_page || area < least)) {
            inside = box.key();
            least = area;
        }
    }
    const bool leashed
        = m_home != m_page && m_homeBox.adjusted(-leash, -leash, leash, leash).contains(at);
    const bool stays = inside == m_home
        || (leashed
            && (inside == m_page
                || groupsAround(m_plan, m_home)
                       .contains(static_cast<int>(m_plan.groups.indexOf(inside)))));
    showTarget(stays ? std::nullopt : std::optional(inside));
}

void GroupDrop::clear()
{
    showTarget(std::nullopt);
}

void GroupDrop::showTarget(const std::optional<GroupId>& target)
{
    if (target == m_target) {
        return;
    }
    const auto emphasize = [this](const std::optional<GroupId>& group, Emphasis emphasis) {
        if (group) {
            if (ElementItem* item = m_scene.item(ElementRef::of(*group))) {
                item->setEmphasis(emphasis);
            }
        }
    };
    emphasize(m_target, Emphasis::None);
    m_target = target;
    emphasize(m_target, Emphasis::Accepts);
}

} // namespace whimbrel
