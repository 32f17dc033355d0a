// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/exec/control_protocol.h"
#include "model/exec/journal_writer.h"
#include "model/sql/statement.h"

#include <atomic>
#include <functional>
#include <memory>
#include <optional>

namespace whimbrel {

/// An event that is yet to be numbered.
struct EventDraft {
    EventType type = EventType::Paused;
    NodeId node{};
    EdgeId edge{};
    QJsonObject data{};
};

/// One statement as it is sent to the database, its parameters filled in.
struct PreparedStatement {
    int number = 0; ///< 1, 2, 3 … within the step
    QString sql{};
    int line = 1; ///< of the script
    StatementClass kind = StatementClass::Unknown;
    bool inTransaction = true;
    Statement parsed{}; ///< what its words say; its place counts in the script, not in `sql`
    QString verb{};
    QString table{};
    QString hash{}; ///< SHA-256 of `sql`
};

/// What is written behind a step's end unless somebody has said something meanwhile: while a long
/// step runs, a person may want to stop behind it.
struct Onward {
    EventDraft entry{}; ///< of the next step
    /// Set in the runner's thread, looked at in the worker's just before the events are written.
    std::shared_ptr<const std::atomic<bool>> isHeld{};
};

/// What a step is and how careful to be with it; the same for all that happens in its worker.
struct StepContext {
    NodeId node{}; ///< of a compensation: the change that is taken back
    EdgeId edge{}; ///< set for a compensation
    bool change = false;
    QString hash{}; ///< the step's content
    bool repeatable = false;
    qint64 lockTimeoutMs = 5000;
    bool ownLockTimeout = false; ///< the action says it; else statements have it by their class
    qint64 statementTimeoutMs = 0; ///< 0: no limit
    int tries = 1;
    QList<EventDraft> whenDone{}; ///< written in one transaction with the step's done event
    std::optional<Onward> onward{}; ///< written behind `whenDone`
    QString file{}; ///< where the SQL stands, for messages; empty: in the plan itself
};

/// What a worker did: the events it committed, and an error if not even that could be written.
struct StepReport {
    QList<Event> events{};
    std::optional<Error> fatal{};
};

/// The data that every event about the step's action carries.
[[nodiscard]] QJsonObject stepData(const StepContext& step, QJsonObject data = {});

/// Journals that the step is about to be done, in a transaction of its own.
[[nodiscard]] Result<> intend(Connection& connection, JournalWriter& writer,
    const StepContext& step, const QJsonObject& data);

/// Adds the done event and what goes with it to the next commit.
void addDone(JournalWriter& writer, const StepContext& step, const QJsonObject& data);

/// What is left of a step that did not succeed.
enum class Effect { None, Partial, Unknown };

/// Journals that the step failed or was cancelled, after its transaction was rolled back.
/// `statement` may be null.
[[nodiscard]] StepReport endWithError(Connection& connection, JournalWriter& writer,
    const StepContext& step, const Error& error, Effect effect,
    const PreparedStatement* statement = nullptr);

/// Sets the connection's limits to the step's.
void applyLimits(Connection& connection, const StepContext& step);

/// Waits before another try at a lock, longer each time and by chance, so that two who wait for
/// each other do not meet again; ends early when cancelled. Gives the milliseconds.
int backOff(Connection& connection, int attempt);

} // namespace whimbrel
