// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tests/model/exec/run_fixture.h"
#include "tests/support/servers/test_servers.h"

namespace whimbrel::test {

/// A shop as in RunFixture, in a database of its own on a server.
class ServerFixture final {
public:
    /// `server`: the URL of a database on another server than the shared ones.
    explicit ServerFixture(Dialect dialect, int customers = 20, const QString& server = {});

    [[nodiscard]] Dialect dialect() const { return m_scratch.dialect(); }
    [[nodiscard]] const QString& url() const { return m_scratch.url(); }
    [[nodiscard]] const QString& name() const { return m_scratch.name(); } ///< of the database
    [[nodiscard]] QString folder() const { return m_folder.path(); }
    [[nodiscard]] bool isPostgresql() const { return dialect() == Dialect::Postgresql; }

    /// The plan, with its target in this dialect, bound to the database.
    [[nodiscard]] RunRequest request(Plan plan) const;
    [[nodiscard]] ResumeRequest resumeRequest() const;
    [[nodiscard]] Plan inDialect(Plan plan) const;

    /// Runs SQL on the database, past the executor: the rows of its last statement, values joined
    /// by | and rows by a newline, or "error: …".
    QString sql(const QString& statements) const;
    /// A table of the journal, as SQL names it.
    [[nodiscard]] QString journal(const char* table) const;
    /// All that is in the database but the journal, as text.
    [[nodiscard]] QString dump() const;
    [[nodiscard]] std::unique_ptr<Connection> open() const { return m_scratch.open(); }
    /// Lets the database be when the fixture goes: its server ends before it.
    void leave() { m_scratch.leave(); }

private:
    ScratchDatabase m_scratch;
    QTemporaryDir m_folder{};
    std::unique_ptr<Connection> m_connection{}; ///< behind m_scratch: it closes first
};

/// start → a (adds column a) → va → b (adds and fills column b) → vb → end, each with a way back.
[[nodiscard]] Plan serverColumns();
/// A plan in which nothing may happen twice: each step adds to what it finds. For 60 customers.
[[nodiscard]] Plan countingPlan(Dialect dialect);
/// start → step → end, with a way back.
[[nodiscard]] Plan oneStep(const QString& sql, const QString& back = {});
/// The same, with a limit on how long the step waits for a lock.
[[nodiscard]] Plan lockingStep(const QString& sql, int lockTimeoutMs);

/// Rows "postgresql" and "mariadb" for a data-driven test.
void addServerRows();

} // namespace whimbrel::test
