// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "ui/shell/replay_bar.h"

#include "model/exec/run_state.h"
#include "ui/style/icons.h"
#include "ui/style/palette.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QSlider>
#include <QToolButton>

namespace whimbrel {

namespace {

constexpr int pace = 400; // milliseconds from event to event while it plays

} // namespace

ReplayBar::ReplayBar(PlanSession& session, QWidget* parent)
    : QFrame(parent)
    , m_session(session)
    , m_play(new QToolButton(this))
    , m_slider(new QSlider(Qt::Horizontal, this))
    , m_where(new QLabel(this))
{
    setObjectName(QStringLiteral("replayBar"));
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(space::medium, space::tight, space::small, space::tight);
    row->setSpacing(space::small);
    auto* title = new QLabel(tr("Replay"), this);
    title->setProperty("role", QStringLiteral("heading"));
    row->addWidget(title);
    m_play->setAutoRaise(true);
    m_play->setIcon(icon(QStringLiteral("run")));
    m_play->setToolTip(tr("Play the run, event by event"));
    m_play->setAccessibleName(m_play->toolTip());
    row->addWidget(m_play);
    m_slider->setAccessibleName(tr("Event of the run"));
    m_slider->setMinimum(0);
    row->addWidget(m_slider, 1);
    m_where->setMinimumWidth(280);
    m_where->setTextFormat(Qt::PlainText);
    row->addWidget(m_where);
    auto* close = new QToolButton(this);
    close->setAutoRaise(true);
    close->setIcon(icon(QStringLiteral("close")));
    close->setToolTip(tr("End the replay"));
    close->setAccessibleName(close->toolTip());
    row->addWidget(close);
    m_timer.setInterval(pace);
    connect(&m_timer, &QTimer::timeout, this, &ReplayBar::step);
    connect(m_play, &QToolButton::clicked, this, &ReplayBar::play);
    connect(m_slider, &QSlider::valueChanged, this, &ReplayBar::showAt);
    connect(close, &QToolButton::clicked, this, &ReplayBar::end);
    connect(&session, &PlanSession::pathChanged, this, [this] {
        // Another plan: its diagrams have nothing to do with this run.
        if (isReplaying()) {
            m_before.reset();
            end();
        }
    });
    hide();
}

void ReplayBar::begin(const QList<Event>& events)
{
    if (events.isEmpty()) {
        return;
    }
    m_before = isReplaying() ? m_before : m_session.run();
    m_events = events;
    const QSignalBlocker blocker(m_slider);
    m_slider->setMaximum(static_cast<int>(events.size()));
    m_slider->setPageStep(std::max(1, static_cast<int>(events.size()) / 10));
    m_slider->setValue(m_slider->maximum());
    showAt(m_slider->maximum());
    show();
    m_slider->setFocus();
}

void ReplayBar::end()
{
    m_timer.stop();
    m_events.clear();
    m_session.showRun(std::exchange(m_before, std::nullopt));
    hide();
    emit ended();
}

void ReplayBar::showAt(int event)
{
    const QList<Event> past = m_events.mid(0, event);
    const RunState state = foldAll(past);
    m_session.showRun(past.isEmpty() ? std::nullopt : std::optional(state));
    if (past.isEmpty()) {
        m_where->setText(tr("Before the run"));
        return;
    }
    const Node* node = m_session.plan().nodes.find(past.constLast().node);
    const QString time
        = past.constLast().at.toLocalTime().toString(QStringLiteral("yyyy-MM-dd HH:mm:ss t"));
    m_where->setText(node == nullptr || node->title.isEmpty()
            ? time
            : QStringLiteral("%1 · %2").arg(
                time, QString(node->title).replace(QLatin1Char('\n'), QLatin1Char(' '))));
}

void ReplayBar::play()
{
    if (m_timer.isActive()) {
        m_timer.stop();
    } else {
        if (m_slider->value() == m_slider->maximum()) {
            m_slider->setValue(0);
        }
        m_timer.start();
    }
    m_play->setIcon(icon(m_timer.isActive() ? QStringLiteral("pause") : QStringLiteral("run")));
}

void ReplayBar::step()
{
    if (m_slider->value() == m_slider->maximum()) {
        play();
    } else {
        m_slider->setValue(m_slider->value() + 1);
    }
}

} // namespace whimbrel
