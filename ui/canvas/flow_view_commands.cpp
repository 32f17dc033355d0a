// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
// What menus, shortcuts and the command palette do on the canvas.
#include "model/base/counted.h"
#include "model/plan/node_kind.h"
#include "ui/canvas/arrange_bar.h"
#include "ui/canvas/canvas_commands.h"
#include "ui/canvas/flow_view.h"
#include "ui/canvas/kind_picker.h"
#include "ui/canvas/lane_drop.h"
#include "ui/canvas/mermaid_clipboard.h"
#include "ui/canvas/picture_mime.h"
#include "ui/canvas/smart_guides.h"
#include "ui/diagram/title_editor.h"
#include "ui/session/fragment.h"
#include "ui/session/plan_edits.h"

#include <QApplication>
#include <QClipboard>
#include <QMimeData>

#include <cmath>

namespace whimbrel {

namespace {

constexpr double rankGap = 56;
constexpr double siblingGap = 40;

QPointF toGrid(const QPointF& point)
{
    return {
        std::round(point.x() / gridStep) * gridStep, std::round(point.y() / gridStep) * gridStep};
}

} // namespace

QList<NodeId> FlowView::selectedNodes() const
{
    QList<NodeId> nodes;
    for (const ElementRef& ref : m_session.selection()) {
        if (ref.type == ElementType::Node) {
            nodes.append(NodeId(ref.id));
        }
    }
    return nodes;
}

void FlowView::selectEverything()
{
    const bool whole = page().isEmpty();
    QList<ElementRef> all;
    for (const Node& node : m_session.plan().nodes) {
        if (whole || m_scene.layouter().folding().shows(node.id)) {
            all.append(ElementRef::of(node.id));
        }
    }
    for (const Edge& edge : m_session.plan().edges) {
        if (whole || m_scene.layouter().folding().plan.edges.contains(edge.id)) {
            all.append(ElementRef::of(edge.id));
        }
    }
    m_session.select(all);
}

void FlowView::deleteSelection()
{
    const QList<ElementRef> selection = selectedHere();
    if (selection.isEmpty() && !m_session.selection().isEmpty()) {
        notify(tr("This step stands elsewhere: a double click goes there."));
    } else if (!selection.isEmpty() && mayEdit()) {
        m_session.perform(edits::erase(m_session.plan(), selection));
    }
}

void FlowView::deleteAndHeal()
{
    const QList<ElementRef> selection = selectedHere();
    if (!selection.isEmpty() && mayEdit()) {
        m_session.perform(edits::eraseAndHeal(m_session.plan(), selection));
    }
}

void FlowView::copySelection()
{
    const Plan part
        = fragment::take(m_session.plan(), m_session.selection(), m_scene.layouter().positions());
    if (part.nodes.isEmpty()) {
        notify(tr("Select the steps to copy first."));
        return;
    }
    auto mime = std::make_unique<PictureMime>(part, clipboardPicture({}));
    fragment::toMime(part, *mime);
    QApplication::clipboard()->setMimeData(mime.release());
    m_pasteCount = 0;
    notify(counted(part.nodes.size(), tr("1 step copied."), tr("%1 steps copied.")));
}

void FlowView::cutSelection()
{
    if (mayEdit()) {
        copySelection();
        deleteSelection();
    }
}

QPointF FlowView::pastePosition() const
{
    const QPoint mouse = viewport()->mapFromGlobal(QCursor::pos());
    const QPoint at
        = viewport()->rect().contains(mouse) && underMouse() ? mouse : viewport()->rect().center();
    return toGrid(mapToScene(at)) + m_pasteCount * QPointF(24, 24);
}

void FlowView::pasteHere()
{
    if (!mayEdit()) {
        return;
    }
    const QMimeData& copied = *QApplication::clipboard()->mimeData();
    if (!copied.hasFormat(fragment::mimeType) && holdsMermaid(copied)) {
        pasteMermaid(*this, pastePosition());
        return;
    }
    const Result<Plan> part = fragment::fromMime(copied);
    if (!part) {
        notify(part.error().text());
        return;
    }
    const fragment::Pasting pasting = fragment::paste(m_session.plan(), *part, pastePosition());
    if (perform(pasting.edit)) {
        ++m_pasteCount;
        m_session.select(pasting.elements);
    }
}

void FlowView::duplicateSelection()
{
    const QList<NodeId> nodes = selectedNodes();
    if (nodes.isEmpty() || !mayEdit()) {
        return;
    }
    QRectF around;
    for (const NodeId& node : nodes) {
        around |= m_scene.boxOf(node);
    }
    const Plan part
        = fragment::take(m_session.plan(), m_session.selection(), m_scene.layouter().positions());
    fragment::Pasting copies
        = fragment::paste(m_session.plan(), part, toGrid(around.topLeft() + QPointF(32, 32)));
    copies.edit.text = tr("Duplicate");
    if (perform(copies.edit)) {
        m_session.select(copies.elements);
    }
}

void FlowView::renameSelection()
{
    if (!m_session.selection().isEmpty()) {
        rename(m_session.selection().constLast());
    }
}

void FlowView::rename(const ElementRef& element)
{
    const ElementItem* item = m_scene.item(element);
    if (item == nullptr || !mayEdit()) {
        return;
    }
    const Plan& plan = m_session.plan();
    QString text;
    QRectF box;
    if (const Node* node = plan.nodes.find(NodeId(element.id));
        element.type == ElementType::Node && node != nullptr) {
        text = node->title;
        box = m_scene.boxOf(node->id);
        box = QRectF(box.center().x() - std::max(80.0, box.width() / 2), box.y(),
            std::max(160.0, box.width()), box.height());
    } else if (const Edge* edge = plan.edges.find(EdgeId(element.id));
               element.type == ElementType::Edge && edge != nullptr) {
        text = edge->title;
        const RoutedEdge& route = static_cast<const EdgeItem*>(item)->route();
        const QPointF middle = route.label.box.isEmpty()
            ? route.points.value(route.points.size() / 2)
            : route.label.box.center();
        box = QRectF(middle - QPointF(80, 14), QSizeF(160, 28));
    } else if (const Group* group = plan.groups.find(GroupId(element.id));
               element.type == ElementType::Group && group != nullptr) {
        text = group->title;
        box = QRectF(
            static_cast<const GroupItem*>(item)->box().topLeft() + QPointF(8, 4), QSizeF(200, 28));
    } else {
        return;
    }
    showElement(element);
    QFont font = fonts::nodeTitle();
    font.setPixelSize(std::max(11, static_cast<int>(std::lround(font.pixelSize() * zoom()))));
    delete m_editor;
    m_editor = new TitleEditor(text, mapFromScene(box).boundingRect(), font, viewport());
    connect(m_editor, &TitleEditor::committed, this, [this, element](const QString& title) {
        switch (element.type) {
        case ElementType::Node:
            m_session.perform(edits::renameNode(m_session.plan(), NodeId(element.id), title));
            break;
        case ElementType::Edge:
            m_session.perform(edits::renameEdge(m_session.plan(), EdgeId(element.id), title));
            break;
        case ElementType::Group:
            m_session.perform(edits::renameGroup(m_session.plan(), GroupId(element.id), title));
            break;
        case ElementType::Plan:
        case ElementType::Target:
        case ElementType::Parameter:
        case ElementType::Participant:
        case ElementType::Assumption:
        case ElementType::Sequence:
        case ElementType::SequencePart:
            break;
        }
    });
}

QPointF FlowView::placeForNew(const Node& node) const
{
    const QSizeF size = m_scene.sizeOf(node);
    const QList<NodeId> selected = selectedNodes();
    const QRectF seen = mapToScene(viewport()->rect()).boundingRect();
    QPointF at = seen.center() - QPointF(size.width(), size.height()) / 2;
    const bool down = m_session.plan().layout.direction == FlowDirection::TopDown;
    if (!selected.isEmpty()) {
        const QRectF box = m_scene.boxOf(selected.constLast());
        at = down ? QPointF(box.center().x() - size.width() / 2, box.bottom() + rankGap)
                  : QPointF(box.right() + rankGap, box.center().y() - size.height() / 2);
    }
    // Aside until it covers nothing; in swim lanes onward, which stays in the lane.
    const bool across = m_session.plan().layout.lanes == FlowLanes::None;
    const QPointF step = down == across ? QPointF(size.width() + siblingGap, 0)
                                        : QPointF(0, size.height() + siblingGap);
    for (int tries = 0; tries < 200; ++tries) {
        const QRectF box = QRectF(at, size).adjusted(-8, -8, 8, 8);
        const auto& items = m_scene.nodeItems();
        const bool free = std::none_of(items.begin(), items.end(),
            [&box](const NodeItem* item) { return item->box().intersects(box); });
        if (free) {
            break;
        }
        at += step;
    }
    return at;
}

NodeId FlowView::addAfterSelection(NodeKind kind)
{
    if (!mayEdit()) {
        return {};
    }
    const Plan& plan = m_session.plan();
    Node node = edits::newNode(plan, kind);
    const QList<NodeId> selected = selectedNodes();
    const QPointF at = placeForNew(node);
    Edit edit;
    if (selected.isEmpty() || !traits(kind).flows) {
        edit = edits::addNode(plan, node, at);
    } else {
        const NodeId& from = selected.constLast();
        node.group = plan.nodes.find(from)->group;
        node = inLaneAt(m_scene, plan, node, m_scene.boxOf(from).center());
        const NodeKind before = plan.nodes.find(from)->kind;
        const bool connects
            = traits(before).flows && before != NodeKind::End && kind != NodeKind::Start;
        edit = connects ? edits::addNodeAfter(plan, node, at, from, EdgeKind::Forward)
                        : edits::addNode(plan, node, at);
    }
    if (!perform(edit)) {
        return {};
    }
    m_session.reveal(ElementRef::of(node.id));
    return node.id;
}

NodeId FlowView::addAt(NodeKind kind, const QPointF& position)
{
    const Plan& plan = m_session.plan();
    Node node = edits::newNode(plan, kind);
    const QSizeF size = m_scene.sizeOf(node);
    const QPointF at = toGrid(position - QPointF(size.width(), size.height()) / 2);
    node = inLaneAt(m_scene, plan, node, position);
    const EdgeId edge = traits(kind).flows ? m_scene.edgeAt(position) : EdgeId();
    const Edit edit = edge.isEmpty() ? edits::addNode(plan, node, at)
                                     : edits::insertIntoEdge(plan, edge, node, at);
    if (!perform(edit)) {
        return {};
    }
    m_session.select({ElementRef::of(node.id)});
    return node.id;
}

void FlowView::askForNewNode(const QPointF& position, const QPoint& screen, const NodeId& from,
    EdgeKind kind, bool fromIsTail)
{
    const bool connects = !from.isEmpty();
    m_picker = new KindPicker(
        KindPicker::Offer::Everything, connects ? std::optional(kind) : std::nullopt, this);
    connect(m_picker, &KindPicker::unitPicked, this, [this, from](NodeKind picked) {
        addChangeUnitAfter(*this, picked, from);
        setFocus();
    });
    connect(m_picker, &KindPicker::picked, this,
        [this, position, from, fromIsTail, connects](NodeKind picked) {
            const Plan& plan = m_session.plan();
            Node node = edits::newNode(plan, picked);
            const QSizeF size = m_scene.sizeOf(node);
            const QPointF at = toGrid(position - QPointF(size.width(), size.height()) / 2);
            const bool joins = connects && plan.nodes.contains(from);
            node.group = joins ? plan.nodes.find(from)->group : GroupId();
            node = inLaneAt(m_scene, plan, node, position);
            Edit edit = edits::addNode(plan, node, at);
            if (joins) {
                Plan grown = plan;
                grown.nodes.put(node);
                const EdgeKind edgeKind = m_picker == nullptr ? m_edgeKind : m_picker->edgeKind();
                edit.ops.append(
                    Put<Edge>{fromIsTail ? edits::newEdge(grown, edgeKind, from, node.id)
                                         : edits::newEdge(grown, edgeKind, node.id, from)});
            }
            if (perform(edit)) {
                m_session.select({ElementRef::of(node.id)});
                setFocus();
            }
        });
    m_picker->adjustSize();
    m_picker->move(screen + QPoint(8, 8));
    m_picker->show();
}

void FlowView::pickKindAndAdd()
{
    if (!mayEdit()) {
        return;
    }
    m_picker = new KindPicker(KindPicker::Offer::Everything, std::nullopt, this);
    connect(m_picker, &KindPicker::unitPicked, this, [this](NodeKind kind) {
        const NodeId change = addChangeUnit(*this, kind);
        setFocus();
        if (!change.isEmpty()) {
            rename(ElementRef::of(change));
        }
    });
    connect(m_picker, &KindPicker::picked, this, [this](NodeKind kind) {
        const NodeId node = addAfterSelection(kind);
        setFocus();
        if (!node.isEmpty()) {
            rename(ElementRef::of(node));
        }
    });
    showBesideSelection(*m_picker);
}

void FlowView::showBesideSelection(QWidget& popup) const
{
    popup.adjustSize();
    QPoint at = viewport()->rect().center() - popup.rect().center();
    const QList<NodeId> selected = selectedNodes();
    if (!selected.isEmpty()) {
        at = mapFromScene(m_scene.boxOf(selected.constLast()).topRight()) + QPoint(16, 0);
    }
    popup.move(viewport()->mapToGlobal(at));
    popup.show();
}

void FlowView::layOut()
{
    if (mayEdit()) {
        m_scene.layouter().arrange(Arrange::Unpinned);
    }
}

void FlowView::layOutEverything()
{
    if (mayEdit()) {
        m_scene.layouter().arrange(Arrange::Everything);
    }
}

void FlowView::layOutSelection()
{
    const QList<NodeId> nodes = selectedNodes();
    if (nodes.isEmpty()) {
        notify(tr("Select the steps that are to be arranged first."));
    } else if (mayEdit()) {
        m_scene.layouter().arrange(Arrange::Selection, {nodes.begin(), nodes.end()});
    }
}

void FlowView::setTopDown(bool down)
{
    const FlowLayout& layout = m_session.plan().layout;
    const FlowDirection wanted = down ? FlowDirection::TopDown : FlowDirection::LeftToRight;
    if (wanted != layout.direction && mayEdit()) {
        m_scene.layouter().arrangeAnew(wanted, layout.lanes);
    }
}

void FlowView::setLanes(FlowLanes lanes)
{
    const FlowLayout& layout = m_session.plan().layout;
    if (lanes != layout.lanes && mayEdit()) {
        m_scene.layouter().arrangeAnew(layout.direction, lanes);
    }
}

void FlowView::takeArrangement(const QHash<NodeId, QPointF>& positions, const FlowLayout& layout)
{
    QHash<NodeId, QPointF> moved = positions;
    const auto& places = m_session.plan().layout.places;
    for (auto place = places.cbegin(); place != places.cend(); ++place) {
        if (place->pinned && moved.value(place.key()) == place->position) {
            moved.remove(place.key()); // it was left where it is, and stays pinned
        }
    }
    Edit edit = edits::placeNodes(m_session.plan(), moved, false, {});
    if (layout.direction != m_session.plan().layout.direction) {
        edit.text = layout.direction == FlowDirection::TopDown ? tr("Lay out top down")
                                                               : tr("Lay out left to right");
        edit.ops.prepend(SetDirection{layout.direction});
    }
    if (layout.lanes != m_session.plan().layout.lanes) {
        edit.text = layout.lanes == FlowLanes::None ? tr("Lay out without lanes")
            : layout.lanes == FlowLanes::Owner      ? tr("Lay out in lanes by owner")
                                                    : tr("Lay out in lanes by region");
        edit.ops.prepend(SetLanes{layout.lanes});
    }
    if (edit.isEmpty()) {
        notify(tr("Everything stands where layout would put it."));
        return;
    }
    const auto count = std::count_if(edit.ops.cbegin(), edit.ops.cend(),
        [](const Op& op) { return std::holds_alternative<SetPlace>(op); });
    m_scene.glideNext();
    if (m_session.perform(edit)) {
        m_arrangeBar->ask(
            counted(count, tr("1 step was arranged."), tr("%1 steps were arranged.")));
    }
}

void FlowView::togglePin()
{
    const QList<NodeId> nodes = selectedNodes();
    if (nodes.isEmpty() || !mayEdit()) {
        return;
    }
    const auto& places = m_session.plan().layout.places;
    const bool allPinned = std::all_of(nodes.begin(), nodes.end(),
        [&places](const NodeId& node) { return places.value(node).pinned; });
    m_session.perform(
        edits::setPinned(m_session.plan(), nodes, !allPinned, m_scene.layouter().positions()));
    notify(allPinned ? tr("Unpinned: layout may move it.") : tr("Pinned: layout leaves it there."));
}

void FlowView::toggleBreakpoints()
{
    const QList<NodeId> nodes = selectedNodes();
    if (nodes.isEmpty()) {
        notify(tr("Select a step first: a run stops before steps with a breakpoint."));
        return;
    }
    Breakpoints& breakpoints = m_session.breakpoints();
    const bool all = std::all_of(nodes.begin(), nodes.end(),
        [&breakpoints](const NodeId& node) { return breakpoints.contains(node); });
    for (const NodeId& node : nodes) {
        breakpoints.set(node, !all);
    }
    notify(all ? tr("No breakpoint any more.") : tr("Breakpoint: a run stops before it."));
}

void FlowView::groupSelection()
{
    const QList<NodeId> nodes = selectedNodes();
    if (nodes.isEmpty() || !mayEdit()) {
        return;
    }
    const Edit edit = edits::groupNodes(m_session.plan(), nodes, tr("Phase"));
    if (perform(edit)) {
        m_session.select({ElementRef::of(std::get<Put<Group>>(edit.ops.constFirst()).value.id)});
    }
}

} // namespace whimbrel
