// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "ui/shell/menus.h"

#include "ui/shell/actions.h"

#include <QCoreApplication>
#include <QMenu>
#include <QMenuBar>
#include <QToolBar>
#include <QToolButton>

namespace whimbrel {

namespace {

const auto fillerName = QStringLiteral("filler");

} // namespace

QMenu* fillMenuBar(QMenuBar& bar, const ActionSet& actions)
{
    QMenu* recent = nullptr;
    QHash<MenuId, QMenu*> inner; // filled in their turn
    for (const MenuId id : menuOrder()) {
        QMenu* menu = inner.value(id);
        if (menu == nullptr) {
            menu = bar.addMenu(menuTitle(id));
        }
        for (const ActionRow& row : actionRows()) {
            if (row.menu != id) {
                continue;
            }
            if (row.separatorBefore) {
                menu->addSeparator();
            }
            menu->addAction(actions[row.id]);
            if (row.id == ActionId::OpenPlan) {
                recent = menu->addMenu(QCoreApplication::translate("Actions", "Open &Recent"));
            } else if (row.id == ActionId::SelectNone) {
                inner.insert(MenuId::Select, menu->addMenu(menuTitle(MenuId::Select)));
            } else if (row.id == ActionId::ZoomSelection) {
                inner.insert(MenuId::Diagrams, menu->addMenu(menuTitle(MenuId::Diagrams)));
            } else if (row.id == ActionId::TopDown) {
                inner.insert(MenuId::Lanes, menu->addMenu(menuTitle(MenuId::Lanes)));
                inner.insert(MenuId::Arrange, menu->addMenu(menuTitle(MenuId::Arrange)));
            }
        }
    }
    return recent;
}

void fillToolBar(QToolBar& bar, const ActionSet& actions)
{
    bar.clear();
    delete bar.findChild<QWidget*>(fillerName);
    QList<QList<ActionId>> groups{
        {ActionId::OpenPlan, ActionId::Save},
        {ActionId::Undo, ActionId::Redo},
    };
    if (actions.diagram() == DiagramKind::Flow) {
        groups += {{ActionId::AddStep},
            {ActionId::ForwardEdges, ActionId::RollbackEdges, ActionId::RetryEdges,
                ActionId::DataEdges},
            {ActionId::LayOut, ActionId::Pin, ActionId::GroupSteps}};
    } else {
        groups += {{ActionId::AddParticipant, ActionId::AddMessage},
            {ActionId::AddFragment, ActionId::AddNote, ActionId::AddState, ActionId::AddActivation,
                ActionId::AddRange},
            {ActionId::LinkStep, ActionId::TellAnew}};
    }
    groups.append({ActionId::ZoomOut, ActionId::ZoomIn, ActionId::ZoomFit});
    for (const QList<ActionId>& group : groups) {
        if (group != groups.constFirst()) {
            bar.addSeparator();
        }
        for (const ActionId id : group) {
            bar.addAction(actions[id]);
        }
    }
    auto* filler = new QWidget(&bar);
    filler->setObjectName(fillerName);
    filler->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Preferred);
    bar.addWidget(filler);
    for (const ActionId id :
        {ActionId::Export, ActionId::CommandPalette, ActionId::Rehearse, ActionId::ShowRun}) {
        bar.addAction(actions[id]);
    }
    if (auto* run = qobject_cast<QToolButton*>(bar.widgetForAction(actions[ActionId::ShowRun]))) {
        run->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
        run->setObjectName(QStringLiteral("runButton"));
    }
}

} // namespace whimbrel
