// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ui/run/run_controller.h"

#include <QWidget>

class QFrame;
class QLabel;
class QLineEdit;
class QMenu;
class QPushButton;
class QSplitter;
class QStackedWidget;
class QToolButton;

namespace whimbrel {

class Connections;
class FollowStrip;
class JournalModel;
class KeyboardKeeper;
class OrphanChoice;
class PendingCommand;
class QuestionArea;
class RunBar;
class RunSetup;
class RunTables;
class StepView;

/// Where a plan is run: what to bind before, and during the run where it is, what blocks it, how to
/// get out and what that costs. The runner is a process of its own; this is a view of it.
class RunView final : public QWidget {
    Q_OBJECT

public:
    RunView(PlanSession& session, Connections& connections, QWidget* parent = nullptr);
    ~RunView() override;

    [[nodiscard]] bool isRunActive() const { return m_controller->isActive(); }
    [[nodiscard]] RunController& controller() const { return *m_controller; }
    [[nodiscard]] RunSetup& setup() const { return *m_setup; }
    /// Environment, database, window, way back, Pause and Cancel. It stands on top of this view
    /// until the window puts it into a layout of its own, where it is in sight whatever else is.
    [[nodiscard]] RunBar& bar() const { return *m_bar; }
    [[nodiscard]] QuestionArea& question() const { return *m_question; }
    [[nodiscard]] FollowStrip& followStrip() const { return *m_follow; }
    [[nodiscard]] JournalModel& journal() const;

    /// Shows the run that is open in the bound databases, for reading alone; asks for databases
    /// where none are bound.
    void followRun();

    /// Gives the keyboard to what is to be said next: the database, the beginning, or an answer.
    void takeFocus();

    [[nodiscard]] QPushButton* nextButton() const { return m_next; }
    [[nodiscard]] QPushButton* goOnButton() const { return m_goOn; }
    [[nodiscard]] QPushButton* runToButton() const { return m_runTo; }
    /// Why a run is gone on with that seems to be of another database.
    [[nodiscard]] QLineEdit* resumeReason() const { return m_resumeReason; }
    [[nodiscard]] QPushButton* resumeButton() const { return m_resume; }
    /// What is done about a statement that a server still carries out for the former runner.
    [[nodiscard]] OrphanChoice& orphanChoice() const { return *m_orphan; }
    [[nodiscard]] StepView& step() const { return *m_stepView; }
    [[nodiscard]] QPushButton* closeButton() const { return m_close; }
    /// The safe states that can be gone back to, as they are offered now.
    [[nodiscard]] QMenu* rollbackMenu();
    [[nodiscard]] QMenu* moreMenu();
    [[nodiscard]] QLineEdit* pendingReason() const;
    /// To whom the run is handed over.
    [[nodiscard]] QLineEdit* pendingPerson() const;
    [[nodiscard]] QPushButton* pendingConfirm() const;
    [[nodiscard]] QString whereText() const;
    [[nodiscard]] QString complaintText() const;

signals:
    void runActiveChanged(bool active);
    void connectionsRequested(); ///< the person wants to see the named connections
    void reportRequested(); ///< what the run did is to be exported

protected:
    void resizeEvent(QResizeEvent* event) override;
    void changeEvent(QEvent* event) override;

private:
    QWidget* makeRunPage();
    QWidget* makeControls(QWidget* parent);
    void refresh();
    void refreshWhere();
    void refreshComplaint();
    void refreshClock();
    void runToSelection();
    void resumeOrTryAgain();
    void fillRollbackMenu();
    void fillMoreMenu();
    void ask(const Command& command, const QString& text, const QString& confirm, bool needsReason);
    void askHandOver();
    void dropPending();
    [[nodiscard]] NodeId selectedNode() const;

    PlanSession& m_session;
    RunController* m_controller = nullptr;
    QStackedWidget* m_stack = nullptr;
    RunSetup* m_setup = nullptr;
    RunBar* m_bar = nullptr;
    FollowStrip* m_follow = nullptr;
    QFrame* m_complaintFrame = nullptr;
    OrphanChoice* m_orphan = nullptr;
    QLabel* m_complaint = nullptr;
    QLineEdit* m_resumeReason = nullptr;
    QPushButton* m_resume = nullptr;
    QLabel* m_step = nullptr;
    QLabel* m_where = nullptr;
    QLabel* m_status = nullptr;
    QuestionArea* m_question = nullptr;
    QWidget* m_controls = nullptr;
    QPushButton* m_next = nullptr;
    QPushButton* m_goOn = nullptr;
    QPushButton* m_runTo = nullptr;
    QPushButton* m_back = nullptr;
    QPushButton* m_more = nullptr;
    QPushButton* m_close = nullptr;
    QMenu* m_backMenu = nullptr;
    QMenu* m_moreMenu = nullptr;
    PendingCommand* m_pending = nullptr;
    KeyboardKeeper* m_keyboard = nullptr;
    StepView* m_stepView = nullptr;
    QSplitter* m_splitter = nullptr;
    int m_dividedWidth = 0; ///< the width that the splitter's shares are for
    RunTables* m_tables = nullptr;
};

} // namespace whimbrel
