// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ui/canvas/canvas_scene.h"
#include "ui/canvas/gestures.h"
#include "ui/diagram/diagram_view.h"

#include <QPointer>

namespace whimbrel {

class ArrangeBar;
class KindPicker;
class LiveLayout;
class TitleEditor;

/// The canvas: shows the flow and edits it by mouse and keyboard.
class FlowView final : public DiagramView {
    Q_OBJECT

public:
    explicit FlowView(PlanSession& session, QWidget* parent = nullptr);
    ~FlowView() override;

    [[nodiscard]] CanvasScene& flowScene() { return m_scene; }
    [[nodiscard]] const CanvasScene& flowScene() const { return m_scene; }

    [[nodiscard]] const Theme& theme() const override { return m_scene.theme(); }
    void setTheme(ThemeName theme) override;
    [[nodiscard]] QRectF contentRect() const override { return m_scene.contentRect(); }
    [[nodiscard]] ElementRef elementAt(const QPointF& scene) const override
    {
        return m_scene.elementAt(scene);
    }
    [[nodiscard]] QList<ElementRef> elementsIn(const QRectF& rect, bool touching) const override
    {
        return m_scene.elementsIn(rect, touching);
    }
    [[nodiscard]] QRectF boundsOf(const ElementRef& element) const override;
    void setSnaps(bool snaps) { m_snaps = snaps; }
    /// Whether a gesture or an edge drawn by keyboard is under way.
    [[nodiscard]] bool isBusy() const { return gesture() != nullptr || m_keyEdge.has_value(); }

    /// The kind of edge that dragging from a handle makes.
    [[nodiscard]] EdgeKind edgeKind() const { return m_edgeKind; }
    void setEdgeKind(EdgeKind kind);

