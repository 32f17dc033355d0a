// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tests/ui/fake_secret_store.h"
#include "ui/connections/connections.h"
#include "ui/run/run_view.h"

#include <QTemporaryDir>

#include <memory>

class QAction;

namespace whimbrel::test {

inline constexpr int patience = 30'000; // a loaded machine starts processes slowly

[[nodiscard]] SqlAction sql(const char* text);

/// start → first (a table) → check → gate → second (rows) → check → end; `broken` makes the last
/// check fail.
[[nodiscard]] Plan runPlan(bool broken);

/// A run view on a plan in a folder, with an SQLite database beside it and the real runner.
class RunViewFixture {
protected:
    /// Before the first test: where the runner is, and whose settings are used.
    void useRunner(const char* test);
    /// Before each test: nothing is open, and the database is new.
    void clear();

    void open(bool broken);
    void open(const Plan& made);
    void start();
    /// An entry of the menu "More", by its key.
    [[nodiscard]] QAction* more(const char* key) const;
    /// The details of the journal's last row about such an event; empty: there is none.
    [[nodiscard]] QString lastDetails(EventType type) const;
    [[nodiscard]] StepStatus statusOf(const char* node) const
    {
        return m_view->controller().state().step(NodeId(QString::fromLatin1(node))).status;
    }
    /// Mnemonics that two things in sight want, or one and a menu of the window.
    [[nodiscard]] QString clashes() const;
    [[nodiscard]] bool resting() const { return m_view->controller().isResting(); }
    [[nodiscard]] QString at() const { return m_view->controller().currentNode().text(); }
    [[nodiscard]] QString count(const QString& query) const;

    std::unique_ptr<QTemporaryDir> m_folder;
    FakeSecretStore m_secrets{};
    Connections m_connections{m_secrets};
    std::unique_ptr<PlanSession> m_session;
    std::unique_ptr<RunView> m_view;
    QString m_database{};
};

} // namespace whimbrel::test
