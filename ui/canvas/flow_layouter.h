// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "render/layout/flow_routing.h"
#include "render/layout/shown_flow.h"
#include "ui/session/plan_session.h"

#include <QObject>

#include <functional>
#include <memory>

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
    /// What is shown of the plan: folded groups are one box each, but while a run is shown.
    [[nodiscard]] const FoldedView& folding() const { return m_view; }
    /// The group whose content is shown alone; empty: the whole flow.
    [[nodiscard]] const GroupId& page() const { return m_page; }
    /// Shows a group alone, or the whole; nothing for a group that the plan does not have. A run
    /// that is shown, another plan, or the end of the group lead back to the whole.
    void showPage(const GroupId& page);

    /// Routes as if the nodes stood there, at once, until clearPreview() (while dragging):
    /// previewChanged() comes before this returns. False while the plan's own routes are not ready;
    /// then it comes when they are.
    bool preview(const QHash<NodeId, QPointF>& moved);
    /// The same for an edge that is led otherwise.
    bool previewRoute(const EdgeId& edge, const EdgeRoute& route);
    /// Back to the plan's routes.
    void clearPreview();
    /// What is different from geometry() in the preview.
    [[nodiscard]] const FlowGeometry& previewed() const { return m_previewed; }
    /// Whether the preview shows these nodes there.
    [[nodiscard]] bool previews(const QHash<NodeId, QPointF>& places) const;

    /// Asks for new places; arranged() answers.
    void arrange(Arrange what, const QSet<NodeId>& selection = {});
    /// Asks for new places of everything, in that direction and those lanes; arranged() answers.
    void arrangeAnew(FlowDirection direction, FlowLanes lanes);
    /// Asks for the places that follow from the last change; arrangedAlong() answers, unless the
    /// plan has gone on. Of `loose` nodes it makes no difference that they are pinned.
    void arrangeAlong(Arrange what, const QSet<NodeId>& selection, const QSet<NodeId>& loose);

signals:
    void geometryChanged();
    void previewChanged();
    /// Another part of the plan is shown; its geometry follows.
    void pageChanged();
    /// `layout` says how the flow was to be arranged; its places are those before.
    void arranged(
        const QHash<whimbrel::NodeId, QPointF>& positions, const whimbrel::FlowLayout& layout);

    void arrangedAlong(const QHash<whimbrel::NodeId, QPointF>& positions);

private:
    using Places = QHash<NodeId, QPointF>;
    void follow(const PlanChange& change);
    void followRun();
    void start();
    void look();
    void forget();
    [[nodiscard]] FoldedView arrangedView() const;
    [[nodiscard]] Plan placed(const FoldedView& view) const;
    [[nodiscard]] QSet<NodeId> ofThePage(const Plan& plan, Arrange what) const;
    void arrange(const FoldedView& view, const Plan& plan, Arrange what,
        const QSet<NodeId>& selection, const std::function<void(const Places&)>& done);
    [[nodiscard]] Places withHidden(const FoldedView& view, const Places& places) const;
    void take(quint64 turn, const std::shared_ptr<FlowRouting>& routing);
    void showPreview();

    PlanSession& m_session;
    FoldedView m_view{};
    GroupId m_page{};
    bool m_foldsIgnored = false; ///< a run is shown: where it is must be seen
    FlowGeometry m_geometry{};
    std::shared_ptr<FlowRouting> m_routing{}; ///< of the plan as it is now; shared with a job's end
    FlowGeometry m_previewed{};
    QHash<NodeId, QPointF> m_positions{};
    QHash<NodeId, QPointF> m_preview{};
    bool m_previewsRoute = false;
    bool m_running = false;
    quint64 m_planTurn = 0; ///< counts the plan's versions
    quint64 m_started = 0; ///< the version that the job under way is for
};

} // namespace whimbrel
