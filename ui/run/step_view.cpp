// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "ui/run/step_view.h"

#include "model/base/counted.h"
#include "model/base/duration.h"
#include "model/plan/check_places.h"
#include "model/sql/locks.h"
#include "ui/run/blocker_list.h"
#include "ui/run/next_step_view.h"
#include "ui/run/run_controller.h"
#include "ui/run/run_texts.h"
#include "ui/session/rehearsal_text.h"
#include "ui/sql/sql_edit.h"
#include "ui/style/icons.h"
#include "ui/style/palette.h"

#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QProgressBar>
#include <QTreeWidget>
#include <QVBoxLayout>

#include <algorithm>
#include <cmath>

namespace whimbrel {

namespace {

constexpr int checkColumns = 4;

QString phaseName(const QString& phase)
{
    if (phase == phases::entry) {
        return StepView::tr("before: ");
    }
    return phase == phases::exit ? StepView::tr("after: ") : QString();
}

/// What an action would do, for a step that has not begun: statements, or words.
struct Planned {
    QString sql{};
    QString words{};
};

Planned planned(const Plan& plan, const Action& action)
{
    if (const SqlSource* sql = action.sql()) {
        return {QString::fromUtf8(plan.sqlText(*sql)).trimmed(), {}};
    }
    if (const auto* command = std::get_if<CommandAction>(&action.body)) {
        return {{},
            StepView::tr("Starts %1")
                .arg((QStringList{command->program} + command->arguments).join(QLatin1Char(' ')))};
    }
    if (const auto* manual = std::get_if<ManualAction>(&action.body)) {
        return {{}, manual->instructions.trimmed()};
    }
    if (const auto* copied = std::get_if<CopyAction>(&action.body)) {
        return {{},
            StepView::tr("Copies the rows of %1 in “%2” into %3, along %4.")
                .arg(copied->table, copied->from.text(), copied->destination(), copied->key)};
    }
    if (action.type() == ActionType::Backup) {
        return {{}, StepView::tr("Takes a copy of the database and checks it.")};
    }
    return {};
}

/// What can be done once a run has ended so.
QString afterwards(Outcome outcome)
{
    switch (outcome) {
    case Outcome::Migrated:
        return StepView::tr("Every step is done. “Roll back to” takes it back, step by step, as "
                            "long as the ways back hold.");
    case Outcome::Reverted:
        return StepView::tr("What the run had changed is taken back. Close it to begin anew.");
    case Outcome::Restored:
        return StepView::tr("The database is back as the backup had it. Close the run to begin "
                            "anew.");
    case Outcome::Abandoned:
        break;
    }
    return StepView::tr("The run was given up. Close it to begin anew.");
}

} // namespace

StepView::StepView(RunController& controller, QWidget* parent)
    : QWidget(parent)
    , m_controller(controller)
{
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(4);
    auto* head = new QHBoxLayout;
    m_caption = new QLabel(this);
    m_caption->setProperty("role", QStringLiteral("caption"));
    m_time = new QLabel(this);
    m_time->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
    head->addWidget(m_caption, 1);
    head->addWidget(m_time);
    // What blocks us stands above what is blocked: it must be seen without scrolling.
    m_sighting = new QLabel(this);
    m_sighting->setWordWrap(true);
    m_sighting->setTextFormat(Qt::PlainText);
    m_sighting->setAccessibleName(tr("What the server shows"));
    layout->addWidget(m_sighting);
    m_blockers = new BlockerList(this);
    layout->addWidget(m_blockers);
    connect(m_blockers, &BlockerList::stopRequested, this,
        [this](qint64 session, const QString& outcome, const QString& because) {
            Command stop;
            stop.type = Command::Type::StopBlocker;
            stop.session = session;
            stop.outcome = outcome;
            stop.because = because;
            m_controller.send(stop);
        });
    m_next = new NextStepView(controller, this);
    layout->addWidget(m_next);
    layout->addLayout(head);
    m_statement = new SqlEdit(this);
    m_statement->setReadOnly(true);
    m_statement->setLineWrapMode(QPlainTextEdit::WidgetWidth);
    m_statement->setAccessibleName(tr("Current statement"));
    m_statement->setMinimumHeight(72);
    layout->addWidget(m_statement, 2);
    m_instructions = new QLabel(this);
    m_instructions->setWordWrap(true);
    m_instructions->setTextFormat(Qt::PlainText);
    m_instructions->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_instructions->setAccessibleName(tr("What this step will do"));
    layout->addWidget(m_instructions);
    auto* progressRow = new QHBoxLayout;
    progressRow->setSpacing(8);
    m_progress = new QProgressBar(this);
    m_progress->setTextVisible(false);
    m_progress->setRange(0, 1000);
    m_progress->setFixedHeight(8);
    m_progressText = new QLabel(this);
    progressRow->addWidget(m_progress, 1);
    progressRow->addWidget(m_progressText);
    layout->addLayout(progressRow);
    m_checks = new QTreeWidget(this);
    m_checks->setColumnCount(checkColumns);
    m_checks->setHeaderLabels({tr("Check"), tr("Found"), tr("Expected"), tr("Result")});
    m_checks->setRootIsDecorated(false);
    m_checks->setUniformRowHeights(true);
    m_checks->setFrameShape(QFrame::NoFrame);
    m_checks->setAccessibleName(tr("Checks of this step"));
    m_checks->header()->setStretchLastSection(false);
    m_checks->header()->setSectionResizeMode(0, QHeaderView::Stretch);
    m_checks->header()->resizeSection(1, 96);
    m_checks->header()->resizeSection(2, 120);
    m_checks->header()->resizeSection(3, 80);
    m_checks->setMinimumHeight(72);
    layout->addWidget(m_checks, 1);
    layout->addStretch(0); // words alone stay at the top
    connect(&controller, &RunController::changed, this, &StepView::refresh);
    connect(&controller, &RunController::progressChanged, this, &StepView::refreshClock);
    refresh();
}

void StepView::refresh()
{
    m_next->refresh();
    showStatement();
    showChecks();
    refreshClock();
}

void StepView::showStatement()
{
    const RunState& state = m_controller.state();
    const Rest& rest = state.rest;
    const Plan& plan = m_controller.plan();
    const NodeId id = m_controller.currentNode();
    const StepRun run = rest.edge.isEmpty() ? state.step(id) : state.compensations.value(rest.edge);
    const Node* node = plan.nodes.find(id);
    QString text = run.statement;
    QString words;
    QString caption;
    if (m_next->isTelling() && state.rest.reason != RestReason::Gate) {
        text.clear(); // what it will do is said in full above
    } else if (!text.isEmpty()) {
        // One that failed with its transaction has no number any more.
        caption = run.statements > 1 && run.statementNumber > 0
            ? tr("Statement %1 of %2").arg(run.statementNumber).arg(run.statements)
            : tr("Statement");
    } else if (m_controller.link() == RunController::Link::Following && !rest.question.isEmpty()) {
        // Whoever follows has nothing to answer, and wants to know what is waited for.
        caption = tr("What is asked");
        words = rest.question;
    } else if (node && node->action && run.actionDone && !state.ended) {
        words = tr(
            "Its action is done and will not be done again; its checks follow, if it has any.");
    } else if (node && node->action && !state.ended) {
        const Planned will = planned(plan, *node->action);
        text = will.sql;
        words = will.words == rest.question ? QString() : will.words; // it is asked already
        const bool byHand = node->action->type() == ActionType::Manual;
        caption = text.isEmpty() && words.isEmpty() ? QString()
            : byHand                                ? tr("To be done by hand")
            : run.batches > 0                       ? tr("What each batch does")
                                                    : tr("What this step will do");
    } else if (state.ended) {
        words = afterwards(*state.ended);
    }
    m_caption->setText(caption);
    m_caption->setVisible(!caption.isEmpty());
    if (m_statement->toPlainText() != text) {
        m_statement->setPlainText(text);
    }
    m_statement->setVisible(!text.isEmpty());
    m_instructions->setText(words);
    m_instructions->setVisible(!words.isEmpty());
}

void StepView::showChecks()
{
    const NodeId id = m_controller.currentNode();
    const StepRun run = m_controller.state().step(id);
    const UiColors& colors = uiColors(palette());
    m_checks->setVisible(!run.checks.isEmpty());
    m_checks->clear();
    QList<CheckRun> runs = run.checks;
    std::stable_partition(runs.begin(), runs.end(),
        [](const CheckRun& each) { return each.result != CheckResult::Pass; });
    for (const CheckRun& each : std::as_const(runs)) { // what needs a look stands first
        const QString title = checkTitle(m_controller.plan(), id, each.phase, each.check);
        auto* item = new QTreeWidgetItem(m_checks,
            {phaseName(each.phase) + title, each.found, each.expected, nameOf(each.result)});
        const bool pass = each.result == CheckResult::Pass;
        const bool failed = each.result == CheckResult::Fail;
        const QColor color = pass ? colors.success : failed ? colors.error : colors.warning;
        item->setForeground(checkColumns - 1, color);
        item->setIcon(checkColumns - 1,
            icon(pass        ? QStringLiteral("check")
                    : failed ? QStringLiteral("error")
                             : QStringLiteral("warning"),
                color));
        for (int column = 0; column < checkColumns; ++column) {
            item->setToolTip(column,
                each.message.isEmpty() ? item->text(column)
                                       : item->text(column) + QLatin1Char('\n') + each.message);
        }
    }
}

void StepView::showSighting()
{
    const std::optional<Progress>& progress = m_controller.progress();
    const bool shown = progress && m_controller.isWorking();
    QStringList parts;
    if (shown && !progress->waitsFor.isEmpty()) {
        parts.append(progress->waitsFor);
    }
    if (shown && !progress->sighting.phase.isEmpty()) {
        parts.append(progress->sighting.phase);
    }
    if (shown) {
        for (const HeldLock& lock : progress->sighting.locks) {
            const QString mode = lockModeInWords(lock.mode);
            parts.append(lock.granted ? tr("Holds %1 on %2").arg(mode, lock.object)
                                      : tr("Waits for %1 on %2").arg(mode, lock.object));
        }
    }
    QPalette colors;
    if (shown && (!progress->waitsFor.isEmpty() || !progress->sighting.blockers.isEmpty())) {
        colors.setColor(QPalette::WindowText, uiColors(palette()).warning);
    }
    m_sighting->setPalette(colors);
    m_sighting->setText(parts.join(QStringLiteral(" · ")));
    m_sighting->setVisible(!parts.isEmpty());
    m_blockers->setBlockers(shown ? progress->sighting.blockers : QList<Blocker>());
}

void StepView::refreshClock()
{
    showSighting();
    const RunState& state = m_controller.state();
    const NodeId id = m_controller.currentNode();
    const StepRun run = state.step(id);
    const Node* node = m_controller.plan().nodes.find(id);
    const qint64 elapsed = m_controller.elapsedMs();
    QString time;
    if (elapsed >= 0) {
        time = durationText(std::max<qint64>(elapsed, 1), elapsed < 1000 ? 1 : 2);
    } else if (run.ms > 0) {
        time = tr("took %1").arg(durationText(run.ms, 2));
    }
    if (node && node->estimateMs && !time.isEmpty()) {
        time = tr("%1, estimated %2").arg(time, durationText(*node->estimateMs, 2));
    }
    const bool told = m_next->isTelling(); // above, with what follows from it
    if (const RehearsedStep* tried = told ? nullptr : m_controller.rehearsedStep(id)) {
        time += (time.isEmpty() ? QString() : QStringLiteral(", ")) + rehearsalText(*tried);
    }
    m_time->setText(time);
    m_time->setVisible(!time.isEmpty());

    const std::optional<Progress>& progress = m_controller.progress();
    const bool shown = progress && m_controller.isWorking();
    m_progress->setVisible(shown);
    m_progressText->setVisible(shown);
    if (!shown) {
        return;
    }
    QStringList parts;
    const bool waits = !progress->waitsFor.isEmpty(); // nothing moves: the bar does not either
    if (progress->fraction >= 0 || waits) {
        m_progress->setRange(0, 1000);
        m_progress->setValue(
            static_cast<int>(std::lround(std::max(progress->fraction, 0.0) * 1000)));
    }
    if (progress->fraction >= 0) {
        parts.append(tr("%1 %").arg(static_cast<int>(std::floor(progress->fraction * 100))));
    } else if (!waits) {
        m_progress->setRange(0, 0);
    }
    if (progress->rows > 0) {
        parts.append(counted(progress->rows, tr("1 row"), tr("%1 rows")));
    }
    if (progress->rowsPerSecond > 0) {
        parts.append(
            counted(std::llround(progress->rowsPerSecond), tr("1 row/s"), tr("%1 rows/s")));
    }
    if (progress->leftMs >= 0) {
        const qint64 least = std::max<qint64>(progress->leftMs, 1000);
        const QString from = durationText(least, 2);
        const QString to = durationText(std::max(progress->leftAtMostMs, least), 2);
        parts.append(from == to ? tr("%1 left").arg(from) : tr("%1 to %2 left").arg(from, to));
    }
    const QString text = waits ? QString() : progress->text; // that it waits stands above
    m_progressText->setText(parts.isEmpty() ? text : parts.join(QStringLiteral(" · ")));
    m_progressText->setToolTip(progress->text);
}

} // namespace whimbrel
