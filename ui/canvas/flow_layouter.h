// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "render/layout/flow_layout.h"
#include "ui/session/plan_session.h"

#include <QObject>

namespace whimbrel {

/// Keeps the geometry of the session's flow in step with the plan, off the GUI thread: one job at
/// a time on a snapshot, and a new one if the plan went on meanwhile. Nodes stay where they were
/// seen last; only those that never had a place are given one by the automatic layout.
class FlowLayouter final : public QObject {
    Q_OBJECT

public:
    explicit FlowLayouter(PlanSession& session, QObject* parent = nullptr);

    /// The last finished geometry; of an earlier plan while a job is under way.
    [[nodiscard]] const FlowGeometry& geometry() const { return m_geometry; }
    /// Where each node is known to stand (top left), whether stored in the plan or laid out.
    [[nodiscard]] const QHash<NodeId, QPointF>& positions() const { return m_positions; }
    [[nodiscard]] bool isBusy() const { return m_running; }

    /// Routes as if the nodes stood there, until clearPreview() (while dragging).
    void preview(const QHash<NodeId, QPointF>& moved);
    void clearPreview();

    /// Asks for new places of all nodes that are not pinned; arranged() answers.
    void arrange(bool everything);

signals:
    void geometryChanged();
    void arranged(const QHash<whimbrel::NodeId, QPointF>& positions);

private:
    void follow(const PlanChange& change);
    void start();
    void take(quint64 turn, const FlowGeometry& geometry);
    [[nodiscard]] QHash<NodeId, QPointF> wantedPositions() const;

    PlanSession& m_session;
    FlowGeometry m_geometry{};
    QHash<NodeId, QPointF> m_positions{};
    QHash<NodeId, QPointF> m_preview{};
    bool m_running = false;
    quint64 m_planTurn = 0; ///< counts the plan's versions
    quint64 m_wanted = 0; ///< counts what was asked for: plan versions and previews
    quint64 m_started = 0;
};

} // namespace whimbrel
