// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "ui/shell/run_mode.h"

#include "ui/canvas/flow_view.h"
#include "ui/prompts/prompts.h"
#include "ui/run/run_bar.h"
#include "ui/run/run_view.h"
#include "ui/session/plan_session.h"
#include "ui/session/settings.h"

#include <QDockWidget>
#include <QTimer>

namespace whimbrel {

namespace {

constexpr double legibleZoom = 0.8; // of the canvas when a run begins: every label can be read

} // namespace

RunMode::RunMode(
    PlanSession& session, FlowView& canvas, RunView& run, const Docks& docks, QObject* parent)
    : QObject(parent)
    , m_canvas(canvas)
    , m_run(run)
    , m_docks(docks)
{
    connect(&session, &PlanSession::runChanged, this, &RunMode::follow);
    connect(&run, &RunView::runActiveChanged, this, &RunMode::set);
}

void RunMode::set(bool on)
{
    if (m_on == on) {
        return;
    }
    m_on = on;
    m_canvas.setLocked(on);
    if (on) {
        m_leftBefore = m_docks.left->isVisibleTo(m_docks.left->parentWidget());
        m_rightBefore = m_docks.right->isVisibleTo(m_docks.right->parentWidget());
    }
    m_run.bar().setVisible(on);
    m_docks.right->widget()->setEnabled(!on); // it may be looked at
    emit changed(on);
    m_docks.left->setVisible(!on && m_leftBefore);
    m_docks.right->setVisible(!on && m_rightBefore);
    if (on) {
        emit entered();
    } else if (m_canvas.isVisible()) {
        m_canvas.setFocus(); // the button that ended it is gone
    }
    QTimer::singleShot(0, this, &RunMode::settle); // when the room is known
}

bool RunMode::mayLeave(QSettings& settings, Prompts& prompts, QWidget* window) const
{
    const RunController& run = m_run.controller();
    if (!run.isActive() || !run.state().isOpen() || !settings::tellOfOpenRun.read(settings)) {
        return true;
    }
    const Prompts::Leaving leaving
        = prompts.askLeaveRun(window, tr("The run of “%1” stays open.").arg(run.state().title),
            tr("It finishes the step in hand, then it rests. To go on, open the plan, press F5 and "
               "choose “Resume the run”; or in a terminal:\n\n%1")
                .arg(run.resumeCommand()));
    if (leaving.goOn) {
        settings::tellOfOpenRun.write(settings, leaving.tellAgain);
    }
    return leaving.goOn;
}

void RunMode::settle()
{
    m_canvas.zoomToBegin();
    if (m_on && m_canvas.zoom() < legibleZoom) {
        m_canvas.setZoom(legibleZoom); // once: afterwards the person's choice stays
    }
    m_followed = {};
    follow();
}

void RunMode::follow()
{
    const NodeId node = m_on ? m_run.controller().currentNode() : NodeId();
    if (node.isEmpty() || node == m_followed) {
        return;
    }
    m_followed = node;
    m_canvas.follow(ElementRef::of(m_followed));
}

} // namespace whimbrel
