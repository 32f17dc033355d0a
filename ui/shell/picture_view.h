// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "render/draw/display_list.h"

#include <QGraphicsView>

namespace whimbrel {

/// A finished picture to be looked at: the wheel zooms, dragging moves it, a click says what stands
/// there.
class PictureView final : public QGraphicsView {
    Q_OBJECT

public:
    explicit PictureView(QWidget* parent = nullptr);

    /// The first picture is fitted into the view; later ones stay where one looked.
    void show(const DisplayList& picture);
    /// Brings the element into sight, large enough to be read, and frames it.
    void showElement(const ElementRef& element);
    void fit();

signals:
    void clicked(const whimbrel::ElementRef& element);

protected:
    void wheelEvent(QWheelEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void drawForeground(QPainter* painter, const QRectF& rect) override;
    void drawBackground(QPainter* painter, const QRectF& rect) override;
    void resizeEvent(QResizeEvent* event) override;

private:
    [[nodiscard]] const DrawGroup* groupAt(const QPointF& point) const;

    DisplayList m_picture{};
    ElementRef m_shown{};
    QPoint m_pressed{};
    bool m_fitted = true;
};

} // namespace whimbrel
