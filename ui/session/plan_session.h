// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/exec/run_state.h"
#include "model/plan/plan_document.h"
#include "model/rules/validate.h"

#include <QObject>
#include <QUndoStack>

#include <optional>

namespace whimbrel {

/// What is open in one window: the plan, its history, what is selected, what validation says and
/// what a run does with it. Every pane and the canvas hold a reference to it and to nothing of each
/// other. Panes change the plan through perform() alone.
class PlanSession final : public QObject {
    Q_OBJECT

public:
    explicit PlanSession(QObject* parent = nullptr);
    ~PlanSession() override;

    [[nodiscard]] const Plan& plan() const { return m_document.plan(); }
    [[nodiscard]] PlanDocument& document() { return m_document; }
    [[nodiscard]] QUndoStack& undoStack() { return m_undo; }
    [[nodiscard]] QString path() const { return m_path; } ///< empty: never saved

    /// Applies the edit as one step of the undo history; consecutive edits with the same merge key
    /// become one. A refused edit is reported by editRefused() and changes nothing.
    bool perform(const Edit& edit);

    /// What is selected, in the order in which it was selected.
    [[nodiscard]] const QList<ElementRef>& selection() const { return m_selection; }
    void select(const QList<ElementRef>& elements);
    /// Selects the element and asks every view to bring it into sight.
    void reveal(const ElementRef& element);

    /// What validation said last; it follows the plan within a moment.
    [[nodiscard]] const Validation& validation() const { return m_validation; }

    /// The state of the run that is shown, if one is.
    [[nodiscard]] const std::optional<RunState>& run() const { return m_run; }
    void showRun(const std::optional<RunState>& state);

    /// Replaces the plan by one that was loaded from (or will be saved to) `path`.
    void open(Plan plan, const QString& path);
    void markSaved(const QString& path);

signals:
    void changed(const whimbrel::PlanChange& change);
    void selectionChanged();
    void revealRequested(const whimbrel::ElementRef& element);
    void validationChanged();
    void runChanged();
    void pathChanged();
    void editRefused(const QString& message);

private:
    void validateSoon();

    PlanDocument m_document;
    QUndoStack m_undo;
    QString m_path{};
    QList<ElementRef> m_selection{};
    Validation m_validation{};
    std::optional<RunState> m_run{};
    quint64 m_turn = 0;
};

} // namespace whimbrel
