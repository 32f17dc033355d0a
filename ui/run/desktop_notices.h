// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/exec/notice.h"
#include "ui/run/run_controller.h"

#include <QObject>
#include <QTimer>

namespace whimbrel {

/// Tells of the run that the window shows through the desktop's notices
/// (org.freedesktop.Notifications), while nobody looks at the window. It waits for nothing, and a
/// desktop without them is no error.
class DesktopNotices final : public QObject {
    Q_OBJECT

public:
    explicit DesktopNotices(RunController& controller, QObject* parent = nullptr);

    /// Also while the window is looked at: for tests.
    void setAlways(bool always) { m_always = always; }

private:
    void take(const QList<Notice>& notices);
    void show(const Notice& notice);

    RunController& m_controller;
    NoticeWatch m_watch{};
    QTimer m_clock;
    quint32 m_shown = 0; ///< the last notice, which the next one takes the place of
    bool m_always = false;
};

} // namespace whimbrel
