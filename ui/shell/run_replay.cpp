// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "ui/shell/run_replay.h"

#include "model/report/report_source.h"
#include "model/report/run_sequence.h"
#include "ui/run/run_controller.h"
#include "ui/session/background.h"
#include "ui/shell/diagram_views.h"
#include "ui/shell/replay_bar.h"

#include <QAction>

#include <algorithm>

namespace whimbrel {

RunReplay::RunReplay(PlanSession& session, DiagramViews& views, const RunController& run,
    const ActionSet& actions, Prompts& prompts, QWidget* window)
    : QObject(window)
    , m_session(session)
    , m_views(views)
    , m_run(run)
    , m_prompts(prompts)
    , m_window(window)
{
    connect(actions[ActionId::ReplayRun], &QAction::triggered, this, &RunReplay::replay);
    connect(actions[ActionId::DrawRun], &QAction::triggered, this, &RunReplay::draw);
}

void RunReplay::replay()
{
    if (m_run.isActive() && m_run.state().isOpen()) {
        emit said(tr("A run is replayed when it has ended."));
        return;
    }
    find(&RunReplay::replayEvents);
}

void RunReplay::draw()
{
    find(&RunReplay::drawEvents);
}

void RunReplay::find(void (RunReplay::*use)(const ReportSource& source))
{
    if (m_run.isActive() && !m_run.events().isEmpty()) {
        (this->*use)({m_run.plan(), m_run.events()});
        return;
    }
    inBackground(
        this, [plan = m_session.plan()] { return sourceFromMirror(plan, {}); },
        [this, use](const Result<ReportSource>& source) {
            if (source) {
                (this->*use)(*source);
            } else {
                m_prompts.showProblem(
                    m_window, tr("There is no run to look back at"), source.error().text(), {});
            }
        });
}

void RunReplay::replayEvents(const ReportSource& source)
{
    m_views.replayBar().begin(source.events);
}

void RunReplay::drawEvents(const ReportSource& source)
{
    const Plan& plan = m_session.plan();
    const SequenceId id = edits::freshSequenceId(plan, QStringLiteral("as-run"));
    if (!m_session.perform(addRunSequence(plan, source.events, id))) {
        return;
    }
    m_views.showDiagram(id);
    // What was planned is looked at beside it.
    const auto planned
        = std::find_if(m_session.plan().sequences.begin(), m_session.plan().sequences.end(),
            [](const Sequence& each) { return each.scope == SequenceScope::Migration; });
    if (planned != m_session.plan().sequences.end()) {
        m_views.showOnLeft(planned->id);
    }
}

} // namespace whimbrel
