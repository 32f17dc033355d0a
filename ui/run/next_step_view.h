// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/exec/next_step.h"

#include <QWidget>

class QLabel;
class QVBoxLayout;

namespace whimbrel {

class BlockerList;
class FoldedSql;
class RunController;

/// What will happen next, while the run rests: each statement with its class and locks, how long
/// the step took in the rehearsal and may take here, whether it can be taken back, and who has
/// locks now that it would have to wait for.
class NextStepView final : public QWidget {
    Q_OBJECT

public:
    explicit NextStepView(RunController& controller, QWidget* parent = nullptr);

    /// Shows it, or hides itself where there is nothing to be said in advance.
    void refresh();
    /// Whether it says what comes, and not only who is in the way.
    [[nodiscard]] bool isTelling() const { return m_telling; }

    [[nodiscard]] const QList<FoldedSql*>& statements() const { return m_statements; }
    [[nodiscard]] BlockerList* holders() const { return m_holders; }
    [[nodiscard]] QString wordsText() const; ///< what is done where it is not SQL
    [[nodiscard]] QString factsText() const; ///< what stands below the statements, line by line

private:
    void clear();
    void showStatements(const NextStep& step);
    void showFacts(const NextStep& step);

    RunController& m_controller;
    QLabel* m_caption = nullptr;
    QVBoxLayout* m_statementLayout = nullptr;
    QList<FoldedSql*> m_statements{};
    QLabel* m_more = nullptr;
    QLabel* m_words = nullptr;
    QLabel* m_facts = nullptr;
    BlockerList* m_holders = nullptr;
    QLabel* m_free = nullptr;
    bool m_telling = false;
};

} // namespace whimbrel
