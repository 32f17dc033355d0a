// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QWidget>

class QLabel;
class QProgressBar;
class QTreeWidget;

namespace whimbrel {

class BlockerList;
class NextStepView;
class RunController;
class SqlEdit;

/// The step that the run is at: what it is, its statement in full with its time, how far it is, and
/// what its checks found.
class StepView final : public QWidget {
    Q_OBJECT

public:
    explicit StepView(RunController& controller, QWidget* parent = nullptr);

    void refresh();
    /// The part of it that follows the clock and the runner's progress.
    void refreshClock();

    [[nodiscard]] SqlEdit* statement() const { return m_statement; }
    /// What a step asks of a person or of a program: no SQL.
    [[nodiscard]] QLabel* instructions() const { return m_instructions; }
    [[nodiscard]] QTreeWidget* checks() const { return m_checks; }
    [[nodiscard]] BlockerList* blockers() const { return m_blockers; }
    /// What will happen next, while the run rests.
    [[nodiscard]] NextStepView* next() const { return m_next; }
    /// Why nothing moves, the server's phase and the locks held, while a statement runs.
    [[nodiscard]] QLabel* sighting() const { return m_sighting; }

private:
    void showStatement();
    void showChecks();
    void showSighting();

    RunController& m_controller;
    NextStepView* m_next = nullptr;
    QLabel* m_caption = nullptr;
    QLabel* m_time = nullptr;
    SqlEdit* m_statement = nullptr;
    QLabel* m_instructions = nullptr;
    QProgressBar* m_progress = nullptr;
    QLabel* m_progressText = nullptr;
    QLabel* m_sighting = nullptr;
    BlockerList* m_blockers = nullptr;
    QTreeWidget* m_checks = nullptr;
};

} // namespace whimbrel
