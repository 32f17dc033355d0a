// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "render/draw/theme.h"
#include "ui/diagram/gesture.h"
#include "ui/session/plan_session.h"

#include <QGraphicsView>
#include <QTimer>

#include <memory>

namespace whimbrel {

class ElementItem;

/// A diagram of the plan that is looked at and edited: zoom, pan, grid, selecting and gestures are
/// the same for all of them; what is in it, and what a gesture does, is for each to say. Every
/// command is a slot, so that menus, shortcuts, the command palette and tests all do the same.
class DiagramView : public QGraphicsView {
    Q_OBJECT

public:
    [[nodiscard]] PlanSession& session() { return m_session; }
    [[nodiscard]] virtual const Theme& theme() const = 0;
    virtual void setTheme(ThemeName theme) = 0;
    /// What the picture covers.
    [[nodiscard]] virtual QRectF contentRect() const = 0;
    /// The element under a point; Plan if there is none.
    [[nodiscard]] virtual ElementRef elementAt(const QPointF& scene) const = 0;
    /// The elements inside the rectangle, or (touching) those that it meets.
    [[nodiscard]] virtual QList<ElementRef> elementsIn(const QRectF& rect, bool touching) const = 0;
    /// What an element's drawing covers; empty: it is not shown.
    [[nodiscard]] virtual QRectF boundsOf(const ElementRef& element) const = 0;
    /// What is drawn of an element; null if it is not shown.
    [[nodiscard]] virtual const ElementItem* itemOf(const ElementRef& element) const = 0;
    /// What the diagram holds, in the order in which it is told to who does not see it.
    [[nodiscard]] virtual QList<ElementRef> spokenOrder() const = 0;
    /// The findings on an element that nobody has accepted.
    [[nodiscard]] virtual Findings findingsOf(const ElementRef& element) const = 0;

    /// Screen pixels to a diagram pixel.
    [[nodiscard]] double zoom() const { return transform().m11(); }
    void setZoom(double zoom);
    void zoomBy(double factor, const QPoint& around);

    void setWheelZooms(bool zooms) { m_wheelZooms = zooms; }
    void setShowsGrid(bool shows);
    /// While a run is shown the plan is looked at, not edited.
    void setLocked(bool locked);
    [[nodiscard]] bool isLocked() const { return m_locked; }
    /// Whether the plan may be changed here; if not, says why.
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
    void follow(const whimbrel::ElementRef& element);
    void showElement(const whimbrel::ElementRef& element);
    virtual void selectEverything() = 0;
    virtual void deleteSelection() = 0;
    virtual void cutSelection() = 0;
    virtual void copySelection() = 0;
    virtual void pasteHere() = 0;
    virtual void duplicateSelection() = 0;
    virtual void renameSelection() = 0;

signals:
    void zoomChanged(double zoom);
    void noticed(const QString& message);
    /// Someone asked for the menu of an element (Plan: of the canvas).
    void menuRequested(const whimbrel::ElementRef& element, const QPoint& screen);
    /// The view got the keyboard.
    void entered();

protected:
    DiagramView(PlanSession& session, QWidget* parent);
    ~DiagramView() override;

    /// Takes a press before any element does (a handle): true if it is taken.
    virtual bool takePress(const QPointF& scene);
    /// A press that was taken ended without becoming a drag: true if that meant something.
    virtual bool takeClick(const QMouseEvent* event);
    /// What was pressed is taken along: begins a gesture, or none.
    virtual void startDrag(const PointerState& from) = 0;
    virtual void hover(const QPointF& scene) = 0;
    virtual void cancelGesture();
    [[nodiscard]] virtual QString toolTipAt(const QPointF& scene) const = 0;
    /// What is seen above the picture, in diagram pixels.
    virtual void paintOver(QPainter& painter) = 0;

    void begin(std::unique_ptr<Gesture> gesture);
    [[nodiscard]] Gesture* gesture() const { return m_gesture.get(); }
    /// Before what gestures look at goes away.
    void dropGesture() { m_gesture.reset(); }
    /// What the pressed button was pressed on.
    [[nodiscard]] const ElementRef& pressed() const { return m_pressed; }
    /// The press became something else than a click or a drag.
    void endPress() { m_pressActive = false; }
    /// Makes the scene as large as what is drawn and one viewport around it.
    void grow();
    /// Another picture is there: it is shown from its beginning.
    void showAnew();
    void updateOverlay();
    /// What the element's open findings say, one a line, as HTML.
    [[nodiscard]] static QStringList linesOf(const Findings& findings);
    /// What of the diagram is in sight, without what covers it.
    [[nodiscard]] virtual QRectF sight() const;
    /// Lines of HTML as a tool tip; empty if there are none.
    [[nodiscard]] static QString toolTipOf(const QStringList& lines);

    void wheelEvent(QWheelEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void keyReleaseEvent(QKeyEvent* event) override;
    void contextMenuEvent(QContextMenuEvent* event) override;
    void drawBackground(QPainter* painter, const QRectF& rect) override;
    void drawForeground(QPainter* painter, const QRectF& rect) override;
    void resizeEvent(QResizeEvent* event) override;
    void showEvent(QShowEvent* event) override;
    void focusInEvent(QFocusEvent* event) override;
    void focusOutEvent(QFocusEvent* event) override;
    void leaveEvent(QEvent* event) override;
    bool viewportEvent(QEvent* event) override;
    /// Tab walks through the elements; F6 leads to the other panes.
    bool focusNextPrevChild(bool next) override;

    PlanSession& m_session;

private:
    [[nodiscard]] PointerState pointerOf(const QMouseEvent* event) const;
    bool startPan(QMouseEvent* event);
    void pressElement(const ElementRef& element);
    void finishGesture(const PointerState& at);
    void scrollAtBorder();

    std::unique_ptr<Gesture> m_gesture{};
    QTimer m_scrollTimer;
    ElementRef m_pressed{};
    QPoint m_pressedAt{};
    QPoint m_panFrom{};
    Qt::KeyboardModifiers m_pressedWith{};
    bool m_pressTaken = false;
    bool m_pressActive = false;
    bool m_panning = false;
    bool m_spaceHeld = false;
    bool m_wheelZooms = false;
    bool m_showsGrid = true;
    bool m_locked = false;
    bool m_fitted = false;
};

} // namespace whimbrel
