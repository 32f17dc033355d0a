// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QPixmap>
#include <QTimer>
#include <QWidget>

namespace whimbrel {

class FlowView;

/// The whole plan in small, in the canvas's lower right corner: steps in the colours of their risk,
/// and what is seen of them as a frame. A click or drag takes the canvas there.
class Minimap final : public QWidget {
    Q_OBJECT

public:
    explicit Minimap(FlowView& view);

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;
    void paintEvent(QPaintEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void showEvent(QShowEvent* event) override;

private:
    void place();
    void draw();
    void goTo(const QPointF& at);
    [[nodiscard]] QTransform toMap() const;

    FlowView& m_view;
    QPixmap m_picture{};
    QRectF m_content{}; ///< what of the diagram the picture shows
    QTimer m_timer; ///< many changes, one picture
};

} // namespace whimbrel
