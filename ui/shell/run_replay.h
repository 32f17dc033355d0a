// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ui/prompts/prompts.h"

#include <QObject>

namespace whimbrel {

class ActionSet;
class DiagramViews;
class PlanSession;
class RunController;
struct ReportSource;

/// Looks back at a run: replays it on the diagrams, and draws what it did as a sequence diagram. It
/// is the run that is shown, or else the plan's last one on this machine.
class RunReplay final : public QObject {
    Q_OBJECT

public:
    RunReplay(PlanSession& session, DiagramViews& views, const RunController& run,
        const ActionSet& actions, Prompts& prompts, QWidget* window);

signals:
    void said(const QString& message);

private:
    void replay();
    void draw();
    /// Gets the run's events and gives them to `use`, or says why there are none.
    void find(void (RunReplay::*use)(const ReportSource& source));
    void replayEvents(const ReportSource& source);
    void drawEvents(const ReportSource& source);

    PlanSession& m_session;
    DiagramViews& m_views;
    const RunController& m_run;
    Prompts& m_prompts;
    QWidget* m_window;
};

} // namespace whimbrel
