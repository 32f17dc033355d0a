// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/exec/run_state.h"
#include "model/plan/plan_document.h"
#include "model/rules/validate.h"
#include "ui/session/breakpoints.h"

#include <QObject>
#include <QTimer>
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
    [[nodiscard]] bool isModified() const { return !m_undo.isClean(); }

    /// Applies the edit as one step of the undo history; consecutive edits with the same merge key
    /// become one. A refused edit is reported by editRefused() and changes nothing.
    bool perform(const Edit& edit);
    /// Applies the edit as a part of the step before it: what follows from that by itself.
    bool performJoined(const Edit& edit);

    /// Why the plan may not be changed here (another window holds it); empty: it may.
    [[nodiscard]] QString readOnlyReason() const { return m_readOnlyReason; }
    void setReadOnly(const QString& reason);

    /// What is selected, in the order in which it was selected.
    [[nodiscard]] const QList<ElementRef>& selection() const { return m_selection; }
    void select(const QList<ElementRef>& elements);
    /// Selects the element and asks every view to bring it into sight.
    void reveal(const ElementRef& element);

    /// What validation said last; it follows the plan within a moment.
    [[nodiscard]] const Validation& validation() const { return m_validation; }
    /// Whether validation() speaks of the plan as it is now.
    [[nodiscard]] bool isValidated() const { return !m_validating && !m_validateTimer.isActive(); }

    /// What rehearsals say of the plan that validation() speaks of.
    [[nodiscard]] const Rehearsed& rehearsed() const { return m_rehearsed; }
    /// The rehearsals beside the plan have changed: they are read again.
    void refreshRehearsals();

    /// The state of the run that is shown, if one is.
    [[nodiscard]] const std::optional<RunState>& run() const { return m_run; }
    void showRun(const std::optional<RunState>& state);

    /// Before which steps of this plan a run stops.
    [[nodiscard]] Breakpoints& breakpoints() { return m_breakpoints; }
    [[nodiscard]] const Breakpoints& breakpoints() const { return m_breakpoints; }

    /// Replaces the plan by one that was loaded from (or will be saved to) `path`.
    void open(Plan plan, const QString& path);
    /// The plan as it is now is what the file holds.
    void markSaved(const QString& path);
    /// The file holds `saved` from now on; the plan has been changed since.
    void markSavedBefore(const QString& path, const Plan& saved);
    /// Replaces the plan by unsaved work that was recovered; the file stays as it is.
    void recover(Plan plan);

    /// What the plan's file held when it was last read or written here: what others did to it or
    /// to the SQL files since then must not be overwritten.
    [[nodiscard]] const Plan& savedPlan() const { return m_saved; }

signals:
    void changed(const whimbrel::PlanChange& change);
    /// Somebody did this to the plan as it was before; after changed(). Undone and redone steps,
    /// and what joins a step, are not told.
    void performed(const whimbrel::Plan& before, const whimbrel::Edit& edit);
    void selectionChanged();
    void revealRequested(const whimbrel::ElementRef& element);
    void validationChanged();
    void rehearsedChanged();
    void runChanged();
    void pathChanged();
    void readOnlyChanged();
    void editRefused(const QString& message);

private:
    bool push(const Edit& edit, const QString& key, bool joins);
    void follow(const PlanChange& change);
    void validateSoon();
    void validateNow();
    void takeValidation(quint64 turn, const Validation& validation, const Rehearsed& rehearsed);

    PlanDocument m_document;
    Plan m_saved{};
    QUndoStack m_undo;
    QString m_path{};
    QString m_readOnlyReason{};
    QList<ElementRef> m_selection{};
    Validation m_validation{};
    Rehearsed m_rehearsed{};
    std::optional<RunState> m_run{};
    Breakpoints m_breakpoints{};
    QTimer m_validateTimer;
    bool m_validating = false;
    quint64 m_turn = 0; ///< counts the plan's versions: only the newest is worth validating
    quint64 m_focus = 0; ///< counts selections: typing merges only while one lasts
};

} // namespace whimbrel
