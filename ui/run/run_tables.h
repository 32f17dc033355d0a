// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QTabWidget>

class QTreeView;

namespace whimbrel {

struct Event;
class HistoryModel;
class JournalModel;
class PlanSession;
class RunController;

/// What has happened in a run, as tabs: the journal's events, which stays at its end while it is
/// looked at, and the steps so far, which are shown on the diagram when they are clicked.
class RunTables final : public QTabWidget {
    Q_OBJECT

public:
    RunTables(RunController& controller, PlanSession& session, QWidget* parent = nullptr);

    [[nodiscard]] JournalModel& journal() const { return *m_journalModel; }

protected:
    void resizeEvent(QResizeEvent* event) override;

private:
    void addJournal();
    void addHistory(PlanSession& session);
    void append(const Event& event);
    void refresh();

    RunController& m_controller;
    JournalModel* m_journalModel = nullptr;
    HistoryModel* m_historyModel = nullptr;
    QTreeView* m_journal = nullptr;
};

} // namespace whimbrel
