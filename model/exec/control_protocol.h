// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/base/result.h"
#include "model/exec/event.h"
#include "model/exec/orphans.h"
#include "model/exec/presence.h"
#include "model/exec/run_state.h"
#include "model/exec/sighting.h"
#include "model/exec/surroundings.h"

#include <QByteArray>
#include <QString>

#include <functional>
#include <optional>
#include <variant>

namespace whimbrel {

/// What a person (or a script on their behalf) tells the runner. One JSON object a line on the
/// runner's standard input: {"command": "skip", "because": "…"}.
struct Command {
    enum class Type {
        Next, ///< perform one step, then rest
        RunTo, ///< go on until `node` is about to be entered
        GoOn, ///< go on until something stops the run
        Pause, ///< finish the statement or batch in hand, then rest
        Cancel, ///< stop the statement in hand in the database, look at what is true, rest
        Retry, ///< do the failed step again; with `node`: along the retry edge that leads there
        Skip, ///< leave the step out, with a reason
        MarkDone, ///< it is done already, with evidence
        Rollback, ///< go back to the safe state `node` (empty: the nearest)
        Answer, ///< gate: `outcome`, `because`; signed: `signature`, `at`
        Confirm, ///< manual step or check: `outcome` (pass or fail), `because`
        Decide, ///< in doubt or failed: `outcome` = done | retry | rollback | restore, `because`
        AllowCommands, ///< command actions and checks may run from now on
        StopBlocker, ///< have the server cancel the statement of `session`, or end it: `outcome` =
                     ///< cancel | terminate; one of those that Progress or Around named
        SetBreakpoints, ///< rest before any of `nodes` is entered, from now on, and before no other
        HandOver, ///< leave a note (`because`) for the person `outcome`
        Quit, ///< rest, release everything, end the process
    };
    Type type = Type::Next;
    NodeId node{};
    QString outcome{};
    QString because{};
    QString by{}; ///< who; empty: who started the runner
    qint64 session = 0;
    QList<NodeId> nodes{};
    QString signature{}; ///< of canonicalText() of the answer, as ssh-keygen writes it
    QString at{}; ///< when the person answered, as it was signed
};

/// How far something is that takes its time. Not journaled.
struct Progress {
    NodeId node{};
    EdgeId edge{};
    qint64 elapsedMs = 0;
    qint64 rows = 0;
    double fraction = -1; ///< 0 … 1; negative: unknown
    double rowsPerSecond = 0;
    qint64 leftMs = -1; ///< negative: unknown
    QString text{}; ///< "batch 12, up to key 12000"
    qint64 leftAtMostMs = -1; ///< the other end of the range that begins with leftMs
    QString waitsFor{}; ///< why nothing moves at the moment; empty: it moves
    Sighting sighting{}; ///< what the server shows of the statement in hand
};

using ReportProgress = std::function<void(const Progress&)>;

/// A message of the runner, one JSON object a line on its standard output.
struct RunnerMessage {
    enum class Type {
        Hello, ///< version, run: the runner is there and holds the lock
        Event, ///< a journal row, earlier ones first when a run is resumed
        Progress,
        Around, ///< what the databases show of the step to come, each second while it rests
        Resting, ///< it waits for a command; the state says why
        Presence, ///< who only follows is told who carries the run out, and whether they are there
        Remark, ///< something that the person should know and that changes nothing: text
        Refused, ///< a command did not fit: error
        Failed, ///< the runner cannot go on and ends: error
        Bye, ///< it ends; exitCode
    };
    Type type = Type::Hello;
    QString run{};
    QString version{};
    QString text{};
    Event event{};
    Progress progress{};
    Surroundings around{};
    Presence presence{};
    Error error{};
    /// Of Failed: what keeps the run from being resumed until somebody decides about it.
    std::optional<Orphan> orphan{};
    int exitCode = 0;
};

/// "next", "run-to" …
[[nodiscard]] QString keyOf(Command::Type type);

/// One line, with its newline.
[[nodiscard]] QByteArray encode(const Command& command);
[[nodiscard]] QByteArray encode(const RunnerMessage& message);
[[nodiscard]] Result<Command> decodeCommand(const QByteArray& line);
[[nodiscard]] Result<RunnerMessage> decodeMessage(const QByteArray& line);

} // namespace whimbrel
