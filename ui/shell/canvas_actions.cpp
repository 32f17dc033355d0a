// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "ui/shell/canvas_actions.h"

#include "ui/canvas/canvas_commands.h"
#include "ui/canvas/fading.h"
#include "ui/canvas/flow_view.h"
#include "ui/canvas/mermaid_clipboard.h"
#include "ui/canvas/minimap.h"
#include "ui/shell/actions.h"
#include "ui/style/menu_text.h"

#include <QAction>
#include <QUndoStack>

#include <array>

namespace whimbrel {

namespace {

ActionId actionOf(EdgeKind kind)
{
    switch (kind) {
    case EdgeKind::Forward:
        break;
    case EdgeKind::Rollback:
        return ActionId::RollbackEdges;
    case EdgeKind::Retry:
        return ActionId::RetryEdges;
    case EdgeKind::Data:
        return ActionId::DataEdges;
    }
    return ActionId::ForwardEdges;
}

ActionId actionOf(FlowLanes lanes)
{
    switch (lanes) {
    case FlowLanes::None:
        break;
    case FlowLanes::Owner:
        return ActionId::LanesByOwner;
    case FlowLanes::Region:
        return ActionId::LanesByRegion;
    }
    return ActionId::NoLanes;
}

void connectSelecting(const ActionSet& actions, FlowView& canvas)
{
    constexpr std::array rows{std::pair(ActionId::SelectKind, Similar::Kind),
        std::pair(ActionId::SelectOwner, Similar::Owner),
        std::pair(ActionId::SelectPhase, Similar::Group),
        std::pair(ActionId::SelectBefore, Similar::Before),
        std::pair(ActionId::SelectAfter, Similar::After),
        std::pair(ActionId::SelectUntilGate, Similar::UntilGate),
        std::pair(ActionId::SelectWaysBack, Similar::WaysBack)};
    for (const auto& [id, how] : rows) {
        QObject::connect(actions[id], &QAction::triggered, &canvas,
            [&canvas, similar = how] { selectSimilar(canvas, similar); });
    }
}

void connectArranging(const ActionSet& actions, FlowView& canvas)
{
    constexpr std::array rows{std::pair(ActionId::AlignLeft, Arranging::Left),
        std::pair(ActionId::AlignRight, Arranging::Right),
        std::pair(ActionId::AlignTop, Arranging::Top),
        std::pair(ActionId::AlignBottom, Arranging::Bottom),
        std::pair(ActionId::AlignCenter, Arranging::Center),
        std::pair(ActionId::AlignMiddle, Arranging::Middle),
        std::pair(ActionId::SpreadAcross, Arranging::SpreadAcross),
        std::pair(ActionId::SpreadDown, Arranging::SpreadDown),
        std::pair(ActionId::TidyToGrid, Arranging::Tidy)};
    for (const auto& [id, how] : rows) {
        QObject::connect(actions[id], &QAction::triggered, &canvas,
            [&canvas, arranging = how] { arrangeSelection(canvas, arranging); });
    }
}

void showUndo(const ActionSet& actions, const QUndoStack& stack)
{
    actions[ActionId::Undo]->setEnabled(stack.canUndo() && !actions.isLocked());
    actions[ActionId::Redo]->setEnabled(stack.canRedo() && !actions.isLocked());
    actions[ActionId::Undo]->setText(stack.canUndo()
            ? QCoreApplication::translate("Actions", "&Undo: %1").arg(menuText(stack.undoText()))
            : QCoreApplication::translate("Actions", "&Undo"));
    actions[ActionId::Redo]->setText(stack.canRedo()
            ? QCoreApplication::translate("Actions", "&Redo: %1").arg(menuText(stack.redoText()))
            : QCoreApplication::translate("Actions", "&Redo"));
}

} // namespace

void connectCanvasActions(const ActionSet& actions, FlowView& canvas)
{
    // What the flow does by single keys, only while it has the keyboard: in a text field the same
    // keys write.
    for (const ActionId id : {ActionId::AddStep, ActionId::AddChangeUnit, ActionId::Fold,
             ActionId::Unfold, ActionId::EnterGroup, ActionId::LeaveGroup, ActionId::StartEdge,
             ActionId::DeleteAndHeal, ActionId::CopyMermaid, ActionId::PasteMermaid}) {
        actions[id]->setShortcutContext(Qt::WidgetWithChildrenShortcut);
        canvas.addAction(actions[id]);
    }
    const auto onCanvas = [&](ActionId id, void (FlowView::*slot)()) {
        QObject::connect(actions[id], &QAction::triggered, &canvas, slot);
    };
    onCanvas(ActionId::DeleteAndHeal, &FlowView::deleteAndHeal);
    onCanvas(ActionId::AddStep, &FlowView::pickKindAndAdd);
    onCanvas(ActionId::StartEdge, &FlowView::startEdge);
    onCanvas(ActionId::GroupSteps, &FlowView::groupSelection);
    onCanvas(ActionId::EnterGroup, &FlowView::enterGroup);
    onCanvas(ActionId::LeaveGroup, &FlowView::leaveGroup);
    QObject::connect(actions[ActionId::CopyMermaid], &QAction::triggered, &canvas,
        [&canvas] { copyMermaid(canvas); });
    QObject::connect(actions[ActionId::PasteMermaid], &QAction::triggered, &canvas,
        [&canvas] { pasteMermaid(canvas); });
    onCanvas(ActionId::Pin, &FlowView::togglePin);
    onCanvas(ActionId::LayOut, &FlowView::layOut);
    onCanvas(ActionId::LayOutEverything, &FlowView::layOutEverything);
    onCanvas(ActionId::LayOutSelection, &FlowView::layOutSelection);
    onCanvas(ActionId::ToggleBreakpoint, &FlowView::toggleBreakpoints);
    auto* fading = new Fading(canvas);
    QObject::connect(
        actions[ActionId::Fade], &QAction::triggered, fading, [fading] { fading->pick(); });
    QObject::connect(actions[ActionId::ShowEverything], &QAction::triggered, fading,
        [fading] { fading->keepOnly(nullptr, {}); });
    auto* map = new Minimap(canvas);
    QObject::connect(actions[ActionId::Minimap], &QAction::toggled, map, &QWidget::setVisible);
    connectSelecting(actions, canvas);
    connectArranging(actions, canvas);
    QObject::connect(actions[ActionId::AddChangeUnit], &QAction::triggered, &canvas,
        [&canvas] { pickChangeUnit(canvas); });
    QObject::connect(actions[ActionId::Fold], &QAction::triggered, &canvas,
        [&canvas] { foldSelection(canvas, true); });
    QObject::connect(actions[ActionId::Unfold], &QAction::triggered, &canvas,
        [&canvas] { foldSelection(canvas, false); });
    QObject::connect(actions[ActionId::ResetRoute], &QAction::triggered, &canvas,
        [&canvas] { resetRoutes(canvas); });
    QObject::connect(
        actions[ActionId::LiveLayout], &QAction::toggled, &canvas, &FlowView::setLiveLayout);
    QObject::connect(actions[ActionId::Ungroup], &QAction::triggered, &canvas,
        [&canvas] { ungroupSelection(canvas); });
    QObject::connect(
        actions[ActionId::TopDown], &QAction::triggered, &canvas, &FlowView::setTopDown);
    for (const FlowLanes lanes : {FlowLanes::None, FlowLanes::Owner, FlowLanes::Region}) {
        QObject::connect(actions[actionOf(lanes)], &QAction::triggered, &canvas,
            [&canvas, lanes] { canvas.setLanes(lanes); });
    }
    const auto showLayout = [&actions, &canvas] {
        const FlowLayout& layout = canvas.session().plan().layout;
        actions[ActionId::TopDown]->setChecked(layout.direction == FlowDirection::TopDown);
        actions[actionOf(layout.lanes)]->setChecked(true);
    };
    QObject::connect(&canvas.session(), &PlanSession::changed, &canvas, showLayout);
    showLayout();
    for (const EdgeKind kind :
        {EdgeKind::Forward, EdgeKind::Rollback, EdgeKind::Retry, EdgeKind::Data}) {
        QObject::connect(actions[actionOf(kind)], &QAction::triggered, &canvas,
            [&canvas, kind] { canvas.setEdgeKind(kind); });
    }
    QObject::connect(&canvas, &FlowView::edgeKindChanged, &canvas,
        [&actions](EdgeKind kind) { actions[actionOf(kind)]->setChecked(true); });
}

void connectUndoActions(const ActionSet& actions, QUndoStack& stack)
{
    QObject::connect(&stack, &QUndoStack::indexChanged, actions[ActionId::Undo],
        [&actions, &stack] { showUndo(actions, stack); });
    for (const auto changed : {&ActionSet::lockedChanged, &ActionSet::diagramChanged}) {
        QObject::connect(
            &actions, changed, &actions, [&actions, &stack] { showUndo(actions, stack); });
    }
    showUndo(actions, stack);
}

} // namespace whimbrel
