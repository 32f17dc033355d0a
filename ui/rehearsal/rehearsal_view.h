// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ui/rehearsal/rehearsal_process.h"
#include "ui/session/plan_session.h"

#include <QWidget>

class QLabel;
class QProgressBar;
class QPushButton;
class QStackedWidget;

namespace whimbrel {

class Connections;
class RehearsalSetup;
class RehearsalTree;
class Unlock;

/// Rehearses the plan that is open, and shows what was found: where, how far it is, and every way
/// back with its verdict.
class RehearsalView final : public QWidget {
    Q_OBJECT

public:
    RehearsalView(PlanSession& session, Connections& connections, QWidget* parent = nullptr);
    ~RehearsalView() override;

    [[nodiscard]] RehearsalSetup& setup() { return *m_setup; }
    [[nodiscard]] RehearsalTree& tree() { return *m_tree; }
    [[nodiscard]] QPushButton* startButton() const { return m_start; }
    [[nodiscard]] QString summary() const;
    /// Why the last one came to nothing; empty: it did not.
    [[nodiscard]] QString complaint() const;
    [[nodiscard]] bool isRunning() const { return m_process.isRunning(); }

    /// Gives the keyboard to what is missing, else to the button that begins.
    void takeFocus();
    /// The plan was saved, as saveRequested() asked for.
    void takeSaved();

signals:
    /// The plan has to be saved before it can be rehearsed; takeSaved() goes on.
    void saveRequested();
    void connectionsRequested(); ///< the person wants to see the named connections

private:
    void begin();
    void unlock();
    void run();
    void update();
    void showFound();
    void takeWay(const RehearsedWay& way);
    void takeProgress(const QString& kind, const NodeId& node, int done, int all);
    void takeEnd(const QString& complaint);

    PlanSession& m_session;
    RehearsalProcess m_process;
    Unlock* m_unlock = nullptr;
    RehearsalSetup* m_setup = nullptr;
    RehearsalTree* m_tree = nullptr;
    QStackedWidget* m_found = nullptr;
    QLabel* m_summary = nullptr;
    QLabel* m_reason = nullptr;
    QLabel* m_now = nullptr;
    QProgressBar* m_bar = nullptr;
    QPushButton* m_start = nullptr;
    QPushButton* m_cancel = nullptr;
    bool m_saving = false;
    bool m_cancelled = false;
    QString m_complaint{};
};

} // namespace whimbrel