    /// A place for a new node beside the selection (or in the middle of what is seen) that covers
    /// nothing.
    [[nodiscard]] QPointF placeForNew(const Node& node) const;
    /// Adds a node of the kind after the selected one, or in the middle; returns its id.
    NodeId addAfterSelection(NodeKind kind);
    /// Adds a node with its centre there, into the edge that lies under it if one does.
    NodeId addAt(NodeKind kind, const QPointF& position);
    /// Adds a node at the end of an edge that is drawn out of `from` (or, if not `fromIsTail`,
    /// into it) after asking for its kind.
    void askForNewNode(const QPointF& position, const QPoint& screen, const NodeId& from,
        EdgeKind kind, bool fromIsTail);
    void rename(const ElementRef& element);
    [[nodiscard]] QList<NodeId> selectedNodes() const;
    /// The nodes in the order of the flow: for walking through by keyboard.
    [[nodiscard]] QList<NodeId> walkOrder() const;
    /// The group whose content is shown alone; empty: the whole flow.
    [[nodiscard]] const GroupId& page() const { return m_scene.layouter().page(); }
    /// Performs an edit of this view: what it adds belongs to the group that is shown alone.
    bool perform(const Edit& edit);
    [[nodiscard]] const ElementItem* itemOf(const ElementRef& element) const override
    {
        return m_scene.item(element);
    }
    /// Steps in the order of the flow, then edges, then phases.
    [[nodiscard]] QList<ElementRef> spokenOrder() const override;
    [[nodiscard]] Findings findingsOf(const ElementRef& element) const override
    {
        return m_scene.findingsOf(element);
    }
    /// Opens a popup where something is to be added: beside the last selected step, or in the
    /// middle.
    void showBesideSelection(QWidget& popup) const;

public slots:
    void selectEverything() override;
    void deleteSelection() override;
    void deleteAndHeal();
    void cutSelection() override;
    void copySelection() override;
    void pasteHere() override;
    void duplicateSelection() override;
    void renameSelection() override;
    void pickKindAndAdd();
    void startEdge();
    void layOut();
    void layOutEverything();
    /// Has the flow run from the top down or from left to right; arranges everything for it.
    void setTopDown(bool down);
    /// Has steps stand in swim lanes, or no longer; arranges everything for it.
    void setLanes(FlowLanes lanes);
    /// Arranges the selected steps; the others stay.
    void layOutSelection();
    /// Lays out by itself whenever steps or edges change.
    void setLiveLayout(bool on);
    void togglePin();
    /// Sets a breakpoint at the selected steps, or takes it away where all have one. Also while a
    /// run is on.
    void toggleBreakpoints();
    void groupSelection();
    /// Shows the selected group, or that of the selected step, alone.
    void enterGroup();
    /// Shows what is around the group that is shown alone.
    void leaveGroup();
    void showPage(const whimbrel::GroupId& group);

signals:
    void edgeKindChanged(whimbrel::EdgeKind kind);

protected:
    bool takePress(const QPointF& scene) override;
    bool takeClick(const QMouseEvent* event) override;
    void startDrag(const PointerState& from) override;
    void hover(const QPointF& scene) override;
    void cancelGesture() override;
    [[nodiscard]] QString toolTipAt(const QPointF& scene) const override;
    void paintOver(QPainter& painter) override;
    void mouseDoubleClickEvent(QMouseEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void dragEnterEvent(QDragEnterEvent* event) override;
    void dragMoveEvent(QDragMoveEvent* event) override;
    void dragLeaveEvent(QDragLeaveEvent* event) override;
    void dropEvent(QDropEvent* event) override;

private:
    friend class ConnectGesture;

    /// A handle from which edges are drawn.
    struct Handle {
        NodeId node{};
        Side side = Side::Right;
    };
    /// An edge that is being drawn by keyboard.
    struct KeyEdge {
        NodeId from{};
        NodeId to{};
        EdgeKind kind = EdgeKind::Forward;
    };

    [[nodiscard]] std::optional<Handle> handleAt(const QPointF& scene) const;
    [[nodiscard]] QPointF handlePoint(const NodeId& node, Side side) const;
    [[nodiscard]] bool showsHandles() const;
    void paintHandles(QPainter& painter) const;
    void paintKeyEdge(QPainter& painter) const;

    bool keyEdgePressed(QKeyEvent* event);
    bool arrowPressed(QKeyEvent* event);
    void nudge(const QPointF& by);
    void walk(bool forward);
    void walkEdges(bool forward);
    [[nodiscard]] NodeId neighbour(const NodeId& from, int key) const;
    [[nodiscard]] QString toolTipFor(const ElementRef& element) const;
    [[nodiscard]] QPointF pastePosition() const;
    void showDropEdge(const EdgeId& edge);
    void takeArrangement(const QHash<NodeId, QPointF>& positions, const FlowLayout& layout);
    void showOpened();
    void turnTo(const ElementRef& element);
    /// What is selected, without steps that stand elsewhere: from here these are not taken away.
    [[nodiscard]] QList<ElementRef> selectedHere() const;

    /// How a page was looked at.
    struct Look {
        double zoom = 1;
        QPointF center{};
    };

    CanvasScene m_scene;
    LiveLayout* m_liveLayout; ///< owned by this
    ArrangeBar* m_arrangeBar; ///< owned by this
    QHash<GroupId, Look> m_looks{}; ///< of pages that were left
    ElementRef m_awaited{}; ///< what is to be shown when its page is there
    std::optional<KeyEdge> m_keyEdge{};
    QPointer<KindPicker> m_picker{};
    QPointer<TitleEditor> m_editor{};
    ElementRef m_hovered{};
    NodeId m_hoveredNode{};
    std::optional<Handle> m_handle{};
    std::optional<Handle> m_pressedHandle{};
    EdgeId m_dropEdge{};
    EdgeKind m_edgeKind = EdgeKind::Forward;
    bool m_snaps = true;
    int m_pasteCount = 0;
};

} // namespace whimbrel
