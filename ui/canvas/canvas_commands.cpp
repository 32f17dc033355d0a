// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "ui/canvas/canvas_commands.h"

#include "model/base/counted.h"
#include "ui/canvas/flow_view.h"
#include "ui/canvas/kind_picker.h"
#include "ui/canvas/lane_drop.h"
#include "ui/session/change_unit.h"
#include "ui/session/plan_edits.h"

#include <QCoreApplication>

namespace whimbrel {

namespace {

QString tr(const char* text)
{
    return QCoreApplication::translate("CanvasCommands", text);
}

QString nameOf(Arranging how)
{
    switch (how) {
    case Arranging::Left:
    case Arranging::Right:
    case Arranging::Top:
    case Arranging::Bottom:
    case Arranging::Center:
    case Arranging::Middle:
        return tr("Align");
    case Arranging::SpreadAcross:
    case Arranging::SpreadDown:
        return tr("Distribute");
    case Arranging::Tidy:
        break;
    }
    return tr("Tidy to the grid");
}

NodeId addUnit(FlowView& view, NodeKind kind, const NodeId& after, const EdgeId& into)
{
    if (!view.mayEdit()) {
        return {};
    }
    PlanSession& session = view.session();
    const Plan& plan = session.plan();
    Node change = edits::newNode(plan, kind);
    const Edge* edge = plan.edges.find(into);
    if (const Node* before = plan.nodes.find(edge == nullptr ? after : edge->from)) {
        change.group = before->group;
        change
            = inLaneAt(view.flowScene(), plan, change, view.flowScene().boxOf(before->id).center());
    }
    if (!view.perform(edits::addChangeUnit(plan, change, after, into))) {
        return {};
    }
    session.reveal(ElementRef::of(change.id));
    return change.id;
}

} // namespace

void arrangeSelection(FlowView& view, Arranging how)
{
    const QList<NodeId> nodes = view.selectedNodes();
    const bool spreads = how == Arranging::SpreadAcross || how == Arranging::SpreadDown;
    const qsizetype least = how == Arranging::Tidy ? 1 : spreads ? 3 : 2;
    if (nodes.size() < least) {
        view.notify(least == 1 ? tr("Select the steps that are to go to the grid.")
                : spreads      ? tr("Select three steps or more: those between the outermost move.")
                               : tr("Select two steps or more: they go to the one selected last."));
        return;
    }
    if (!view.mayEdit()) {
        return;
    }
    QHash<NodeId, QRectF> boxes;
    for (const NodeId& node : nodes) {
        boxes.insert(node, view.flowScene().boxOf(node));
    }
    const QHash<NodeId, QPointF> moved = arranged(boxes, nodes.constLast(), how);
    Edit edit = edits::placeNodes(
        view.session().plan(), moved, true, view.flowScene().layouter().positions());
    if (moved.isEmpty() || edit.isEmpty()) {
        view.notify(tr("They stand like that already."));
        return;
    }
    edit.text = nameOf(how);
    view.flowScene().glideNext();
    view.session().perform(edit);
}

void selectSimilar(FlowView& view, Similar how)
{
    PlanSession& session = view.session();
    if (session.selection().isEmpty() && how != Similar::WaysBack) {
        view.notify(tr("Select a step or an edge first."));
        return;
    }
    QList<ElementRef> found = similarTo(session.plan(), session.selection(), how);
    if (found.isEmpty()) {
        view.notify(how == Similar::WaysBack ? tr("The plan has no rollback edge.")
                                             : tr("Select a step first."));
        return;
    }
    // What was selected last stays last: alignment looks at it.
    const ElementRef last
        = session.selection().isEmpty() ? ElementRef() : session.selection().constLast();
    if (found.removeOne(last)) {
        found.append(last);
    }
    session.select(found);
    view.notify(counted(found.size(), tr("1 element selected."), tr("%1 elements selected.")));
}

void ungroupSelection(FlowView& view)
{
    PlanSession& session = view.session();
    QList<ElementRef> groups;
    for (const ElementRef& ref : session.selection()) {
        const Node* node
            = ref.type == ElementType::Node ? session.plan().nodes.find(NodeId(ref.id)) : nullptr;
        const ElementRef group = ref.type == ElementType::Group ? ref
            : node != nullptr && !node->group.isEmpty()         ? ElementRef::of(node->group)
                                                                : ElementRef();
        if (group.type == ElementType::Group && !groups.contains(group)) {
            groups.append(group);
        }
    }
    if (groups.isEmpty()) {
        view.notify(tr("Select a phase, or a step in one."));
    } else if (view.mayEdit()) {
        Edit edit = edits::erase(session.plan(), groups);
        edit.text = tr("Ungroup");
        session.perform(edit);
    }
}

void foldSelection(FlowView& view, bool folded)
{
    PlanSession& session = view.session();
    const Plan& plan = session.plan();
    QSet<GroupId> groups;
    for (const ElementRef& ref : session.selection()) {
        const Node* node
            = ref.type == ElementType::Node ? plan.nodes.find(NodeId(ref.id)) : nullptr;
        if (ref.type == ElementType::Group) {
            groups.insert(GroupId(ref.id));
        } else if (node != nullptr && plan.groups.contains(node->group)) {
            groups.insert(node->group);
        }
    }
    Edit edit{folded ? tr("Fold") : tr("Unfold"), {}, {}};
    QList<ElementRef> shown;
    for (const Group& group : plan.groups) {
        const bool wanted = session.selection().isEmpty() || groups.contains(group.id);
        if (wanted && plan.layout.folded.contains(group.id) != folded) {
            edit.ops.append(SetFolded{group.id, folded});
            shown.append(ElementRef::of(group.id));
        }
    }
    if (edit.isEmpty()) {
        view.notify(plan.groups.isEmpty() ? tr("The plan has no phase: Ctrl+G makes one.")
                : folded                  ? tr("Select a phase, or a step in one, to fold it.")
                                          : tr("Select a folded phase to open it."));
    } else if (view.mayEdit() && session.perform(edit) && !session.selection().isEmpty()) {
        session.select(shown); // steps that are hidden are not selected
    }
}

NodeId addChangeUnit(FlowView& view, NodeKind change)
{
    const QList<ElementRef>& selection = view.session().selection();
    const ElementRef last = selection.isEmpty() ? ElementRef() : selection.constLast();
    return addUnit(view, change, last.type == ElementType::Node ? NodeId(last.id) : NodeId(),
        last.type == ElementType::Edge ? EdgeId(last.id) : EdgeId());
}

NodeId addChangeUnitAfter(FlowView& view, NodeKind change, const NodeId& after)
{
    return addUnit(view, change, after, {});
}

void pickChangeUnit(FlowView& view)
{
    if (!view.mayEdit()) {
        return;
    }
    auto* picker = new KindPicker(KindPicker::Offer::Changes, std::nullopt, &view);
    const auto take = [&view](NodeKind kind) {
        const NodeId change = addChangeUnit(view, kind);
        view.setFocus();
        if (!change.isEmpty()) {
            view.rename(ElementRef::of(change));
        }
    };
    QObject::connect(picker, &KindPicker::picked, &view, take);
    QObject::connect(picker, &KindPicker::unitPicked, &view, take);
    view.showBesideSelection(*picker);
}

void resetRoutes(FlowView& view)
{
    PlanSession& session = view.session();
    QList<EdgeId> edges;
    for (const ElementRef& ref : session.selection()) {
        if (ref.type == ElementType::Edge) {
            edges.append(EdgeId(ref.id));
        }
    }
    const Edit edit = edits::resetRoutes(session.plan(), edges);
    if (edges.isEmpty()) {
        view.notify(tr("Select the edges whose lines are to run by themselves again."));
    } else if (edit.isEmpty()) {
        view.notify(tr("Their lines run by themselves already."));
    } else if (view.mayEdit()) {
        session.perform(edit);
    }
}

} // namespace whimbrel
