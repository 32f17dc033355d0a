// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "ui/style/wheel_guard.h"

#include <QAbstractSpinBox>
#include <QComboBox>
#include <QEvent>
#include <QWidget>

namespace whimbrel {

namespace {

class WheelGuard final : public QObject {
public:
    using QObject::QObject;

    bool eventFilter(QObject* watched, QEvent* event) override
    {
        if (event->type() == QEvent::Wheel && !static_cast<QWidget*>(watched)->hasFocus()) {
            event->ignore(); // goes to the form
            return true;
        }
        return QObject::eventFilter(watched, event);
    }
};

} // namespace

void guardWheel(QWidget& form)
{
    auto* guard = new WheelGuard(&form);
    for (QWidget* each : form.findChildren<QWidget*>()) {
        if (qobject_cast<QComboBox*>(each) || qobject_cast<QAbstractSpinBox*>(each)) {
            each->setFocusPolicy(Qt::StrongFocus); // the wheel gives no focus
            each->installEventFilter(guard);
        }
    }
}

} // namespace whimbrel
