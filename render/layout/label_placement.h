// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "render/layout/flow_layout.h"
#include "render/layout/flow_scene.h"
#include "render/layout/spatial_grid.h"

#include <QSet>

#include <memory>

namespace whimbrel {

/// Places the edges' labels beside their lines so that they meet no node, no line and no other
/// label: the branches of gates and failures near their source, others near the middle of their
/// longest stretch. Edges are known by their positions in plan.edges.
///
/// Like the router's, its knowledge can be tried out between beginTrial() and endTrial().
class LabelPlacer final {
public:
    LabelPlacer(const FlowScene& scene, const QList<QRectF>& nodes);
    Q_DISABLE_COPY_MOVE(LabelPlacer)

    /// An area that holds text already (the title of a group).
    void avoid(const QRectF& title);
    void addLine(int edge, const QList<QPointF>& points);
    /// The edge's label where it stands best; remembered as taken. Empty if it has none.
    PlacedLabel place(int edge, const QList<QPointF>& points);

    /// Whether a line or a label lies in the area.
    [[nodiscard]] bool holdsSomething(const QRectF& area) const;

    void beginTrial();
    void endTrial();
    /// In a trial: a node stands elsewhere.
    void moveNode(int node, const QRectF& box);
    /// In a trial: line and label of an edge are in nobody's way.
    void release(int edge);
    /// In a trial: the label of an edge is in nobody's way.
    void releaseLabel(int edge);
    /// The edges whose labels meet the area.
    [[nodiscard]] QSet<int> labelsNear(const QRectF& area) const;

private:
    struct Candidate {
        QRectF box{};
        double cost = 0;
    };
    struct Trial {
        explicit Trial(LabelPlacer& placer)
            : nodes(placer.m_nodes)
            , lines(placer.m_lines)
            , labels(placer.m_labels)
            , labelEdges(placer.m_labelEdges.size())
            , labelOf(placer.m_labelOf)
        { }

        GridTrial nodes;
        GridTrial lines;
        GridTrial labels;
        qsizetype labelEdges;
        QHash<int, int> labelOf;
    };

    [[nodiscard]] QRectF bestPlace(int edge, const QList<QPointF>& points, QSizeF size) const;
    static void addBeside(QList<Candidate>& candidates, const QPointF& a, const QPointF& b,
        double at, QSizeF size, double cost);
    [[nodiscard]] Candidate bestOf(QList<Candidate> candidates, Candidate known) const;
    [[nodiscard]] Candidate bestAround(
        const QList<QPointF>& points, QSizeF size, double reach, Candidate known) const;
    [[nodiscard]] double collisions(const QRectF& box) const;

    const FlowScene& m_scene;
    SpatialGrid m_nodes{};
    SpatialGrid m_titles{};
    SpatialGrid m_lines{};
    SpatialGrid m_labels{};
    QHash<int, QList<int>> m_linesOf{}; ///< numbers in m_lines by edge
    QList<int> m_labelEdges{}; ///< by number in m_labels
    QHash<int, int> m_labelOf{}; ///< number in m_labels by edge
    std::unique_ptr<Trial> m_trial{};
};

/// The order in which labels are placed: what must stand near its source has least choice and
/// comes first.
[[nodiscard]] QList<int> labelOrder(const FlowScene& scene, QList<int> edges);

} // namespace whimbrel
