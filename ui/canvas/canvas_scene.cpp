// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "ui/canvas/canvas_scene.h"

#include "render/draw/call_outs.h"
#include "ui/session/linked_elements.h"

#include <QGraphicsItem>

#include <algorithm>

namespace whimbrel {

namespace {

constexpr int glideMs = 200;

/// What the canvas shows of a step's run; equal values are drawn alike.
QString look(const RunState& run, const NodeId& node)
{
    const StepRun step = run.step(node);
    return QStringLiteral("%1|%2|%3|%4|%5|%6")
        .arg(static_cast<int>(step.status))
        .arg(step.outcome)
        .arg(step.ms)
        .arg(step.rows)
        .arg(step.cursorLast)
        .arg(run.ready.contains(node) ? 1 : 0);
}

} // namespace

CanvasScene::CanvasScene(PlanSession& session, QObject* parent)
    : QGraphicsScene(parent)
    , m_session(session)
    , m_layouter(session)
{
    setItemIndexMethod(QGraphicsScene::BspTreeIndex);
    m_glide.setDuration(glideMs);
    m_glide.setEasingCurve(QEasingCurve::OutCubic);
    m_glide.setStartValue(1.0);
    m_glide.setEndValue(0.0);
    connect(&m_glide, &QVariantAnimation::valueChanged, this, [this](const QVariant& left) {
        for (auto from = m_glideFrom.cbegin(); from != m_glideFrom.cend(); ++from) {
            if (NodeItem* item = m_nodes.value(from.key())) {
                item->setPos((*from - item->box().topLeft()) * left.toDouble());
            }
        }
        for (EdgeItem* edge : std::as_const(m_edges)) {
            edge->setOpacity(1 - 0.7 * left.toDouble());
        }
    });
    connect(&m_layouter, &FlowLayouter::geometryChanged, this, &CanvasScene::takeGeometry);
    connect(&m_layouter, &FlowLayouter::previewChanged, this, &CanvasScene::takePreview);
    connect(&m_layouter, &FlowLayouter::pageChanged, this, &CanvasScene::showPage);
    connect(&session, &PlanSession::changed, this, &CanvasScene::follow);
    connect(&session, &PlanSession::selectionChanged, this, &CanvasScene::showSelection);
    connect(&session, &PlanSession::validationChanged, this, &CanvasScene::showFindings);
    connect(&session, &PlanSession::runChanged, this, &CanvasScene::showRun);
    connect(&session, &PlanSession::rehearsedChanged, this, &CanvasScene::drawAllAgain);
    connect(&session.breakpoints(), &Breakpoints::changed, this, &CanvasScene::showBreakpoints);
    m_run = session.run();
}

CanvasScene::~CanvasScene() = default;

void CanvasScene::setTheme(ThemeName theme)
{
    if (m_theme != theme) {
        m_theme = theme;
        drawAllAgain();
        update();
    }
}

QRectF CanvasScene::contentRect() const
{
    QRectF rect;
    for (const NodeItem* node : m_nodes) {
        rect |= node->box().translated(node->pos());
    }
    for (const EdgeItem* edge : m_edges) {
        rect |= edge->drawing().bounds;
    }
    for (const GroupItem* group : m_groups) {
        rect |= group->box();
    }
    for (const LaneItem* lane : m_lanes) {
        rect |= lane->box();
    }
    return rect;
}

ElementItem* CanvasScene::item(const ElementRef& element) const
{
    switch (element.type) {
    case ElementType::Node:
        return m_nodes.value(NodeId(element.id));
    case ElementType::Edge:
        return m_edges.value(EdgeId(element.id));
    case ElementType::Group:
        return m_groups.value(GroupId(element.id));
    case ElementType::Plan:
    case ElementType::Target:
    case ElementType::Parameter:
    case ElementType::Participant:
    case ElementType::Assumption:
    case ElementType::Sequence:
    case ElementType::SequencePart:
        break;
    }
    return nullptr;
}

ElementRef CanvasScene::elementAt(const QPointF& position) const
{
    ElementRef found;
    for (const QGraphicsItem* hit : items(position)) {
        const auto* element = dynamic_cast<const ElementItem*>(hit);
        if (element == nullptr) {
            continue;
        }
        if (element->element().type == ElementType::Node || found.type == ElementType::Plan) {
            found = element->element();
        }
        if (found.type == ElementType::Node || found.type == ElementType::Edge) {
            break;
        }
    }
    return found;
}

NodeId CanvasScene::nodeAt(const QPointF& position, double margin) const
{
    const QRectF around(position - QPointF(margin, margin), QSizeF(2 * margin, 2 * margin));
    const QList<QGraphicsItem*> hits
        = margin > 0 ? items(around, Qt::IntersectsItemShape) : items(position);
    for (const QGraphicsItem* hit : hits) {
        if (const auto* node = dynamic_cast<const NodeItem*>(hit)) {
            return NodeId(node->element().id);
        }
    }
    return {};
}

EdgeId CanvasScene::edgeAt(const QPointF& position) const
{
    for (const QGraphicsItem* hit : items(position)) {
        if (const auto* edge = dynamic_cast<const EdgeItem*>(hit)) {
            return EdgeId(edge->element().id);
        }
    }
    return {};
}

QList<ElementRef> CanvasScene::elementsIn(const QRectF& rect, bool touching) const
{
    QList<ElementRef> inside;
    for (const QGraphicsItem* hit : items(rect, Qt::IntersectsItemShape)) {
        if (const auto* node = dynamic_cast<const NodeItem*>(hit)) {
            if (touching || rect.contains(node->box())) {
                inside.append(node->element());
            }
        } else if (const auto* edge = dynamic_cast<const EdgeItem*>(hit)) {
            if (touching || rect.contains(QPolygonF(edge->route().points).boundingRect())) {
                inside.append(edge->element());
            }
        }
    }
    std::sort(inside.begin(), inside.end());
    return inside;
}

QSizeF CanvasScene::sizeOf(const Node& node) const
{
    return m_meter.face(node, m_session.plan().layout.direction).size;
}

QRectF CanvasScene::boxOf(const NodeId& node) const
{
    if (const NodeItem* item = m_nodes.value(node)) {
        return item->box().translated(item->pos());
    }
    const GroupItem* folded = m_groups.value(m_layouter.folding().hidden.value(node));
    return folded == nullptr ? QRectF() : folded->box();
}

void CanvasScene::follow(const PlanChange& change)
{
    if (change.everything) {
        rebuild();
        return;
    }
    const Plan& plan = m_session.plan();
    for (const ElementRef& gone : change.erased) {
        eraseItem(gone);
    }
    QHash<NodeId, QPointF> before;
    QHash<NodeId, QPointF> placed;
    QSet<NodeId> moved;
    for (const NodeId& id : change.placed) {
        const auto place = plan.layout.places.constFind(id);
        NodeItem* item = m_nodes.value(id);
        if (item == nullptr || place == plan.layout.places.cend() || isEnd(id)) {
            continue;
        }
        const Node* node = plan.nodes.find(id);
        before.insert(id, item->box().topLeft() + item->pos());
        item->setPos(0, 0);
        if (node != nullptr) {
            putNode(*node, QRectF(place->position, item->box().size()));
            placed.insert(id, place->position);
        }
    }
    // What was dropped where it was dragged has its lines already.
    if (!m_layouter.previews(placed)) {
        moved = QSet<NodeId>(placed.keyBegin(), placed.keyEnd());
    }
    for (const ElementRef& ref : change.put) {
        if (ref.type == ElementType::Node) {
            const Node* node = plan.nodes.find(NodeId(ref.id));
            const auto position = m_layouter.positions().constFind(NodeId(ref.id));
            if (isEnd(NodeId(ref.id))) {
                drawAgain(ref);
            } else if (node != nullptr && position != m_layouter.positions().cend()
                && m_layouter.folding().shows(node->id)) {
                const QSizeF size = sizeOf(*node);
                const NodeItem* item = m_nodes.value(node->id);
                if (item == nullptr || item->box().size() != size) {
                    moved.insert(node->id);
                }
                putNode(*node, QRectF(*position, size));
            }
        } else if (ref.type == ElementType::Group) {
            const Group* group = plan.groups.find(GroupId(ref.id));
            GroupItem* item = m_groups.value(GroupId(ref.id));
            if (group != nullptr && item != nullptr) {
                putGroup(*group, item->box());
            }
        }
    }
    for (const ElementRef& ref : change.put) { // after the nodes that they join
        if (ref.type == ElementType::Edge) {
            const Edge* edge = plan.edges.find(EdgeId(ref.id));
            if (edge != nullptr && m_layouter.folding().plan.edges.contains(edge->id)) {
                const EdgeItem* item = m_edges.value(edge->id);
                const bool sameEnds
                    = item != nullptr && m_ends.value(edge->id) == std::pair(edge->from, edge->to);
                putEdge(*edge, sameEnds ? item->route() : roughRoute(*edge));
            }
        }
    }
    roughRoutes(moved);
    if (m_glideNext && !before.isEmpty()) {
        glideFrom(before);
    }
    m_glideNext = false;
    showComments();
    emit contentChanged();
}

void CanvasScene::rebuild()
{
    m_glide.stop();
    m_glideFrom.clear();
    clear();
    m_nodes.clear();
    m_edges.clear();
    m_groups.clear();
    m_lanes.clear();
    m_edgesOf.clear();
    m_ends.clear();
    m_chosen.clear();
    m_findings.clear();
    m_callOuts = callOutNumbers(m_session.plan());
    m_previewed = {};
    m_fresh = true;
}

void CanvasScene::showPage()
{
    rebuild();
    showSelection();
    showFindings();
    emit contentChanged();
}

void CanvasScene::takeGeometry()
{
    const Plan& plan = m_session.plan();
    const FlowGeometry& geometry = m_layouter.geometry();
    m_previewed = {};
    for (const Node& node : plan.nodes) {
        const auto box = geometry.nodes.constFind(node.id);
        if (box == geometry.nodes.cend()) {
            if (!m_layouter.folding().plan.nodes.contains(node.id)) {
                eraseItem(ElementRef::of(node.id)); // in a folded group, or on another page
            }
            continue;
        }
        const NodeItem* item = m_nodes.value(node.id);
        const bool dragged = item != nullptr && !item->pos().isNull();
        if (!dragged && (item == nullptr || item->box() != *box)) {
            putNode(node, *box);
        }
    }
    for (const Edge& edge : plan.edges) {
        const auto route = geometry.edges.constFind(edge.id);
        const EdgeItem* item = m_edges.value(edge.id);
        if (route != geometry.edges.cend() && (item == nullptr || item->route() != *route)) {
            putEdge(edge, *route);
        } else if (!m_layouter.folding().plan.edges.contains(edge.id)) {
            eraseItem(ElementRef::of(edge.id)); // inside a folded group, or beside another
        }
    }
    takeGroups();
    showLanes();
    update(); // where a line was that now runs elsewhere, nothing of it may stay
    emit contentChanged();
    if (m_fresh) {
        m_fresh = false;
        emit opened();
    }
}

void CanvasScene::takeGroups()
{
    const FlowGeometry& geometry = m_layouter.geometry();
    const QHash<GroupId, NodeId>& standIns = m_layouter.folding().standIns;
    for (const Group& group : m_session.plan().groups) {
        // Of a folded group the plan says something else after each edit: it is drawn each time.
        const bool folded = standIns.contains(group.id);
        const QRectF box = folded ? geometry.nodes.value(standIns.value(group.id))
                                  : geometry.groups.value(group.id);
        const GroupItem* item = m_groups.value(group.id);
        if (box.isNull()) {
            eraseItem(ElementRef::of(group.id)); // nothing is in it, or it lies in a folded one
        } else if (item == nullptr || folded || item->isFolded() || item->box() != box) {
            putGroup(group, box);
        }
    }
}

void CanvasScene::showSelection()
{
    const QList<ElementRef>& selection = m_session.selection();
    QSet<ElementRef> chosen(selection.begin(), selection.end());
    for (const ElementRef& ref : linkedElements(m_session.plan(), selection)) {
        chosen.insert(ref);
    }
    for (const ElementRef& ref : m_chosen - chosen) {
        if (ElementItem* shown = item(ref)) {
            shown->setChosen(false);
        }
    }
    for (const ElementRef& ref : std::as_const(chosen)) {
        if (ElementItem* shown = item(ref)) {
            shown->setChosen(true);
        }
    }
    m_chosen = chosen;
}

void CanvasScene::showFindings()
{
    QHash<ElementRef, Findings> findings;
    for (const Finding& finding : m_session.validation().findings) {
        if (!finding.accepted) {
            findings[finding.element].append(finding);
        }
    }
    QSet<ElementRef> touched;
    const auto keys = [](const Findings& list) {
        QStringList all;
        for (const Finding& finding : list) {
            all.append(finding.key + QString::number(static_cast<int>(finding.severity)));
        }
        return all;
    };
    for (auto old = m_findings.cbegin(); old != m_findings.cend(); ++old) {
        if (keys(*old) != keys(findings.value(old.key()))) {
            touched.insert(old.key());
        }
    }
    for (auto now = findings.cbegin(); now != findings.cend(); ++now) {
        if (!m_findings.contains(now.key())) {
            touched.insert(now.key());
        }
    }
    m_findings = findings;
    for (const ElementRef& ref : touched) {
        drawAgain(ref);
    }
}

void CanvasScene::showRun()
{
    const std::optional<RunState> before = std::exchange(m_run, m_session.run());
    if (!before || !m_run || before->run != m_run->run) {
        drawAllAgain();
        return;
    }
    for (auto node = m_nodes.cbegin(); node != m_nodes.cend(); ++node) {
        if (look(*before, node.key()) != look(*m_run, node.key())) {
            drawAgain(ElementRef::of(node.key()));
        }
    }
    if (before->followed != m_run->followed
        || before->compensations.size() != m_run->compensations.size()) {
        for (auto edge = m_edges.cbegin(); edge != m_edges.cend(); ++edge) {
            drawAgain(ElementRef::of(edge.key()));
        }
    }
}

FlowDrawingOptions CanvasScene::optionsFor(const Findings& findings) const
{
    FlowDrawingOptions options;
    options.theme = m_theme;
    options.findings = &findings;
    options.run = m_run ? &*m_run : nullptr;
    options.rehearsed = &m_session.rehearsed();
    options.breakpoints = &m_session.breakpoints().nodes();
    options.comments = true;
    return options;
}

void CanvasScene::showComments()
{
    const QHash<ElementRef, int> now = callOutNumbers(m_session.plan());
    const QHash<ElementRef, int> before = std::exchange(m_callOuts, now);
    for (auto number = before.cbegin(); number != before.cend(); ++number) {
        if (now.value(number.key()) != *number) {
            drawAgain(number.key());
        }
    }
    for (auto number = now.cbegin(); number != now.cend(); ++number) {
        if (!before.contains(number.key())) {
            drawAgain(number.key());
        }
    }
}

void CanvasScene::showBreakpoints()
{
    const QSet<NodeId>& now = m_session.breakpoints().nodes();
    const QSet<NodeId> touched = (now - m_breakpoints) | (m_breakpoints - now);
    m_breakpoints = now;
    for (const NodeId& node : touched) {
        drawAgain(ElementRef::of(node));
    }
}

void CanvasScene::putNode(const Node& node, const QRectF& box)
{
    NodeItem*& item = m_nodes[node.id];
    if (item == nullptr) {
        item = new NodeItem(node.id);
        addItem(item);
    }
    const Findings findings = findingsOf(ElementRef::of(node.id));
    item->setBox(box);
    const FlowDrawingOptions options = optionsFor(findings);
    item->setDrawing(isEnd(node.id) ? drawEnd(m_session.plan(), node, box, options)
                                    : drawNode(m_session.plan(), node, box, options),
        theme());
    item->setChosen(m_chosen.contains(item->element()));
}

void CanvasScene::putEdge(const Edge& edge, const RoutedEdge& route)
{
    EdgeItem*& item = m_edges[edge.id];
    if (item == nullptr) {
        item = new EdgeItem(edge.id);
        addItem(item);
    }
    setEnds(edge);
    const Findings findings = findingsOf(ElementRef::of(edge.id));
    const bool happy = m_layouter.geometry().happyPath.contains(edge.id);
    item->setRoute(route);
    item->setDrawing(drawEdge(m_session.plan(), edge, route, happy, optionsFor(findings)), theme());
    item->setChosen(m_chosen.contains(item->element()));
    item->setVisible(route.points.size() > 1);
}

void CanvasScene::putGroup(const Group& group, const QRectF& box)
{
    GroupItem*& item = m_groups[group.id];
    if (item == nullptr) {
        item = new GroupItem(group.id);
        addItem(item);
    }
    const Findings findings = findingsOf(ElementRef::of(group.id));
    item->setBox(box);
    item->setFolded(isFolded(group.id));
    if (isFolded(group.id)) {
        item->setDrawing(
            drawFoldedGroup(m_session.plan(), group, box, optionsFor(findings)), theme());
        item->setChosen(m_chosen.contains(item->element()));
        return;
    }
    const double usual = m_layouter.geometry().titleOffsets.value(group.id, 12);
    const double aside = m_layouter.previewed().titleOffsets.value(group.id, usual);
    item->setDrawing(drawGroup(m_session.plan(), group, box, optionsFor(findings), aside), theme());
    item->setChosen(m_chosen.contains(item->element()));
}

void CanvasScene::drawAgain(const ElementRef& element)
{
    const Plan& plan = m_session.plan();
    if (element.type == ElementType::Node) {
        const Node* node = plan.nodes.find(NodeId(element.id));
        if (NodeItem* item = m_nodes.value(NodeId(element.id));
            node != nullptr && item != nullptr) {
            putNode(*node, item->box());
        }
    } else if (element.type == ElementType::Edge) {
        const Edge* edge = plan.edges.find(EdgeId(element.id));
        if (EdgeItem* item = m_edges.value(EdgeId(element.id));
            edge != nullptr && item != nullptr) {
            putEdge(*edge, item->route());
        }
    } else if (element.type == ElementType::Group) {
        const Group* group = plan.groups.find(GroupId(element.id));
        GroupItem* item = m_groups.value(GroupId(element.id));
        if (group != nullptr && item != nullptr) {
            putGroup(*group, item->box());
        }
    }
}

void CanvasScene::drawAllAgain()
{
    const QList<NodeId> nodes = m_nodes.keys();
    for (const NodeId& node : nodes) {
        drawAgain(ElementRef::of(node));
    }
    const QList<EdgeId> edges = m_edges.keys();
    for (const EdgeId& edge : edges) {
        drawAgain(ElementRef::of(edge));
    }
    const QList<GroupId> groups = m_groups.keys();
    for (const GroupId& group : groups) {
        drawAgain(ElementRef::of(group));
    }
    showLanes();
}

void CanvasScene::eraseItem(const ElementRef& element)
{
    const std::unique_ptr<ElementItem> owned(item(element)); // leaves the scene as it dies
    if (owned == nullptr) {
        return;
    }
    m_chosen.remove(element);
    m_findings.remove(element);
    if (element.type == ElementType::Node) {
        m_nodes.remove(NodeId(element.id));
    } else if (element.type == ElementType::Edge) {
        m_edges.remove(EdgeId(element.id));
        forgetEnds(EdgeId(element.id));
    } else {
        m_groups.remove(GroupId(element.id));
    }
}

void CanvasScene::setEnds(const Edge& edge)
{
    const std::pair ends(edge.from, edge.to);
    if (m_ends.value(edge.id) != ends) {
        forgetEnds(edge.id);
        m_ends.insert(edge.id, ends);
        m_edgesOf[edge.from].insert(edge.id);
        m_edgesOf[edge.to].insert(edge.id);
    }
}

void CanvasScene::forgetEnds(const EdgeId& edge)
{
    const auto [from, to] = m_ends.take(edge);
    m_edgesOf[from].remove(edge);
    m_edgesOf[to].remove(edge);
}

void CanvasScene::glideFrom(const QHash<NodeId, QPointF>& before)
{
    if (m_reducedMotion) {
        return;
    }
    m_glide.stop();
    m_glideFrom = before;
    m_glide.start();
}

} // namespace whimbrel
