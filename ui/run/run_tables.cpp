// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "ui/run/run_tables.h"

#include "ui/run/gate_proofs.h"
#include "ui/run/run_controller.h"
#include "ui/run/run_models.h"

#include <QHeaderView>
#include <QResizeEvent>
#include <QScrollBar>
#include <QTreeView>

#include <memory>

namespace whimbrel {

namespace {

constexpr int narrow = 480; // below, a journal has no room for four columns

QTreeView* makeTable(QAbstractItemModel* model, const QString& name, QWidget* parent)
{
    auto* table = new QTreeView(parent);
    table->setModel(model);
    table->setRootIsDecorated(false);
    table->setUniformRowHeights(true);
    table->setAllColumnsShowFocus(true);
    table->setFrameShape(QFrame::NoFrame);
    table->setAccessibleName(name);
    table->header()->setStretchLastSection(true);
    return table;
}

/// Keeps the end in sight, whatever is added and however high the table is, unless somebody has
/// scrolled away from it.
void followEnd(QTreeView* table)
{
    QScrollBar* bar = table->verticalScrollBar();
    auto follows = std::make_shared<bool>(true);
    QObject::connect(bar, &QScrollBar::valueChanged, table,
        [bar, follows](int value) { *follows = value >= bar->maximum() - bar->singleStep(); });
    QObject::connect(bar, &QScrollBar::rangeChanged, table, [bar, follows](int, int most) {
        if (*follows) {
            bar->setValue(most);
        }
    });
}

} // namespace

RunTables::RunTables(RunController& controller, PlanSession& session, QWidget* parent)
    : QTabWidget(parent)
    , m_controller(controller)
{
    setDocumentMode(true);
    setMinimumHeight(120);
    addJournal();
    addHistory(session);
    connect(&controller, &RunController::eventAdded, this, &RunTables::append);
    auto* proofs = new GateProofs(controller, *m_journalModel, this);
    connect(&controller, &RunController::eventAdded, proofs, &GateProofs::take);
    connect(&controller, &RunController::eventsReset, m_journalModel, &JournalModel::reset);
    connect(&controller, &RunController::changed, this, &RunTables::refresh);
}

void RunTables::addJournal()
{
    m_journalModel = new JournalModel(this);
    m_journal = makeTable(m_journalModel, tr("Journal"), this);
    QHeaderView* header = m_journal->header();
    // The details take what is left and are cut: no column is out of sight.
    header->setResizeContentsPrecision(0);
    header->setSectionResizeMode(JournalModel::Time, QHeaderView::ResizeToContents);
    header->resizeSection(JournalModel::What, 128);
    header->resizeSection(JournalModel::Step, 132);
    header->setSectionResizeMode(JournalModel::Text, QHeaderView::Stretch);
    m_journal->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    followEnd(m_journal);
    addTab(m_journal, tr("&Journal"));
}

void RunTables::addHistory(PlanSession& session)
{
    m_historyModel = new HistoryModel(this);
    QTreeView* history = makeTable(m_historyModel, tr("Steps so far"), this);
    QHeaderView* header = history->header();
    header->resizeSection(HistoryModel::Step, 180);
    header->resizeSection(HistoryModel::Status, 116);
    header->resizeSection(HistoryModel::Began, 116);
    header->resizeSection(HistoryModel::Took, 76);
    header->resizeSection(HistoryModel::Estimate, 76);
    header->resizeSection(HistoryModel::Rows, 76);
    addTab(history, tr("Steps so f&ar"));
    connect(history, &QTreeView::clicked, &session, [this, &session](const QModelIndex& index) {
        session.reveal(ElementRef::of(m_historyModel->node(index.row())));
    });
}

void RunTables::append(const Event& event)
{
    m_journalModel->append(event, m_controller.plan());
}

void RunTables::refresh()
{
    if (m_controller.isActive()) {
        m_historyModel->setState(m_controller.state(), m_controller.plan());
    }
}

void RunTables::resizeEvent(QResizeEvent* event)
{
    QTabWidget::resizeEvent(event);
    // What happened says more than where, which the diagram shows.
    m_journal->setColumnHidden(JournalModel::Step, event->size().width() < narrow);
}

} // namespace whimbrel
