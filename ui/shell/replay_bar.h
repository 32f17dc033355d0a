// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/exec/event.h"
#include "ui/session/plan_session.h"

#include <QFrame>
#include <QTimer>

class QLabel;
class QSlider;
class QToolButton;

namespace whimbrel {

/// Shows a run once more: a slider over its events, which every diagram follows. What is shown is
/// the fold of the events up to there; nothing is done again.
class ReplayBar final : public QFrame {
    Q_OBJECT

public:
    explicit ReplayBar(PlanSession& session, QWidget* parent = nullptr);

    /// Begins with the whole run; nothing for no events.
    void begin(const QList<Event>& events);
    [[nodiscard]] bool isReplaying() const { return !m_events.isEmpty(); }
    [[nodiscard]] QSlider& slider() const { return *m_slider; }

public slots:
    /// Lets go of the run: the diagrams show the plan again.
    void end();

signals:
    void ended();

private:
    void showAt(int event);
    void play();
    void step();

    PlanSession& m_session;
    QList<Event> m_events{};
    std::optional<RunState> m_before{}; ///< what was shown before
    QToolButton* m_play;
    QSlider* m_slider;
    QLabel* m_where;
    QTimer m_timer;
};

} // namespace whimbrel
