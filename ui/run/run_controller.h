// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/exec/next_step.h"
#include "ui/run/runner_client.h"
#include "ui/session/plan_session.h"

#include <QElapsedTimer>
#include <QObject>

#include <memory>
#include <optional>

namespace whimbrel {

/// The run that the window shows: the fold of what the runner says, and what can be said to it now.
class RunController final : public QObject {
    Q_OBJECT

public:
    enum class Link {
        None, ///< no run is shown
        Starting, ///< the runner was started and has not said hello
        Connected,
        Lost, ///< the runner died or the link broke; the run can be resumed
        Finished, ///< the runner said goodbye
        Following, ///< somebody else's run, seen through its journal; nothing can be said to it
    };

    explicit RunController(PlanSession& session, QObject* parent = nullptr);

    void start(const RunSettings& settings);
    /// Goes on with a run; empty: with the last one.
    void resume(const RunSettings& settings, const QString& run);
    /// Starts the runner anew for the run that was lost.
    void resumeLost(const QString& acceptBecause = {}, Orphans orphans = Orphans::Refuse);
    /// What the server still carries out for the former runner, where that keeps the run from being
    /// resumed: somebody has to say what is done about it.
    [[nodiscard]] const std::optional<Orphan>& orphan() const { return m_orphan; }
    /// Whether there is a run that could be gone on with: the one that is shown, or one that kept
    /// this from beginning.
    [[nodiscard]] bool canResume() const
    {
        return !m_state.run.isEmpty() || m_resumed || !m_failed || m_failure == ErrorCode::Locked
            || m_failure == ErrorCode::InDoubt;
    }
    /// Whether the runner gave up because it could not reach or lock the database, and could try
    /// again.
    [[nodiscard]] bool canTryAgain() const { return m_stalled && canGoOn(); }
    /// Shows a run that somebody else carries out; empty: the last one that is open.
    void follow(const RunSettings& settings, const QString& run);
    /// Goes on with the run that is followed, as the next one who leads it.
    void takeOver();
    /// Who carries out the run that is followed.
    [[nodiscard]] const Presence& presence() const { return m_presence; }
    /// Whether the runner goes on only if somebody says why: the journal in the database seems to
    /// be of another one.
    [[nodiscard]] bool wantsReason() const { return m_wantsReason; }
    /// Lets go of the run: it rests, and can be resumed.
    void close();

    void send(Command::Type type);
    void send(const Command& command);

    [[nodiscard]] Link link() const { return m_link; }
    /// Whether a run is shown, alive or lost.
    [[nodiscard]] bool isActive() const { return m_link != Link::None; }
    [[nodiscard]] bool isResting() const
    {
        return m_link == Link::Connected && (m_resting || m_state.rest.reason == RestReason::Hold);
    }
    /// Whether the runner is at work on a step; a hold counts as work and as rest.
    [[nodiscard]] bool isWorking() const
    {
        return (m_link == Link::Connected && !m_resting)
            || (m_link == Link::Following && m_state.isOpen()
                && m_presence.runner == Presence::Runner::Alive
                && m_state.rest.reason == RestReason::None);
    }
    /// Whether Pause and Cancel have something to stop: a step in hand, or a hold that is waited
    /// for.
    [[nodiscard]] bool canInterrupt() const
    {
        return (m_link == Link::Connected && isWorking())
            || (isResting() && m_state.rest.reason == RestReason::Hold);
    }
    /// What happens when the run goes on; nothing while it is at work, and where nothing is known.
    [[nodiscard]] std::optional<NextStep> nextStep() const;
    /// Who has locks now that the step would have to wait for, also when it has failed and would be
    /// tried again.
    [[nodiscard]] QList<LockHolder> inTheWay() const;
    [[nodiscard]] const RunState& state() const { return m_state; }
    [[nodiscard]] const QList<Event>& events() const { return m_events; }
    [[nodiscard]] const QString& planPath() const { return m_planPath; }
    [[nodiscard]] const std::optional<Progress>& progress() const { return m_progress; }
    /// The plan that runs, which may be older than the one in the window.
    [[nodiscard]] const Plan& plan() const { return m_flow->plan(); }
    [[nodiscard]] const Flow& flow() const { return *m_flow; }
    [[nodiscard]] const RunSettings& settings() const { return m_settings; }
    /// The run's, or the one that it is started with.
    [[nodiscard]] const QString& environment() const
    {
        return m_state.environment.isEmpty() ? m_settings.environment : m_state.environment;
    }
    /// What the step took when this very plan was rehearsed; null: not known.
    [[nodiscard]] const RehearsedStep* rehearsedStep(const NodeId& node) const;
    /// The command that goes on with the run from a terminal, without passwords.
    [[nodiscard]] QString resumeCommand() const;
    /// What the runner said last against a command, or why it is gone; empty: nothing.
    [[nodiscard]] const QString& complaint() const { return m_complaint; }
    void dismissComplaint();
    [[nodiscard]] RunnerClient& client() { return m_client; }

    /// The node that the run is at: in hand, asked about, or to be entered next.
    [[nodiscard]] NodeId currentNode() const;
    /// How long the step in hand has been under way; -1: nothing is.
    [[nodiscard]] qint64 elapsedMs() const;

    [[nodiscard]] bool canGoOn() const;
    [[nodiscard]] bool canRetry() const;
    [[nodiscard]] bool canSkip() const;
    [[nodiscard]] bool canMarkDone() const;
    [[nodiscard]] bool canRollBack() const;
    [[nodiscard]] bool canHandOver() const { return isResting() && m_state.isOpen(); }

signals:
    void changed(); ///< state, link or complaint
    void eventAdded(const whimbrel::Event& event);
    void eventsReset();
    void progressChanged();
    void aroundChanged(); ///< who holds locks in the way of the next step
    /// A message has been taken in.
    void said(const whimbrel::RunnerMessage& message);
    void activeChanged(bool active);

private:
    void prepare(const RunSettings& settings);
    void begin(const RunSettings& settings, const std::optional<RunToResume>& earlier);
    void takeMessage(const RunnerMessage& message);
    void takeEvent(const Event& event);
    void takeEnd(int exitCode, bool crashed, const QString& text);
    void publish();
    void sendBreakpoints();
    [[nodiscard]] QList<NodeId> knownBreakpoints(const Plan& plan) const;

    PlanSession& m_session;
    RunnerClient m_client;
    RunSettings m_settings{};
    QString m_planPath{};
    QStringList m_targets{};
    Link m_link = Link::None;
    bool m_resting = false;
    bool m_restedBefore = false; ///< when the last command was sent: a refused one changes nothing
    bool m_saidBye = false;
    bool m_failed = false;
    ErrorCode m_failure = ErrorCode::Usage; ///< why, if it did
    bool m_wantsReason = false;
    std::optional<RunToResume> m_resumed{}; ///< what the runner was started for; none: a new run
    RunState m_state{};
    QList<Event> m_events{};
    std::optional<Progress> m_progress{};
    Surroundings m_around{};
    std::optional<Orphan> m_orphan{};
    bool m_stalled = false;
    std::unique_ptr<Flow> m_flow;
    QString m_complaint{};
    Presence m_presence{};
    QString m_followed{}; ///< the run that was asked for to be followed
    bool m_following = false;
    QElapsedTimer m_sinceEntered;
    bool m_publishing = false;
};

} // namespace whimbrel
