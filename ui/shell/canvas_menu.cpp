// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "ui/shell/canvas_menu.h"

#include "model/plan/names.h"
#include "model/plan/node_kind.h"
#include "ui/session/plan_edits.h"
#include "ui/shell/menu_parts.h"
#include "ui/style/icons.h"
#include "ui/style/menu_text.h"

#include <QCoreApplication>
#include <QMenu>

namespace whimbrel {

namespace {

QString tr(const char* text)
{
    return QCoreApplication::translate("CanvasMenu", text);
}

void addKinds(QMenu* menu, const NodeId& id, PlanSession& session)
{
    const Node* node = session.plan().nodes.find(id);
    QMenu* kinds = menu->addMenu(tr("Kind"));
    for (const NodeKindTraits& row : nodeKinds()) {
        QAction* action = kinds->addAction(icon(iconName(row.key)), displayName(row.kind));
        action->setCheckable(true);
        action->setChecked(node != nullptr && node->kind == row.kind);
        QObject::connect(action, &QAction::triggered, &session, [&session, id, kind = row.kind] {
            session.perform(edits::changeKind(session.plan(), id, kind));
        });
    }
}

void addPhases(QMenu* menu, FlowView& canvas, PlanSession& session)
{
    if (session.plan().groups.isEmpty()) {
        return;
    }
    QMenu* phases = menu->addMenu(icon(QStringLiteral("phase")), tr("Move to Phase"));
    const auto moveTo = [&canvas, &session](const GroupId& group) {
        session.perform(edits::setGroup(session.plan(), canvas.selectedNodes(), group));
    };
    for (const Group& group : session.plan().groups) {
        QAction* action
            = phases->addAction(menuText(group.title.isEmpty() ? group.id.text() : group.title));
        QObject::connect(
            action, &QAction::triggered, &session, [moveTo, id = group.id] { moveTo(id); });
    }
    phases->addSeparator();
    QObject::connect(
        phases->addAction(tr("None")), &QAction::triggered, &session, [moveTo] { moveTo({}); });
}

void addEdgeKinds(QMenu* menu, const EdgeId& id, PlanSession& session)
{
    const Edge* edge = session.plan().edges.find(id);
    QMenu* kinds = menu->addMenu(tr("Kind"));
    for (const auto& row : namedValues<EdgeKind>()) {
        QAction* action = kinds->addAction(icon(QStringLiteral("edge-") + QLatin1String(row.key)),
            QCoreApplication::translate("Names", row.name));
        action->setCheckable(true);
        action->setChecked(edge != nullptr && edge->kind == row.value);
        QObject::connect(action, &QAction::triggered, &session, [&session, id, kind = row.value] {
            session.perform(edits::changeEdgeKind(session.plan(), id, kind));
        });
    }
    if (edge == nullptr || edge->kind != EdgeKind::Forward) {
        return;
    }
    QMenu* outcomeMenu = menu->addMenu(tr("Outcome"));
    const QStringList texts{QString(), outcomes::pass, outcomes::fail, outcomes::yes, outcomes::no};
    for (const QString& text : texts) {
        QAction* action = outcomeMenu->addAction(text.isEmpty() ? tr("None: pass or yes") : text);
        action->setCheckable(true);
        action->setChecked(edge->when == text);
        QObject::connect(action, &QAction::triggered, &session, [&session, id, text] {
            if (const Edge* now = session.plan().edges.find(id)) {
                Edge changed = *now;
                changed.when = text;
                session.perform({tr("Change outcome"), {Put<Edge>{changed}}, {}});
            }
        });
    }
}

/// The sides to which the ends of an edge may be fixed.
void addEnds(QMenu* menu, const EdgeId& id, PlanSession& session)
{
    const EdgeRoute route = session.plan().layout.routes.value(id);
    for (const bool out : {true, false}) {
        QMenu* sides = menu->addMenu(out ? tr("Leaves At") : tr("Enters At"));
        for (const auto& row : namedValues<EndSide>()) {
            QAction* action = sides->addAction(QCoreApplication::translate("Names", row.name));
            action->setCheckable(true);
            action->setChecked((out ? route.out : route.in) == row.value);
            QObject::connect(
                action, &QAction::triggered, &session, [&session, id, out, side = row.value] {
                    EdgeRoute changed = session.plan().layout.routes.value(id);
                    (out ? changed.out : changed.in) = side;
                    session.perform(edits::setRoute(session.plan(), id, changed));
                });
        }
    }
}

} // namespace

QMenu* makeCanvasMenu(const ElementRef& element, PlanSession& session, FlowView& canvas,
    const ActionSet& actions, QWidget* parent)
{
    auto* menu = new QMenu(parent);
    menu->setToolTipsVisible(true);
    const bool edits = !canvas.isLocked();
    if (edits) {
        addFixes(menu, canvas.flowScene().findingsOf(element), session);
    }
    switch (element.type) {
    case ElementType::Node:
        addActions(
            menu, actions, {ActionId::AddStep, ActionId::AddChangeUnit, ActionId::StartEdge});
        menu->addSeparator();
        addActions(menu, actions, {ActionId::Rename, ActionId::Properties, ActionId::AddComment});
        if (edits) {
            addKinds(menu, NodeId(element.id), session);
            addPhases(menu, canvas, session);
        }
        addActions(menu, actions, {ActionId::GroupSteps, ActionId::Pin, ActionId::LayOutSelection});
        addActions(menu, actions, {ActionId::ToggleBreakpoint});
        menu->addSeparator();
        addActions(menu, actions, {ActionId::Cut, ActionId::Copy, ActionId::Duplicate});
        menu->addSeparator();
        addActions(menu, actions, {ActionId::Delete, ActionId::DeleteAndHeal});
        break;
    case ElementType::Edge:
        if (edits) {
            addEdgeKinds(menu, EdgeId(element.id), session);
        }
        if (edits) {
            addEnds(menu, EdgeId(element.id), session);
        }
        addActions(menu, actions, {ActionId::ResetRoute});
        menu->addSeparator();
        addActions(menu, actions, {ActionId::AddChangeUnit});
        addActions(menu, actions, {ActionId::Rename, ActionId::Properties, ActionId::AddComment});
        menu->addSeparator();
        addActions(menu, actions, {ActionId::Delete});
        break;
    case ElementType::Group:
        addActions(menu, actions, {ActionId::Rename, ActionId::Properties, ActionId::AddComment});
        menu->addSeparator();
        addActions(menu, actions,
            {ActionId::EnterGroup, ActionId::Fold, ActionId::Unfold, ActionId::Ungroup,
                ActionId::Delete});
        break;
    case ElementType::Plan:
    case ElementType::Target:
    case ElementType::Parameter:
    case ElementType::Participant:
    case ElementType::Assumption:
    case ElementType::Sequence:
    case ElementType::SequencePart:
        addActions(menu, actions,
            {ActionId::AddStep, ActionId::AddChangeUnit, ActionId::Paste, ActionId::SelectAll});
        menu->addSeparator();
        addActions(
            menu, actions, {ActionId::LayOut, ActionId::LayOutEverything, ActionId::TopDown});
        addActions(menu->addMenu(menuTitle(MenuId::Lanes)), actions,
            {ActionId::NoLanes, ActionId::LanesByOwner, ActionId::LanesByRegion});
        menu->addSeparator();
        if (!canvas.page().isEmpty()) {
            addActions(menu, actions, {ActionId::LeaveGroup});
        }
        addActions(menu, actions, {ActionId::ZoomFit, ActionId::ZoomActual});
        break;
    }
    return menu;
}

} // namespace whimbrel
