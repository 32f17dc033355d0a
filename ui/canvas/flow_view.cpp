// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "ui/canvas/flow_view.h"

#include "model/plan/node_kind.h"
#include "ui/canvas/arrange_bar.h"
#include "ui/canvas/breadcrumb.h"
#include "ui/canvas/edge_ends.h"
#include "ui/canvas/kind_picker.h"
#include "ui/canvas/live_layout.h"
#include "ui/diagram/title_editor.h"

#include <QPainter>

namespace whimbrel {

FlowView::FlowView(PlanSession& session, QWidget* parent)
    : DiagramView(session, parent)
    , m_scene(session)
    , m_liveLayout(new LiveLayout(session, m_scene, this))
    , m_arrangeBar(new ArrangeBar(*this))
{
    setScene(&m_scene);
    setObjectName(QStringLiteral("canvas"));
    setAccessibleName(tr("Flow"));
    setAccessibleDescription(tr("The steps of the plan and the edges between them."));
    setAcceptDrops(true);
    connect(&m_scene, &CanvasScene::contentChanged, this, &FlowView::grow);
    connect(&m_scene, &CanvasScene::opened, this, &FlowView::showOpened);
    connect(&m_scene.layouter(), &FlowLayouter::arranged, this, &FlowView::takeArrangement);
    connect(&session, &PlanSession::changed, this, [this](const PlanChange& change) {
        hover({-1e9, -1e9});
        if (change.everything) {
            m_looks.clear();
        }
    });
    connect(&session, &PlanSession::revealRequested, this, &FlowView::turnTo);
    new Breadcrumb(*this);
    setTheme(ThemeName::Light);
}

FlowView::~FlowView()
{
    dropGesture();
    m_scene.disconnect(this);
    m_session.disconnect(this);
}

void FlowView::setTheme(ThemeName theme)
{
    m_scene.setTheme(theme);
    setBackgroundBrush(m_scene.theme().canvas);
    resetCachedContent();
    viewport()->update();
}

void FlowView::setLiveLayout(bool on)
{
    m_liveLayout->setOn(on);
    if (on && mayEdit()) {
        m_scene.layouter().arrange(Arrange::Unpinned);
    }
}

void FlowView::setEdgeKind(EdgeKind kind)
{
    if (m_edgeKind != kind) {
        m_edgeKind = kind;
        emit edgeKindChanged(kind);
    }
}

QString FlowView::toolTipFor(const ElementRef& element) const
{
    const Plan& plan = m_session.plan();
    QStringList lines;
    if (element.type == ElementType::Node) {
        if (const Node* node = plan.nodes.find(NodeId(element.id))) {
            const QString about = QCoreApplication::translate("NodeKind", traits(node->kind).about);
            lines.append(
                QStringLiteral("<b>%1</b> · %2")
                    .arg(titleOf(*node).toHtmlEscaped(), displayName(node->kind).toHtmlEscaped()));
            lines.append(about.toHtmlEscaped());
            if (!node->notes.isEmpty()) {
                lines.append(node->notes.left(300).toHtmlEscaped());
            }
        }
    }
    for (const Comment& comment : plan.comments) {
        if (comment.on == element && !comment.resolved && element.type != ElementType::Plan) {
            lines.append(
                QStringLiteral("<b>%1:</b> %2")
                    .arg((comment.by.isEmpty() ? tr("Comment") : comment.by).toHtmlEscaped(),
                        comment.text.left(300).toHtmlEscaped()));
        }
    }
    return toolTipOf(lines + linesOf(m_scene.findingsOf(element)));
}

QString FlowView::toolTipAt(const QPointF& scene) const
{
    return handleAt(scene) ? tr("Click: add a step. Drag: draw an edge. Shift: a way back.")
                           : toolTipFor(m_scene.elementAt(scene));
}

QRectF FlowView::boundsOf(const ElementRef& element) const
{
    const ElementItem* item = m_scene.item(element);
    if (item == nullptr) { // in a folded group, that is shown
        item = m_scene.item(
            ElementRef::of(m_scene.layouter().folding().hidden.value(NodeId(element.id))));
    }
    return item == nullptr ? QRectF() : item->drawing().bounds;
}

void FlowView::paintOver(QPainter& painter)
{
    for (const ElementRef& ref : m_session.selection()) {
        if (ref.type == ElementType::Edge && !isLocked() && gesture() == nullptr) {
            paintEdgeEnds(painter, m_session, m_scene, EdgeId(ref.id), zoom());
        }
    }
    paintHandles(painter);
    paintKeyEdge(painter);
}

} // namespace whimbrel
