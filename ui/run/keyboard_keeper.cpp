// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "ui/run/keyboard_keeper.h"

#include <QApplication>

namespace whimbrel {

KeyboardKeeper::KeyboardKeeper(QWidget* area)
    : QObject(area)
    , m_area(area)
{
    connect(qApp, &QApplication::focusChanged, this, &KeyboardKeeper::follow);
}

void KeyboardKeeper::follow(QWidget* old, QWidget* now)
{
    if (m_giving || !old) {
        return;
    }
    const bool wasTaken = !old->isEnabled() || !old->isVisible();
    if (!wasTaken) {
        m_waits = m_waits && !now; // they went of their own accord, or to another window
    } else if (m_area->isAncestorOf(old)) {
        if (!m_waits) {
            m_last = old; // what it was sent to meanwhile nobody chose
        }
        m_waits = true;
    }
}

void KeyboardKeeper::offer(const QList<QWidget*>& places)
{
    if (!m_waits) {
        return;
    }
    for (QWidget* place : places) {
        if (place && place->isVisible() && place->isEnabled()) {
            m_waits = false;
            m_giving = true;
            place->setFocus(Qt::OtherFocusReason);
            m_giving = false;
            return;
        }
    }
}

} // namespace whimbrel
