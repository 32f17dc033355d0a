// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "ui/canvas/gestures.h"

#include "ui/canvas/edge_ends.h"
#include "ui/canvas/flow_view.h"
#include "ui/canvas/smart_guides.h"
#include "ui/session/fragment.h"
#include "ui/session/plan_edits.h"

#include <QCoreApplication>
#include <QPainter>

namespace whimbrel {

namespace {

constexpr double guideReach = 6; ///< screen pixels

QString tr(const char* text)
{
    return QCoreApplication::translate("Gestures", text);
}

void drawArrow(QPainter& painter, const QPointF& from, const QPointF& to, const QPen& pen)
{
    painter.setPen(pen);
    painter.setBrush(Qt::NoBrush);
    painter.drawLine(from, to);
    QLineF wing(to, from);
    if (wing.length() < 1) {
        return;
    }
    wing.setLength(pen.widthF() * 5);
    const double angle = wing.angle();
    QPen solid = pen;
    solid.setStyle(Qt::SolidLine);
    painter.setPen(solid);
    for (const double turn : {-28.0, 28.0}) {
        wing.setAngle(angle + turn);
        painter.drawLine(wing);
    }
}

/// Where the line from the box's centre to a point leaves the box.
QPointF borderPoint(const QRectF& box, const QPointF& towards)
{
    const QPointF center = box.center();
    const QPointF way = towards - center;
    if (box.contains(towards) || way.isNull()) {
        return center;
    }
    const double across = way.x() == 0 ? 1e9 : box.width() / 2 / std::abs(way.x());
    const double down = way.y() == 0 ? 1e9 : box.height() / 2 / std::abs(way.y());
    return center + way * std::min(across, down);
}

QHash<NodeId, QRectF> boxesOf(const CanvasScene& scene, const QSet<NodeId>& nodes)
{
    QHash<NodeId, QRectF> boxes;
    for (const NodeId& node : nodes) {
        if (const NodeItem* item = scene.nodeItem(node)) {
            boxes.insert(node, item->box());
        }
    }
    return boxes;
}

} // namespace

QPen previewPen(const Theme& theme, EdgeKind kind, double scale)
{
    QPen pen(theme.selection, std::max(2.0, 2 / scale));
    pen.setCapStyle(Qt::RoundCap);
    switch (kind) {
    case EdgeKind::Forward:
        break;
    case EdgeKind::Rollback:
        pen.setColor(theme.rollback);
        pen.setDashPattern({3.5, 3});
        break;
    case EdgeKind::Retry:
        pen.setColor(theme.failure);
        pen.setDashPattern({1, 2});
        break;
    case EdgeKind::Data:
        pen.setColor(theme.data);
        pen.setDashPattern({0.5, 2});
        break;
    }
    return pen;
}

MoveGesture::MoveGesture(PlanSession& session, CanvasScene& scene, const QSet<NodeId>& nodes,
    const NodeId& grabbed, const PointerState& from, bool snaps)
    : m_session(session)
    , m_scene(scene)
    , m_grabbedBox(scene.boxOf(grabbed))
    , m_grabbed(grabbed)
    , m_from(from.scene)
    , m_groups(session, scene, nodes)
    , m_lanes(session, scene, boxesOf(scene, nodes))
    , m_copies(
          from.modifiers.testFlag(Qt::ControlModifier) || from.modifiers.testFlag(Qt::AltModifier))
    , m_snaps(snaps)
{
    for (auto item = scene.nodeItems().cbegin(); item != scene.nodeItems().cend(); ++item) {
        if (nodes.contains(item.key())) {
            m_start.insert(item.key(), (*item)->box().topLeft());
        } else {
            m_others.append((*item)->box());
        }
    }
    // Steps in folded groups go with them, unseen.
    for (const NodeId& node : nodes) {
        const auto known = scene.layouter().positions().constFind(node);
        if (!m_start.contains(node) && known != scene.layouter().positions().cend()) {
            m_start.insert(node, *known);
        }
    }
}

void MoveGesture::move(const PointerState& at)
{
    const QRectF& box = m_grabbedBox;
    QPointF by = at.scene - m_from;
    const bool lockAxis = at.modifiers.testFlag(Qt::ShiftModifier);
    const bool acrossOnly = lockAxis && std::abs(by.x()) >= std::abs(by.y());
    m_guides.clear();
    m_gaps.clear();
    if (m_snaps && !at.modifiers.testFlag(Qt::AltModifier)) {
        const Snapped snapped = snap(box.translated(by), m_others, guideReach / at.scale);
        by = snapped.position - box.topLeft();
        m_guides = snapped.guides;
        m_gaps = snapped.gaps;
    }
    if (lockAxis) {
        (acrossOnly ? by.ry() : by.rx()) = 0;
    }
    m_now.clear();
    for (auto place = m_start.cbegin(); place != m_start.cend(); ++place) {
        m_now.insert(place.key(), *place + by);
    }
    m_moved = m_moved || !by.isNull();
    m_scene.showMoved(m_now);
    showDropEdge(mayGoIntoEdge() ? m_scene.edgeAt(at.scene) : EdgeId());
    if (!m_copies) {
        m_groups.aim(at.scene);
        m_lanes.aim(m_now);
    }
}

bool MoveGesture::mayGoIntoEdge() const
{
    if (m_copies || m_start.size() != 1) {
        return false;
    }
    const Plan& plan = m_session.plan();
    return std::none_of(plan.edges.begin(), plan.edges.end(),
        [this](const Edge& edge) { return edge.from == m_grabbed || edge.to == m_grabbed; });
}

void MoveGesture::showDropEdge(const EdgeId& edge)
{
    if (EdgeItem* old = m_scene.edgeItem(m_dropEdge)) {
        old->setEmphasis(Emphasis::None);
    }
    m_dropEdge = edge;
    if (EdgeItem* item = m_scene.edgeItem(edge)) {
        item->setEmphasis(Emphasis::Accepts);
    }
}

void MoveGesture::finish(const PointerState& at)
{
    move(at);
    const Edit edit = m_moved && !m_copies ? meaningOfDrop() : Edit();
    showDropEdge({});
    m_groups.clear();
    m_lanes.clear();
    const Plan& plan = m_session.plan();
    if (!m_moved) {
        cancel();
        return;
    }
    if (m_copies) {
        m_scene.showUnmoved();
        QList<ElementRef> originals;
        QPointF corner(1e9, 1e9);
        for (auto place = m_now.cbegin(); place != m_now.cend(); ++place) {
            originals.append(ElementRef::of(place.key()));
            corner = {std::min(corner.x(), place->x()), std::min(corner.y(), place->y())};
        }
        fragment::Pasting copies
            = fragment::paste(plan, fragment::take(plan, originals, m_now), corner);
        copies.edit.text = tr("Duplicate");
        if (m_session.perform(copies.edit)) {
            m_session.select(copies.elements);
        }
        return;
    }
    if (!m_session.perform(edit)) {
        m_scene.showUnmoved();
        return;
    }
    m_scene.layouter().clearPreview();
}

/// New places; also going into the edge, the phase or the lane where the steps are dropped.
Edit MoveGesture::meaningOfDrop() const
{
    const Plan& plan = m_session.plan();
    Edit edit = edits::placeNodes(plan, m_now, true, m_scene.layouter().positions());
    if (!m_dropEdge.isEmpty()) {
        const Node* node = plan.nodes.find(m_grabbed);
        edit = edits::insertIntoEdge(plan, m_dropEdge, *node, m_now.value(m_grabbed));
    }
    // Out of a phase and into another region is the lane's to say.
    const bool laneSays = !m_lanes.isEmpty() && plan.layout.lanes == FlowLanes::Region;
    const std::optional<GroupId>& group = m_groups.target();
    if (group && !edit.isEmpty() && !(laneSays && group->isEmpty())) {
        const Edit regroup = edits::setGroup(plan, m_now.keys(), *group);
        edit.ops += regroup.ops;
        edit.text = m_dropEdge.isEmpty() ? regroup.text : edit.text;
    }
    Plan dropped = plan;
    if (!m_lanes.isEmpty() && !edit.isEmpty() && apply(dropped, edit)) {
        const Edit given = m_lanes.edit(dropped);
        edit.ops += given.ops;
        edit.text = given.isEmpty() ? edit.text : given.text;
    }
    return edit;
}

void MoveGesture::cancel()
{
    showDropEdge({});
    m_groups.clear();
    m_lanes.clear();
    m_scene.showUnmoved();
}

void MoveGesture::paint(QPainter& painter, double scale) const
{
    QPen pen(m_scene.theme().selection, 1 / scale);
    painter.setPen(pen);
    for (const QLineF& guide : m_guides) {
        painter.drawLine(guide);
    }
    QFont font = fonts::legend();
    font.setPixelSize(std::max(1, static_cast<int>(font.pixelSize() / scale)));
    painter.setFont(font);
    for (const QLineF& gap : m_gaps) {
        const bool across = gap.y1() == gap.y2();
        const QPointF tick = (across ? QPointF(0, 4) : QPointF(4, 0)) / scale;
        painter.drawLine(gap);
        painter.drawLine(gap.p1() - tick, gap.p1() + tick);
        painter.drawLine(gap.p2() - tick, gap.p2() + tick);
        const QPointF middle = gap.center() + (across ? QPointF(0, -5) : QPointF(5, 0)) / scale;
        painter.drawText(middle, QString::number(qRound(gap.length())));
    }
}

ConnectGesture::ConnectGesture(
    FlowView& view, const NodeId& from, EdgeKind kind, const PointerState& at)
    : m_view(view)
    , m_anchor(from)
    , m_kind(kind)
    , m_at(at.scene)
{ }

ConnectGesture::ConnectGesture(FlowView& view, const Edge& edge, bool head, const PointerState& at)
    : m_view(view)
    , m_anchor(head ? edge.from : edge.to)
    , m_kind(edge.kind)
    , m_fromAnchor(head)
    , m_edge(edge.id)
    , m_at(at.scene)
{
    if (EdgeItem* item = view.flowScene().edgeItem(edge.id)) {
        item->setOpacity(0.25);
    }
}

ConnectGesture::~ConnectGesture()
{
    if (EdgeItem* item = m_view.flowScene().edgeItem(m_edge)) {
        item->setOpacity(1);
    }
}

EdgeKind ConnectGesture::kindFor(Qt::KeyboardModifiers modifiers) const
{
    const bool shifted = m_edge.isEmpty() && modifiers.testFlag(Qt::ShiftModifier);
    return shifted ? EdgeKind::Rollback : m_kind;
}

QString ConnectGesture::refusal(const NodeId& node) const
{
    const NodeId& from = m_fromAnchor ? m_anchor : node;
    const NodeId& to = m_fromAnchor ? node : m_anchor;
    const Edge* edge = m_view.session().plan().edges.find(m_edge);
    if (edge != nullptr && edge->from == from && edge->to == to) {
        return {};
    }
    return edits::whyNoEdge(m_view.session().plan(), kindFor(m_modifiers), from, to);
}

void ConnectGesture::aimAt(const NodeId& node)
{
    if (NodeItem* old = m_view.flowScene().nodeItem(m_target)) {
        old->setEmphasis(Emphasis::None);
    }
    m_target = node;
    NodeItem* item = m_view.flowScene().nodeItem(node);
    if (item == nullptr || (node == m_anchor && m_edge.isEmpty())) {
        m_view.notify({});
        return;
    }
    const QString why = refusal(node);
    item->setEmphasis(why.isEmpty() ? Emphasis::Accepts : Emphasis::Refuses);
    m_view.notify(why);
}

void ConnectGesture::move(const PointerState& at)
{
    m_at = at.scene;
    m_scale = at.scale;
    m_modifiers = at.modifiers;
    aimAt(m_view.flowScene().nodeAt(at.scene, 6 / at.scale));
}

EndSide ConnectGesture::aimedSide() const
{
    return m_target.isEmpty() ? EndSide::Free
                              : dropSide(m_view.flowScene().boxOf(m_target), m_at, m_scale);
}

void ConnectGesture::finish(const PointerState& at)
{
    move(at);
    const NodeId target = m_target;
    const EndSide side = aimedSide();
    const QString why = target.isEmpty() ? QString() : refusal(target);
    aimAt({});
    PlanSession& session = m_view.session();
    if (target.isEmpty()) {
        if (m_edge.isEmpty()) {
            m_view.askForNewNode(
                at.scene, at.screen, m_anchor, kindFor(at.modifiers), m_fromAnchor);
        }
        return;
    }
    if (target == m_anchor) {
        return;
    }
    if (!why.isEmpty()) {
        m_view.notify(why);
        return;
    }
    if (!m_edge.isEmpty()) {
        session.perform(edits::reconnect(session.plan(), m_edge, m_fromAnchor, target, side));
        return;
    }
    Edit edit = edits::connectNodes(session.plan(), kindFor(at.modifiers), m_anchor, target);
    const EdgeId made = std::get<Put<Edge>>(edit.ops.constFirst()).value.id;
    edit.ops += edits::setRoute(session.plan(), made, {EndSide::Free, side, {}, {}}).ops;
    if (session.perform(edit)) {
        session.select({ElementRef::of(made)});
    }
}

void ConnectGesture::cancel()
{
    aimAt({});
}

void ConnectGesture::paint(QPainter& painter, double scale) const
{
    const CanvasScene& scene = m_view.flowScene();
    const QRectF box = scene.boxOf(m_anchor);
    const QRectF target
        = m_target.isEmpty() || m_target == m_anchor ? QRectF() : scene.boxOf(m_target);
    const EndSide fixed = target.isNull() ? EndSide::Free : aimedSide();
    const QPointF end = target.isNull() ? m_at
        : fixed == EndSide::Free        ? borderPoint(target, box.center())
                                        : sideLine(target, fixed).center();
    const QPointF start = borderPoint(box, end);
    const QPen pen = previewPen(scene.theme(), kindFor(m_modifiers), scale);
    if (m_fromAnchor) {
        drawArrow(painter, start, end, pen);
    } else {
        drawArrow(painter, end, start, pen);
    }
    if (fixed != EndSide::Free) {
        QPen side(scene.theme().selection, std::max(4.0, 4 / scale));
        side.setCapStyle(Qt::RoundCap);
        painter.setPen(side);
        painter.drawLine(sideLine(target, fixed));
    }
}

} // namespace whimbrel
