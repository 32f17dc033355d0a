// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/exec/executor.h"
#include "model/exec/journal.h"

#include <QSignalSpy>
#include <QTemporaryDir>

#include <memory>

namespace whimbrel::test {

/// A database in a temporary folder, with `tables` of customers (and orders that refer to them),
/// and runs of plans on it.
class RunFixture final {
public:
    explicit RunFixture(int customers = 20);

    [[nodiscard]] QString folder() const { return m_folder.path(); }
    [[nodiscard]] QString path() const { return m_folder.path() + QStringLiteral("/shop.db"); }
    [[nodiscard]] QString url() const { return QStringLiteral("sqlite:") + path(); }
    [[nodiscard]] RunRequest request(const Plan& plan) const;
    [[nodiscard]] ResumeRequest resumeRequest() const;

    /// Runs SQL on the database, past the executor. Values are joined by | and rows by a newline.
    QString sql(const QString& statements) const;
    /// All that is in the database but the journal, as text.
    [[nodiscard]] QString dump() const;

    QTemporaryDir m_folder; ///< in memory where there is such a place: runs sync a lot
};

/// An executor with what it said.
class Run final {
public:
    Run();

    Executor executor{};
    QList<RunnerMessage> messages{};
    int exitCode = -1;

    /// Starts and waits until it rests for the first time; false if it could not begin.
    bool start(const RunRequest& request);
    bool resume(const ResumeRequest& request);
    /// Sends a command and waits until the run rests again or ends.
    void tell(Command::Type type, const QString& node = {}, const QString& outcome = {},
        const QString& because = {});
    void tell(const Command& command);
    void waitForRest(int ms = 20000);

    [[nodiscard]] const RunState& state() const { return executor.state(); }
    [[nodiscard]] Error lastError() const;
    [[nodiscard]] StepStatus status(const char* node) const;
    [[nodiscard]] int count(EventType type) const;
    [[nodiscard]] QList<Event> events() const;
    /// Who keeps the statement in hand waiting, as said last.
    [[nodiscard]] QList<Blocker> blockers() const;
    /// What the run waits for, for messages of tests.
    [[nodiscard]] QString why() const;
};

/// Parts of plans.
[[nodiscard]] Action sqlAction(const QString& sql);
[[nodiscard]] Node change(const QString& id, const QString& sql);
[[nodiscard]] Node verification(const QString& id, const QString& sql, const QString& value);
[[nodiscard]] Edge back(const QString& from, const QString& to, const QString& sql);
/// start → a (adds column a) → va → b (adds column b) → vb → end, each with a way back.
[[nodiscard]] Plan twoColumns();
/// The plan with nodes replaced by others of the same id.
[[nodiscard]] Plan withNodes(Plan plan, const QList<Node>& nodes);

} // namespace whimbrel::test
