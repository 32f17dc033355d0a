// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "ui/shell/diagram_actions.h"

#include "ui/shell/actions.h"
#include "ui/shell/diagram_views.h"
#include "ui/shell/step_through.h"

#include <QAction>

namespace whimbrel {

namespace {

/// What diagrams do by single keys and the clipboard, only while they have the keyboard: in a text
/// field the same keys write.
void shareKeys(const ActionSet& actions, DiagramViews& views)
{
    for (const ActionId id : {ActionId::Delete, ActionId::Cut, ActionId::Copy, ActionId::Paste,
             ActionId::Duplicate, ActionId::SelectAll, ActionId::SelectNone, ActionId::Rename,
             ActionId::ZoomFit, ActionId::ZoomSelection}) {
        actions[id]->setShortcutContext(Qt::WidgetWithChildrenShortcut);
        views.flow().addAction(actions[id]);
        for (SequenceView* view : views.sequenceViews()) {
            view->addAction(actions[id]);
        }
    }
    for (const ActionId id :
        {ActionId::AddMessage, ActionId::AddParticipant, ActionId::AddNote, ActionId::AddState,
            ActionId::AddActivation, ActionId::AddFragment, ActionId::DissolveFragment,
            ActionId::AddRange, ActionId::LinkStep, ActionId::SameRow, ActionId::MoveUp,
            ActionId::MoveDown, ActionId::MoveLifelineLeft, ActionId::MoveLifelineRight}) {
        actions[id]->setShortcutContext(Qt::WidgetWithChildrenShortcut);
        for (SequenceView* view : views.sequenceViews()) {
            view->addAction(actions[id]);
        }
    }
}

} // namespace

void connectDiagramActions(ActionSet& actions, DiagramViews& views)
{
    shareKeys(actions, views);
    const auto shared = [&](ActionId id, void (DiagramView::*slot)()) {
        QObject::connect(actions[id], &QAction::triggered, &views,
            [&views, slot] { (views.current().*slot)(); });
    };
    shared(ActionId::Cut, &DiagramView::cutSelection);
    shared(ActionId::Copy, &DiagramView::copySelection);
    shared(ActionId::Paste, &DiagramView::pasteHere);
    shared(ActionId::Duplicate, &DiagramView::duplicateSelection);
    shared(ActionId::Delete, &DiagramView::deleteSelection);
    shared(ActionId::SelectAll, &DiagramView::selectEverything);
    shared(ActionId::Rename, &DiagramView::renameSelection);
    shared(ActionId::ZoomIn, &DiagramView::zoomIn);
    shared(ActionId::ZoomOut, &DiagramView::zoomOut);
    shared(ActionId::ZoomActual, &DiagramView::zoomActual);
    shared(ActionId::ZoomFit, &DiagramView::zoomToFit);
    shared(ActionId::ZoomSelection, &DiagramView::zoomToSelection);
    const auto there = [&](ActionId id, void (SequenceView::*slot)()) {
        QObject::connect(actions[id], &QAction::triggered, &views,
            [&views, slot] { (views.sequence().*slot)(); });
    };
    there(ActionId::AddMessage, &SequenceView::startMessage);
    there(ActionId::AddParticipant, &SequenceView::askForParticipant);
    there(ActionId::AddNote, &SequenceView::addNoteOver);
    there(ActionId::AddState, &SequenceView::addState);
    there(ActionId::AddActivation, &SequenceView::addActivation);
    there(ActionId::AddFragment, &SequenceView::askForFragment);
    there(ActionId::DissolveFragment, &SequenceView::dissolveSelection);
    there(ActionId::AddRange, &SequenceView::askForRange);
    there(ActionId::LinkStep, &SequenceView::askForStep);
    there(ActionId::SameRow, &SequenceView::toggleSameRow);
    there(ActionId::MoveUp, &SequenceView::moveUp);
    there(ActionId::MoveDown, &SequenceView::moveDown);
    there(ActionId::MoveLifelineLeft, &SequenceView::moveLeft);
    there(ActionId::MoveLifelineRight, &SequenceView::moveRight);
    const auto here = [&](ActionId id, const auto& act) {
        QObject::connect(actions[id], &QAction::triggered, &views, act);
    };
    here(ActionId::ShowFlow, [&views] { views.showFlow(); });
    here(ActionId::ShowSequence, [&views] { views.showSequence(); });
    here(ActionId::NextDiagram, [&views] { views.showNext(true); });
    here(ActionId::PreviousDiagram, [&views] { views.showNext(false); });
    here(ActionId::SideBySide, [&views](bool both) { views.setSideBySide(both); });
    here(ActionId::StepThrough, [&views] {
        StepThrough& steps = views.stepThrough();
        steps.isOn() ? steps.end() : steps.begin();
    });
    here(ActionId::ShowOnLeft, [&views] { views.showOnLeft(views.shownSequence()); });
    here(ActionId::RenameSequence, [&views] { views.rename(views.shownSequence()); });
    QObject::connect(&views, &DiagramViews::currentChanged, &actions, [&actions, &views] {
        actions.setDiagram(views.kind());
        actions[ActionId::SideBySide]->setChecked(views.isSideBySide());
    });
    actions.setDiagram(views.kind());
}

} // namespace whimbrel
