// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/exec/run_context.h"
#include "model/exec/run_state.h"
#include "model/exec/step_work.h"

#include <QElapsedTimer>
#include <QObject>

#include <functional>

namespace whimbrel {

/// Writes the run's events and keeps its state, the fold of what was written. One thing at a time:
/// whoever asks for the next waits until it is no longer busy.
class Recorder final : public QObject {
    Q_OBJECT

public:
    explicit Recorder(RunContext& context, QObject* parent = nullptr);

    [[nodiscard]] const RunState& state() const { return m_state; }
    [[nodiscard]] bool isBusy() const { return m_busy; }

    /// Takes in what the journal holds already, or what a worker has just committed.
    void replay(const QList<Event>& events);
    void mirrorTo(std::shared_ptr<JournalMirror> mirror) { m_mirror = std::move(mirror); }

    using Work = std::function<StepReport(Session::Held&, JournalWriter)>;

    /// Writes events into home's journal, in one transaction; then calls `then`.
    void record(const QList<EventDraft>& events, std::function<void()> then);
    /// Writes them into every target's journal, home last: what begins and ends a run, so that each
    /// database knows by itself whether it is in use.
    void recordEverywhere(const QList<EventDraft>& events, std::function<void()> then);
    /// Does work in the session of the target (home for external ones); then calls `then`.
    void perform(const TargetId& target, Work work, std::function<void()> then);
    /// What a worker reports progress with.
    [[nodiscard]] ReportProgress progressReporter();
    /// Whose session works at the moment; null: none.
    [[nodiscard]] Session* sessionInHand() const { return m_inHand; }
    /// Who blocks the work in hand, as seen last.
    [[nodiscard]] const QList<Blocker>& blockers() const { return m_progress.sighting.blockers; }

signals:
    void recorded(const whimbrel::Event& event);
    void progressed(const whimbrel::Progress& progress);
    /// The journal could not be written because somebody else holds the database's lock, or the
    /// connection has gone. The same may be tried again, and begins with a look at what is true.
    void stalled(const whimbrel::Error& error);
    /// Not even the journal could be written; nothing more will be done.
    void broken(const whimbrel::Error& error);

private:
    void watch(Session& session);
    void take(const StepReport& report, const std::function<void()>& then);
    void copyTo(QList<TargetId> targets, const QList<Event>& events, std::function<void()> then);

    RunContext& m_context;
    RunState m_state{};
    std::shared_ptr<JournalMirror> m_mirror{};
    Progress m_progress{}; ///< as said last of the work in hand
    QElapsedTimer m_clock{}; ///< since it began
    Session* m_inHand = nullptr;
    bool m_busy = false;
};

} // namespace whimbrel
