// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "render/layout/flow_scene.h"

#include "model/base/marked_text.h"
#include "render/text/fonts.h"

#include <QCoreApplication>

#include <cmath>

namespace whimbrel {

namespace {

constexpr double labelLine = 15;
constexpr double labelWidth = 144;

QString text(const char* source)
{
    return QCoreApplication::translate("EdgeLabel", source);
}

} // namespace

QList<int> groupsAround(const Plan& plan, const GroupId& group)
{
    QList<int> around;
    auto at = static_cast<int>(plan.groups.indexOf(group));
    while (at >= 0 && !around.contains(at)) {
        around.append(at);
        at = static_cast<int>(plan.groups.indexOf(plan.groups.at(at).parent));
    }
    return around;
}

QString labelOf(const Plan& plan, const Edge& edge)
{
    Q_UNUSED(plan)
    if (!edge.title.isEmpty()) {
        return edge.title;
    }
    switch (edge.kind) {
    case EdgeKind::Forward:
        if (edge.when == outcomes::fail) {
            return text("on failure");
        }
        if (edge.when == outcomes::yes) {
            return text("yes");
        }
        if (edge.when == outcomes::no) {
            return text("no");
        }
        return edge.when == outcomes::pass ? QString() : edge.when;
    case EdgeKind::Rollback:
        return edge.method == RollbackMethod::Restore ? text("restore backup")
            : edge.method == RollbackMethod::Unhide   ? text("un-hide")
                                                      : QString();
    case EdgeKind::Retry:
        return text("retry");
    case EdgeKind::Data:
        return {};
    }
    return {};
}

FlowScene::FlowScene(const Plan& thePlan)
    : plan(thePlan)
    , down(thePlan.layout.direction == FlowDirection::TopDown)
    , labels(fonts::edgeLabel())
    , happy(findHappyPath(thePlan))
{
    faces.reserve(plan.nodes.size());
    pathIndex.fill(-1, plan.nodes.size());
    for (const Node& node : plan.nodes) {
        faces.append(meter.face(node, plan.layout.direction));
        const QList<int> around = groupsAround(plan, node.group);
        groupsOf.append(around);
        rootGroup.append(around.isEmpty() ? -1 : around.last());
    }
    for (const Edge& edge : plan.edges) {
        from.append(static_cast<int>(plan.nodes.indexOf(edge.from)));
        to.append(static_cast<int>(plan.nodes.indexOf(edge.to)));
    }
    for (int i = 0; i < happy.nodes.size(); ++i) {
        pathIndex[happy.nodes[i]] = i;
    }
    onPath.fill(false, plan.edges.size());
    for (const int edge : happy.edges) {
        onPath[edge] = true;
    }
}

Side FlowScene::turned(Side side) const
{
    if (!down) {
        return side;
    }
    switch (side) {
    case Side::Left:
        return Side::Top;
    case Side::Right:
        return Side::Bottom;
    case Side::Top:
        return Side::Left;
    case Side::Bottom:
        return Side::Right;
    }
    return side;
}

QStringList FlowScene::labelLines(int edge) const
{
    const QString label = labelOf(plan, plan.edges.at(edge));
    return label.isEmpty() ? QStringList() : labels.wrap(marked::styled(label), labelWidth, 3);
}

QSizeF FlowScene::labelSize(const QStringList& lines) const
{
    return {std::ceil(labels.width(lines)) + 2, labelLine * static_cast<double>(lines.size())};
}

} // namespace whimbrel
