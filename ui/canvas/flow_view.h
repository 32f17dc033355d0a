// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ui/canvas/canvas_scene.h"
#include "ui/canvas/gestures.h"

#include <QGraphicsView>
#include <QPointer>
#include <QTimer>

#include <memory>

namespace whimbrel {

class KindPicker;
class TitleEditor;

/// The canvas: shows the flow and edits it by mouse and keyboard. Every command is a slot, so that
/// menus, shortcuts, the command palette and tests all do the same.
class FlowView final : public QGraphicsView {
    Q_OBJECT

public:
    explicit FlowView(PlanSession& session, QWidget* parent = nullptr);
    ~FlowView() override;

    [[nodiscard]] PlanSession& session() { return m_session; }
    [[nodiscard]] CanvasScene& flowScene() { return m_scene; }
    [[nodiscard]] const CanvasScene& flowScene() const { return m_scene; }

    /// Screen pixels to a diagram pixel.
    [[nodiscard]] double zoom() const { return transform().m11(); }
    void setZoom(double zoom);
    void zoomBy(double factor, const QPoint& around);

    void setTheme(ThemeName theme);
    void setWheelZooms(bool zooms) { m_wheelZooms = zooms; }
    void setSnaps(bool snaps) { m_snaps = snaps; }
    void setShowsGrid(bool shows);
    /// While a run is shown nodes are looked at, not edited.
    void setLocked(bool locked);
    [[nodiscard]] bool isLocked() const { return m_locked; }
    /// Whether a gesture or an edge drawn by keyboard is under way.
    [[nodiscard]] bool isBusy() const { return m_gesture != nullptr || m_keyEdge.has_value(); }

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
    /// Opens a popup where something is to be added: beside the last selected step, or in the
    /// middle.
    void showBesideSelection(QWidget& popup) const;
    /// Whether the plan may be changed here; says why if not.
    [[nodiscard]] bool mayEdit();
    /// Says something in passing, beside the canvas's lower edge.
    void notify(const QString& message);

public slots:
    void zoomIn();
    void zoomOut();
    void zoomActual();
    void zoomToFit();
    /// All of it if it can be read then, else its beginning.
    void zoomToBegin();
    void zoomToSelection();
    /// Keeps what a run is at well in sight. The zoom stays as it is.
    void follow(const ElementRef& element);
    void selectEverything();
    void deleteSelection();
    void deleteAndHeal();
    void cutSelection();
    void copySelection();
    void pasteHere();
    void duplicateSelection();
    void renameSelection();
    void pickKindAndAdd();
    void startEdge();
    void layOut();
    void layOutEverything();
    /// Has the flow run from the top down or from left to right; arranges everything for it.
    void setTopDown(bool down);
    /// Arranges the selected steps; the others stay.
    void layOutSelection();
    void togglePin();
    /// Sets a breakpoint at the selected steps, or takes it away where all have one. Also while a
    /// run is on.
    void toggleBreakpoints();
    void groupSelection();
    void showElement(const whimbrel::ElementRef& element);

signals:
    void zoomChanged(double zoom);
    void noticed(const QString& message);
    void edgeKindChanged(whimbrel::EdgeKind kind);
    /// Someone asked for the menu of an element (Plan: of the canvas).
    void menuRequested(const whimbrel::ElementRef& element, const QPoint& screen);

protected:
    void wheelEvent(QWheelEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void mouseDoubleClickEvent(QMouseEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void keyReleaseEvent(QKeyEvent* event) override;
    void contextMenuEvent(QContextMenuEvent* event) override;
    void dragEnterEvent(QDragEnterEvent* event) override;
    void dragMoveEvent(QDragMoveEvent* event) override;
    void dragLeaveEvent(QDragLeaveEvent* event) override;
    void dropEvent(QDropEvent* event) override;
    void drawBackground(QPainter* painter, const QRectF& rect) override;
    void drawForeground(QPainter* painter, const QRectF& rect) override;
    void resizeEvent(QResizeEvent* event) override;
    void focusOutEvent(QFocusEvent* event) override;
    void leaveEvent(QEvent* event) override;
    bool viewportEvent(QEvent* event) override;
    bool focusNextPrevChild(bool next) override;

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

    [[nodiscard]] PointerState strokeOf(const QMouseEvent* event) const;
    [[nodiscard]] std::optional<Handle> handleAt(const QPointF& scene) const;
    [[nodiscard]] QPointF handlePoint(const NodeId& node, Side side) const;
    [[nodiscard]] bool showsHandles() const;
    void hover(const QPointF& scene);
    void startDrag(const PointerState& from);
    void begin(std::unique_ptr<Gesture> gesture);
    void finishGesture(const PointerState& at);
    void cancelGesture();
    bool startPan(QMouseEvent* event);
    void pressElement(QMouseEvent* event, const ElementRef& element);
    void grow();
    void updateOverlay();
    void scrollAtBorder();
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
    void takeArrangement(const QHash<NodeId, QPointF>& positions, FlowDirection direction);

    PlanSession& m_session;
    CanvasScene m_scene;
    std::unique_ptr<Gesture> m_gesture{};
    std::optional<KeyEdge> m_keyEdge{};
    QPointer<KindPicker> m_picker{};
    QPointer<TitleEditor> m_editor{};
    QTimer m_scrollTimer;
    ElementRef m_hovered{};
    NodeId m_hoveredNode{};
    std::optional<Handle> m_handle{};
    std::optional<Handle> m_pressedHandle{};
    ElementRef m_pressed{};
    QPoint m_pressedAt{};
    QPoint m_panFrom{};
    Qt::KeyboardModifiers m_pressedWith{};
    EdgeId m_dropEdge{};
    EdgeKind m_edgeKind = EdgeKind::Forward;
    bool m_pressActive = false;
    bool m_panning = false;
    bool m_spaceHeld = false;
    bool m_wheelZooms = false;
    bool m_snaps = true;
    bool m_showsGrid = true;
    bool m_locked = false;
    bool m_fitted = false;
    int m_pasteCount = 0;
};

} // namespace whimbrel
