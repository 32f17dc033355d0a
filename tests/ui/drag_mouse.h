// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QTest>

namespace whimbrel::test {

/// Which keys are held during a drag: when the button goes down, and from then on.
struct DragKeys {
    Qt::KeyboardModifiers pressed{};
    Qt::KeyboardModifiers moving{};
};

/// Drags the mouse over a view's viewport in a few steps; without `release` the button stays down.
inline void dragMouse(
    QWidget& viewport, const QPoint& from, const QPoint& to, const DragKeys& keys, bool release)
{
    QTest::mousePress(&viewport, Qt::LeftButton, keys.pressed, from);
    for (int i = 1; i <= 4; ++i) {
        const QPoint step = from + (to - from) * i / 4;
        QMouseEvent move(QEvent::MouseMove, step, viewport.mapToGlobal(step), Qt::NoButton,
            Qt::LeftButton, keys.moving);
        QCoreApplication::sendEvent(&viewport, &move);
    }
    if (release) {
        QTest::mouseRelease(&viewport, Qt::LeftButton, keys.moving, to);
    }
}

} // namespace whimbrel::test
