// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ui/canvas/canvas_scene.h"
#include "ui/canvas/group_drop.h"
#include "ui/canvas/lane_drop.h"
#include "ui/diagram/gesture.h"

#include <optional>

namespace whimbrel {

class FlowView;

/// Moves nodes, drawn to grid and neighbours; with Ctrl or Alt held from the beginning copies are
/// moved. A node without edges that is dropped on an edge goes in between; nodes that are dragged
/// into a phase or out of theirs, or into another swim lane, change it.
class MoveGesture final : public Gesture {
public:
    MoveGesture(PlanSession& session, CanvasScene& scene, const QSet<NodeId>& nodes,
        const NodeId& grabbed, const PointerState& from, bool snaps);
    void move(const PointerState& at) override;
    void finish(const PointerState& at) override;
    void cancel() override;
    void paint(QPainter& painter, double scale) const override;

private:
    [[nodiscard]] bool mayGoIntoEdge() const;
    void showDropEdge(const EdgeId& edge);
    [[nodiscard]] Edit meaningOfDrop() const;

    PlanSession& m_session;
    CanvasScene& m_scene;
    QHash<NodeId, QPointF> m_start{};
    QRectF m_grabbedBox; ///< where it stood
    QHash<NodeId, QPointF> m_now{};
    NodeId m_grabbed;
    QPointF m_from;
    QList<QRectF> m_others{};
    QList<QLineF> m_guides{};
    QList<QLineF> m_gaps{};
    EdgeId m_dropEdge{};
    GroupDrop m_groups;
    LaneDrop m_lanes;
    bool m_copies;
    bool m_snaps;
    bool m_moved = false;
};

/// Draws a new edge out of a node, or leads the end of one elsewhere. Dropped at a node's border it
/// is fixed to that side.
class ConnectGesture final : public Gesture {
public:
    ConnectGesture(FlowView& view, const NodeId& from, EdgeKind kind, const PointerState& at);
    /// Leads the head (or tail) of an edge elsewhere.
    ConnectGesture(FlowView& view, const Edge& edge, bool head, const PointerState& at);
    ~ConnectGesture() override;
    void move(const PointerState& at) override;
    void finish(const PointerState& at) override;
    void cancel() override;
    void paint(QPainter& painter, double scale) const override;

private:
    [[nodiscard]] QString refusal(const NodeId& node) const;
    [[nodiscard]] EdgeKind kindFor(Qt::KeyboardModifiers modifiers) const;
    void aimAt(const NodeId& node);
    [[nodiscard]] EndSide aimedSide() const;

    FlowView& m_view;
    NodeId m_anchor; ///< the end that stays
    EdgeKind m_kind;
    bool m_fromAnchor = true; ///< whether the anchor is the tail
    EdgeId m_edge{};
    QPointF m_at;
    Qt::KeyboardModifiers m_modifiers{};
    NodeId m_target{};
    double m_scale = 1;
};

/// How the line of an edge that is being drawn looks.
[[nodiscard]] QPen previewPen(const Theme& theme, EdgeKind kind, double scale);

} // namespace whimbrel
