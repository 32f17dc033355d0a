// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ui/canvas/flow_view.h"
#include "ui/sequence/sequence_view.h"
#include "ui/shell/actions.h"

#include <QWidget>

class QSplitter;
class QStackedWidget;
class QTabBar;
class QToolButton;

namespace whimbrel {

class ReplayBar;
class StepThrough;

/// The plan's diagrams: the flow and each sequence diagram behind a tab, or two of them side by
/// side: the flow, or what was planned, on the left. What is selected in one is marked in the
/// other.
class DiagramViews final : public QWidget {
    Q_OBJECT

public:
    DiagramViews(PlanSession& session, const ActionSet& actions, QWidget* parent = nullptr);

    [[nodiscard]] FlowView& flow() { return *m_flow; }
    /// The view of sequence diagrams; of two, that which had the keyboard last.
    [[nodiscard]] SequenceView& sequence() { return leftHasIt() ? *m_left : *m_sequence; }
    [[nodiscard]] QList<SequenceView*> sequenceViews() const { return {m_left, m_sequence}; }
    [[nodiscard]] ReplayBar& replayBar() { return *m_replay; }
    [[nodiscard]] StepThrough& stepThrough() { return *m_steps; }
    /// What commands go to: the diagram that is shown; of two, that which had the keyboard last.
    [[nodiscard]] DiagramView& current();
    [[nodiscard]] DiagramKind kind() const;
    /// The sequence diagram that is shown (of two, that which had the keyboard last); empty: none.
    [[nodiscard]] SequenceId shownSequence() const;
    [[nodiscard]] bool isSideBySide() const { return m_sideBySide; }

    void showFlow();
    /// Shows the sequence diagram that was shown last, the first, or how to begin one.
    void showSequence();
    void showDiagram(const SequenceId& id);
    void showNext(bool forward);
    void setSideBySide(bool both);
    /// Shows a sequence diagram on the left, beside the one that was shown before it, or else the
    /// next: both are looked at together.
    void showOnLeft(const SequenceId& id);
    /// Edits the title of a sequence diagram in its tab.
    void rename(const SequenceId& id);

signals:
    /// Another diagram is shown, or commands go to another.
    void currentChanged();
    /// Of the diagram that commands go to.
    void zoomChanged(double zoom);
    void noticed(const QString& message);
    void menuRequested(const whimbrel::ElementRef& element, const QPoint& screen);
    /// Someone asked for the menu of a diagram's tab.
    void tabMenuRequested(const whimbrel::SequenceId& id, const QPoint& screen);

protected:
    void changeEvent(QEvent* event) override;

private:
    void follow(const PlanChange& change);
    void fillTabs();
    void showTab(int index);
    void reveal(const ElementRef& element);
    void followSelection();
    void followRun();
    void arrange();
    void askForTabMenu(const QPoint& at);
    void markTab();
    void shareRoom();
    /// The sequence diagram on the left has the keyboard, or had it last.
    [[nodiscard]] bool leftHasIt() const
    {
        return m_sideBySide && !m_inSequence && !m_leftId.isEmpty();
    }
    /// That on the right, or alone.
    [[nodiscard]] SequenceId rightSequence() const;
    [[nodiscard]] QWidget* makeBeginning(const ActionSet& actions);
    void watch(DiagramView& view);

    PlanSession& m_session;
    QTabBar* m_tabs;
    QToolButton* m_add;
    QSplitter* m_both;
    FlowView* m_flow;
    QStackedWidget* m_right;
    SequenceView* m_sequence;
    SequenceView* m_left;
    QWidget* m_beginning;
    ReplayBar* m_replay;
    StepThrough* m_steps;
    SequenceId m_last{}; ///< the sequence diagram that was shown last, of two the right one
    SequenceId m_leftId{}; ///< of two: the left one; empty: the flow
    NodeId m_followed{}; ///< where a run was when it was brought into sight
    bool m_flowShown = true; ///< of one alone: the flow
    bool m_sideBySide = false;
    bool m_inSequence = false; ///< of two: the right one had the keyboard last
    bool m_filling = false;
};

} // namespace whimbrel
