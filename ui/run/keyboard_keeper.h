// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QObject>
#include <QPointer>
#include <QWidget>

namespace whimbrel {

/// Keeps the keyboard with the person who works in an area whose buttons come and go: when what
/// they pressed can no longer be pressed, it is given to what can be done next, and does not wander
/// off to wherever the window would send it. Whoever has gone elsewhere is left alone.
class KeyboardKeeper final : public QObject {
    Q_OBJECT

public:
    explicit KeyboardKeeper(QWidget* area);

    /// Whether the keyboard was lost here, and waits for a place.
    [[nodiscard]] bool isWaiting() const { return m_waits; }
    /// What had it; it may be gone.
    [[nodiscard]] QWidget* last() const { return m_last; }
    /// Gives the keyboard, if it waits, to the first of them that can take it.
    void offer(const QList<QWidget*>& places);

private:
    void follow(QWidget* old, QWidget* now);

    QWidget* m_area;
    QPointer<QWidget> m_last{};
    bool m_waits = false;
    bool m_giving = false;
};

} // namespace whimbrel
