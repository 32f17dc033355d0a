// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/base/result.h"
#include "model/exec/orphans.h"
#include "model/exec/run_handle.h"

#include <QMap>
#include <QObject>
#include <QString>

#include <memory>

namespace whimbrel {

/// What a failed step or check leads to without a person: "stop" asks; "back" goes to the nearest
/// safe state; "revert" goes back to the start and ends the run.
namespace policies {
inline const QString stop = QStringLiteral("stop");
inline const QString back = QStringLiteral("back");
inline const QString revert = QStringLiteral("revert");
} // namespace policies

/// How long, as a rule, a connection that was lost is tried to be had again before the run rests.
inline constexpr qint64 usualKeepTryingMs = 15 * 60 * 1000;

/// A run that is to begin.
struct RunRequest {
    Plan plan{}; ///< with the contents of its SQL files
    QString planPath{}; ///< backups are written beside it; commands run in its folder
    QMap<TargetId, QString> bindings{}; ///< target → connection URL
    QString environment = QStringLiteral("development"); ///< which parameter values hold
    QString policy = policies::stop;
    QString by{}; ///< who; empty: the user of the operating system
    bool allowCommands = false; ///< command actions and checks may run
    bool rehearsal = false; ///< on scratch databases: leaves nothing behind on this machine
    QString unrehearsedBecause{}; ///< in production: why no rehearsal proves it
    QList<NodeId> breakpoints{}; ///< the run rests before it enters one of these
    QStringList preflightErrors{}; ///< in production: what a preflight found, if it was accepted
    QString preflightAccepted{}; ///< why; journaled with them
    qint64 keepTryingMs = usualKeepTryingMs; ///< 0: it rests when a connection is lost
    /// Whose SSH keys count for signed gates; empty: allowedSignersFor(planPath).
    QString allowedSigners{};
};

/// A run that is to go on, found through the journal.
struct ResumeRequest {
    QString planPath{};
    QMap<TargetId, QString> bindings{};
    QString run{}; ///< empty: the last open one of the home database, else the last one
    QString policy{}; ///< empty: as it was
    QString by{};
    bool allowCommands = false;
    /// An edited plan, adopted for the nodes that were not entered yet; needs a reason.
    std::optional<Plan> adopt{};
    QString adoptBecause{};
    /// What to do about a statement of the former runner that its server still carries out.
    Orphans orphans = Orphans::Refuse;
    /// Resume although the journal is not the one that the run left (a restored, copied or older
    /// database); needs a reason, which is journaled.
    QString acceptBecause{};
    QList<NodeId> breakpoints{}; ///< the run rests before it enters one of these
    QString allowedSigners{}; ///< as RunRequest::allowedSigners
    /// Go on although the run was handed over to somebody else; needs a reason, which is journaled.
    QString takeOverBecause{};
    qint64 keepTryingMs = usualKeepTryingMs; ///< as RunRequest::keepTryingMs
};

class Runner;

/// Carries a plan out. An event-driven state machine that never blocks: databases are worked on in
/// a thread for each target, programs and web addresses through Qt's event loop. It emits what it
/// does as messages and takes commands; between two commands that make it move it rests.
///
/// start() and resume() check the request and return at once; opening the databases, taking the
/// locks and reading the journal go on behind. Then follow Hello, the events (earlier ones first)
/// and Resting: nothing is executed before a command (Next, RunTo, GoOn, …) says so. If the run
/// cannot begin, Failed and Bye follow instead. After Quit, or when the run cannot go on, Bye is
/// the last message; the locks are released by then.
///
/// While a monitor observes or holds, Resting is said once with RestReason::Hold; the run goes on
/// by itself when the time is over, unless the runner has been told to quit: then a later resume
/// goes on, and the time has not begun anew.
///
/// After an answer, a retry, a skip or the like the run goes on as far as the last Next, RunTo or
/// GoOn said; in a fresh process nothing was said yet, and it rests after one step.
///
/// If somebody else holds the database's lock for so long that not even the journal can be written,
/// Refused (ErrorCode::Locked) says so and the run rests where it was; GoOn tries again. A
/// connection that was lost is tried to be had again first, for as long as the request says:
/// Progress tells of each try (waitsFor), and the journal of each too, once it can be written.
///
/// A run may be resumed while a database is away that is not its home: Remark says so. It goes on
/// up to the first step that needs it, tries to have it then, and pauses if that does not succeed.
///
/// Lives in one thread with an event loop. Destroying it while a statement runs cancels that.
class Executor final : public RunHandle {
    Q_OBJECT

public:
    explicit Executor(QObject* parent = nullptr);
    ~Executor() override;

    [[nodiscard]] Result<> start(const RunRequest& request);
    [[nodiscard]] Result<> resume(const ResumeRequest& request);

    [[nodiscard]] const RunState& state() const override;
    [[nodiscard]] const Plan& plan() const override;
    [[nodiscard]] bool isResting() const override;

public slots:
    void execute(const whimbrel::Command& command) override;

private:
    std::unique_ptr<Runner> m_runner;
};

/// The exit code of a process that leaves the run in this state: 0 ended migrated, 1 failed or went
/// back, 3 resting, 5 in doubt.
[[nodiscard]] int exitCodeOf(const RunState& state);

/// What the operating system calls the person who started this process.
[[nodiscard]] QString currentUser();

} // namespace whimbrel
