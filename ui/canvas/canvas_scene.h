// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "render/draw/flow_drawing.h"
#include "render/layout/node_shape.h"
#include "ui/canvas/canvas_items.h"
#include "ui/canvas/flow_layouter.h"

#include <QGraphicsScene>
#include <QVariantAnimation>

#include <memory>

namespace whimbrel {

/// The flow on the canvas: one item an element, kept in step with plan, geometry, selection,
/// findings and run. What changed is drawn anew, nothing else.
class CanvasScene final : public QGraphicsScene {
    Q_OBJECT

public:
    explicit CanvasScene(PlanSession& session, QObject* parent = nullptr);
    ~CanvasScene() override;

    [[nodiscard]] const Theme& theme() const { return whimbrel::theme(m_theme); }
    void setTheme(ThemeName theme);

    [[nodiscard]] FlowLayouter& layouter() { return m_layouter; }
    [[nodiscard]] const FlowLayouter& layouter() const { return m_layouter; }
    /// What the picture covers.
    [[nodiscard]] QRectF contentRect() const;

    [[nodiscard]] NodeItem* nodeItem(const NodeId& node) const { return m_nodes.value(node); }
    [[nodiscard]] EdgeItem* edgeItem(const EdgeId& edge) const { return m_edges.value(edge); }
    [[nodiscard]] ElementItem* item(const ElementRef& element) const;
    [[nodiscard]] const QHash<NodeId, NodeItem*>& nodeItems() const { return m_nodes; }

    /// The element under a point: nodes before edges before groups. Plan if there is none.
    [[nodiscard]] ElementRef elementAt(const QPointF& position) const;
    [[nodiscard]] NodeId nodeAt(const QPointF& position, double margin = 0) const;
    [[nodiscard]] EdgeId edgeAt(const QPointF& position) const;
    /// The elements inside the rectangle, or (touching) those that it meets.
    [[nodiscard]] QList<ElementRef> elementsIn(const QRectF& rect, bool touching) const;

    /// The size of a node's box before any layout.
    [[nodiscard]] QSizeF sizeOf(const Node& node) const;
    /// Of a step in a folded group: the group's.
    [[nodiscard]] QRectF boxOf(const NodeId& node) const;
    /// Whether a step stands elsewhere, and is here because an edge leads to it.
    [[nodiscard]] bool isEnd(const NodeId& node) const
    {
        return m_layouter.folding().ends.contains(node);
    }
    [[nodiscard]] bool isFolded(const GroupId& group) const
    {
        return m_layouter.folding().standIns.contains(group);
    }

    /// The lane in which something at this place stands, before or behind it too: a number in
    /// layouter().geometry().lanes, or -1 if there are none.
    [[nodiscard]] qsizetype laneAt(const QPointF& position) const;
    [[nodiscard]] LaneItem* laneItem(qsizetype lane) const { return m_lanes.value(lane); }

    /// Shows nodes elsewhere without touching the plan, edges following (dragging).
    void showMoved(const QHash<NodeId, QPointF>& positions);
    /// Back to where the plan has them.
    void showUnmoved();

    /// The next change of places glides (unless motion is to be reduced).
    void glideNext() { m_glideNext = true; }
    void setReducedMotion(bool reduced) { m_reducedMotion = reduced; }

    [[nodiscard]] Findings findingsOf(const ElementRef& element) const
    {
        return m_findings.value(element);
    }

signals:
    /// The first geometry of another plan is there.
    void opened();
    void contentChanged();

private:
    void follow(const PlanChange& change);
    void rebuild();
    void showPage();
    void takeGeometry();
    void takeGroups();
    void takePreview();
    void showLanes();
    void showSelection();
    void showFindings();
    void showRun();
    void showBreakpoints();
    void showComments();

    void putNode(const Node& node, const QRectF& box);
    void putEdge(const Edge& edge, const RoutedEdge& route);
    void putGroup(const Group& group, const QRectF& box);
    void drawAgain(const ElementRef& element);
    void drawAllAgain();
    void eraseItem(const ElementRef& element);
    void setEnds(const Edge& edge);
    void forgetEnds(const EdgeId& edge);
    void roughRoutes(const QSet<NodeId>& moved);
    [[nodiscard]] RoutedEdge roughRoute(const Edge& edge) const;
    void glideFrom(const QHash<NodeId, QPointF>& before);
    [[nodiscard]] FlowDrawingOptions optionsFor(const Findings& findings) const;

    PlanSession& m_session;
    FlowLayouter m_layouter;
    NodeMeter m_meter;
    ThemeName m_theme = ThemeName::Light;
    QHash<NodeId, NodeItem*> m_nodes{};
    QHash<EdgeId, EdgeItem*> m_edges{};
    QHash<GroupId, GroupItem*> m_groups{};
    QList<LaneItem*> m_lanes{};
    QHash<NodeId, QSet<EdgeId>> m_edgesOf{}; ///< by either end
    QHash<EdgeId, std::pair<NodeId, NodeId>> m_ends{}; ///< what m_edgesOf has of an edge
    QSet<ElementRef> m_chosen{};
    QHash<ElementRef, Findings> m_findings{};
    std::optional<RunState> m_run{};
    FlowGeometry m_previewed{}; ///< what of a preview is shown
    QSet<NodeId> m_breakpoints{}; ///< as they were drawn last
    QHash<ElementRef, int> m_callOuts{}; ///< the numbers of open comments as they were drawn last
    QVariantAnimation m_glide;
    QHash<NodeId, QPointF> m_glideFrom{};
    bool m_glideNext = false;
    bool m_reducedMotion = false;
    bool m_fresh = true;
};

} // namespace whimbrel
