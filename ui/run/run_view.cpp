// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "ui/run/run_view.h"

#include "model/base/duration.h"
#include "model/plan/names.h"
#include "model/plan/node_kind.h"
#include "ui/run/desktop_notices.h"
#include "ui/run/follow_strip.h"
#include "ui/run/keyboard_keeper.h"
#include "ui/run/orphan_choice.h"
#include "ui/run/pending_command.h"
#include "ui/run/question_area.h"
#include "ui/run/run_bar.h"
#include "ui/run/run_setup.h"
#include "ui/run/run_tables.h"
#include "ui/run/run_texts.h"
#include "ui/run/step_view.h"
#include "ui/run/target_strip.h"
#include "ui/style/icons.h"
#include "ui/style/menu_text.h"
#include "ui/style/palette.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QPushButton>
#include <QResizeEvent>
#include <QScrollArea>
#include <QSplitter>
#include <QStackedWidget>
#include <QTimer>
#include <QVBoxLayout>

#include <algorithm>
#include <chrono>

namespace whimbrel {

using namespace std::chrono_literals;

namespace {

constexpr int answersWidth = 740; // five answers side by side
constexpr int reasonWidth = 240;
constexpr int wideEnough = 820; // below, the journal goes under the step instead of beside it

} // namespace

RunView::RunView(PlanSession& session, Connections& connections, QWidget* parent)
    : QWidget(parent)
    , m_session(session)
{
    m_controller = new RunController(session, this);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    m_stack = new QStackedWidget(this);
    m_setup = new RunSetup(session, connections, m_stack);
    m_stack->addWidget(m_setup);
    m_stack->addWidget(makeRunPage());
    layout->addWidget(m_stack);

    connect(m_setup, &RunSetup::connectionsRequested, this, &RunView::connectionsRequested);
    connect(m_setup, &RunSetup::startRequested, m_controller, &RunController::start);
    connect(m_setup, &RunSetup::resumeRequested, m_controller, &RunController::resume);
    connect(m_setup, &RunSetup::followRequested, m_controller, &RunController::follow);
    new DesktopNotices(*m_controller, this);
    connect(m_controller, &RunController::changed, this, &RunView::refresh);
    connect(m_controller, &RunController::progressChanged, this, [this] {
        if (m_controller->isActive()) {
            refreshWhere();
        }
    });
    connect(m_controller, &RunController::activeChanged, this, [this](bool active) {
        m_stack->setCurrentIndex(active ? 1 : 0);
        dropPending();
        if (!active) {
            m_setup->reload();
        }
        emit runActiveChanged(active);
    });
    connect(&session, &PlanSession::selectionChanged, this, &RunView::refresh);
    m_keyboard = new KeyboardKeeper(this);
    auto* clock = new QTimer(this);
    clock->setInterval(500ms);
    connect(clock, &QTimer::timeout, this, &RunView::refreshClock);
    clock->start();
    refresh();
}

RunView::~RunView() = default;

QWidget* RunView::makeRunPage()
{
    auto* page = new QWidget(m_stack);
    auto* layout = new QVBoxLayout(page);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    m_bar = new RunBar(*m_controller, page);
    layout->addWidget(m_bar);
    m_complaintFrame = new QFrame(page);
    m_complaintFrame->setAutoFillBackground(true);
    auto* complaintRow = new QHBoxLayout(m_complaintFrame);
    complaintRow->setContentsMargins(12, 8, 12, 8);
    m_complaint = new QLabel(m_complaintFrame);
    m_complaint->setWordWrap(true);
    m_complaint->setTextFormat(Qt::PlainText);
    m_complaint->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_resume = new QPushButton(icon(QStringLiteral("run")), tr("Res&ume"), m_complaintFrame);
    m_resumeReason = new QLineEdit(m_complaintFrame);
    m_resumeReason->setPlaceholderText(tr("Why it goes on here"));
    m_resumeReason->setAccessibleName(m_resumeReason->placeholderText());
    m_resumeReason->setFixedWidth(reasonWidth);
    complaintRow->addWidget(m_complaint, 1);
    complaintRow->addWidget(m_resumeReason);
    complaintRow->addWidget(m_resume);
    layout->addWidget(m_complaintFrame);
    connect(m_resumeReason, &QLineEdit::textChanged, this, &RunView::refreshComplaint);
    connect(m_resumeReason, &QLineEdit::returnPressed, m_resume, &QPushButton::click);
    connect(m_resume, &QPushButton::clicked, this, &RunView::resumeOrTryAgain);
    m_orphan = new OrphanChoice(page);
    layout->addWidget(m_orphan);
    connect(m_orphan, &OrphanChoice::chosen, this,
        [this](Orphans what) { m_controller->resumeLost({}, what); });

    m_follow = new FollowStrip(*m_controller, page);
    layout->addWidget(m_follow);
    m_splitter = new QSplitter(Qt::Horizontal, page);
    m_splitter->setChildrenCollapsible(false);
    // What does not fit scrolls: an answer that is asked for must not push the diagram around.
    auto* scroll = new QScrollArea(m_splitter);
    scroll->setWidgetResizable(true);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setMinimumHeight(160);
    auto* left = new QWidget(scroll);
    auto* column = new QVBoxLayout(left);
    column->setContentsMargins(12, 8, 12, 12);
    column->setSpacing(8);
    auto* head = new QHBoxLayout;
    head->setSpacing(8);
    m_step = new QLabel(left);
    m_step->setProperty("role", QStringLiteral("caption"));
    m_status = new QLabel(left);
    QFont strong = m_status->font();
    strong.setWeight(QFont::DemiBold);
    m_status->setFont(strong);
    head->addWidget(m_step);
    head->addStretch(1);
    head->addWidget(m_status);
    column->addLayout(head);
    m_where = new QLabel(left);
    QFont large = m_where->font();
    large.setPixelSize(18);
    large.setWeight(QFont::DemiBold);
    m_where->setFont(large);
    m_where->setWordWrap(true);
    m_where->setTextFormat(Qt::PlainText);
    column->addWidget(m_where);
    column->addWidget(new TargetStrip(*m_controller, left));
    m_question = new QuestionArea(*m_controller, left);
    column->addWidget(m_question);
    m_controls = makeControls(left);
    column->addWidget(m_controls);
    m_pending = new PendingCommand(left);
    m_pending->hide();
    column->addWidget(m_pending);
    connect(m_pending, &PendingCommand::dropped, this, &RunView::dropPending);
    connect(m_pending, &PendingCommand::confirmed, this, [this](const Command& command) {
        dropPending();
        m_controller->send(command);
    });
    m_stepView = new StepView(*m_controller, left);
    column->addWidget(m_stepView, 1);
    column->addStretch(0);
    scroll->setWidget(left);
    m_splitter->addWidget(scroll);
    m_tables = new RunTables(*m_controller, m_session, m_splitter);
    m_splitter->addWidget(m_tables);
    m_splitter->setStretchFactor(0, 1);
    m_splitter->setStretchFactor(1, 1);
    layout->addWidget(m_splitter, 1);
    return page;
}

QWidget* RunView::makeControls(QWidget* parent)
{
    auto* controls = new QWidget(parent);
    auto* row = new QHBoxLayout(controls);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(8);
    m_next = new QPushButton(icon(QStringLiteral("step")), tr("Ne&xt step"), controls);
    m_next->setToolTip(tr("Performs one step, then rests."));
    m_goOn = new QPushButton(icon(QStringLiteral("run")), tr("&Go on"), controls);
    m_goOn->setToolTip(tr("Goes on until something stops the run."));
    m_runTo = new QPushButton(icon(QStringLiteral("run-to")), tr("Run &to here"), controls);
    m_back = new QPushButton(icon(QStringLiteral("rollback")), tr("Roll &back to"), controls);
    m_more = new QPushButton(tr("&More"), controls);
    m_close = new QPushButton(tr("C&lose"), controls);
    m_close->setToolTip(tr("Lets the run rest. It can be resumed later, here or elsewhere."));
    m_backMenu = new QMenu(m_back);
    m_moreMenu = new QMenu(m_more);
    for (QPushButton* button : {m_back, m_more}) {
        button->setProperty("opensMenu", true);
    }
    m_back->setMenu(m_backMenu);
    m_more->setMenu(m_moreMenu);
    for (QPushButton* button : {m_next, m_goOn, m_runTo, m_back, m_more}) {
        row->addWidget(button);
    }
    row->addStretch(1);
    row->addWidget(m_close);
    connect(
        m_next, &QPushButton::clicked, this, [this] { m_controller->send(Command::Type::Next); });
    connect(
        m_goOn, &QPushButton::clicked, this, [this] { m_controller->send(Command::Type::GoOn); });
    connect(m_runTo, &QPushButton::clicked, this, &RunView::runToSelection);
    connect(m_close, &QPushButton::clicked, m_controller, &RunController::close);
    connect(m_backMenu, &QMenu::aboutToShow, this, &RunView::fillRollbackMenu);
    connect(m_moreMenu, &QMenu::aboutToShow, this, &RunView::fillMoreMenu);
    return controls;
}

void RunView::resizeEvent(QResizeEvent* event)
{
    QWidget::resizeEvent(event);
    const int width = event->size().width();
    const Qt::Orientation now = width >= wideEnough ? Qt::Horizontal : Qt::Vertical;
    if (now == m_splitter->orientation() && m_dividedWidth == width) {
        return;
    }
    m_dividedWidth = width;
    m_splitter->setOrientation(now);
    // Half of it each when there is room for every answer; else the step comes first.
    const int step = std::max(width / 2, answersWidth);
    m_splitter->setSizes(now == Qt::Horizontal ? QList<int>{step, std::max(width - step, 1)}
                                               : QList<int>{2000, 1000});
}

void RunView::changeEvent(QEvent* event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::ApplicationPaletteChange && m_stepView) {
        refresh();
    }
}

QString RunView::whereText() const
{
    return m_where->text();
}

QString RunView::complaintText() const
{
    return m_complaintFrame->isHidden() ? QString() : m_complaint->text();
}

void RunView::followRun()
{
    if (!m_controller->isActive() && m_setup->followButton()->isEnabled()) {
        m_setup->followButton()->click();
    }
    takeFocus();
}

void RunView::takeFocus()
{
    if (!m_controller->isActive()) {
        m_setup->takeFocus();
    } else if (m_question->isVisible()) {
        m_question->reason()->setFocus();
    } else {
        (m_goOn->isEnabled() ? m_goOn : m_close)->setFocus();
    }
}

NodeId RunView::selectedNode() const
{
    const QList<ElementRef>& selection = m_session.selection();
    const bool one = selection.size() == 1 && selection.first().type == ElementType::Node;
    return one ? NodeId(selection.first().id) : NodeId();
}

void RunView::refresh()
{
    if (!m_controller->isActive()) {
        return;
    }
    refreshWhere();
    refreshComplaint();
    const bool goes = m_controller->canGoOn();
    m_next->setEnabled(goes);
    m_goOn->setEnabled(goes);
    const NodeId selected = selectedNode();
    const bool reachable = goes && !selected.isEmpty()
        && m_controller->plan().nodes.contains(selected) && m_controller->currentNode() != selected;
    m_runTo->setEnabled(reachable);
    m_runTo->setToolTip(selected.isEmpty() ? tr("Select a step on the diagram first.")
                                           : tr("Goes on until %1 is about to be entered.")
                                                 .arg(nodeTitle(m_controller->plan(), selected)));
    m_back->setEnabled(m_controller->canRollBack());
    m_more->setEnabled(m_controller->isResting() || !m_controller->state().isOpen());
    const bool following = m_controller->link() == RunController::Link::Following;
    m_close->setEnabled(following || !m_controller->isWorking() || m_controller->isResting());
    for (QPushButton* button : {m_next, m_goOn, m_runTo, m_back, m_more}) {
        button->setVisible(!following);
    }
    if (!m_controller->isResting()) {
        dropPending();
    }
    m_keyboard->offer({m_question->reason(), m_keyboard->last(), m_next, m_resume});
}

void RunView::refreshWhere()
{
    const RunState& state = m_controller->state();
    const Plan& plan = m_controller->plan();
    const NodeId id = m_controller->currentNode();
    const Node* node = plan.nodes.find(id);
    const QString progress = whimbrel::progressText(m_controller->flow(), state);
    m_step->setText(
        node ? QStringLiteral("%1 · %2").arg(displayName(node->kind), progress) : progress);
    const UiColors& colors = uiColors(palette());
    QString status;
    QColor color = colors.secondary;
    QString where = node ? nodeTitle(plan, id) : state.title;
    if (state.ended) {
        QString outcome;
        for (const auto& row : namedValues<Outcome>()) {
            outcome = row.value == *state.ended ? QCoreApplication::translate("Names", row.name)
                                                : outcome;
        }
        where = tr("Ended: %1").arg(outcome.toLower());
        status = tr("ended");
        color = *state.ended == Outcome::Migrated ? colors.success : colors.warning;
    } else if (m_controller->link() == RunController::Link::Lost) {
        // Refused before anything began, or gone in the middle of it; or somebody is to choose.
        const bool asks = m_controller->orphan().has_value();
        status = asks             ? tr("waiting for a choice")
            : state.run.isEmpty() ? tr("not begun")
                                  : tr("runner lost");
        where = !where.isEmpty() ? where
            : asks               ? tr("Not resumed yet")
                                 : tr("The run could not be opened");
        color = asks ? colors.warning : colors.error;
    } else if (m_controller->link() == RunController::Link::Starting) {
        status = tr("starting");
        // It may wait for what a former runner began.
        const QString waits = m_controller->progress() ? m_controller->progress()->text : QString();
        where = !waits.isEmpty() ? waits : where.isEmpty() ? tr("Starting the runner…") : where;
    } else if (m_controller->isWorking()) {
        const std::optional<Progress>& now = m_controller->progress();
        const bool waits = now && (!now->waitsFor.isEmpty() || !now->sighting.blockers.isEmpty());
        status = waits ? tr("waiting") : state.rollingBack ? tr("going back") : tr("running");
        color = waits ? colors.warning : colors.accent;
    } else {
        switch (state.rest.reason) {
        case RestReason::Gate:
        case RestReason::Confirmation:
            status = tr("waiting for an answer");
            color = colors.accent;
            break;
        case RestReason::Failure:
        case RestReason::CheckFailed:
            status = tr("failed");
            color = colors.error;
            break;
        case RestReason::Doubt:
            status = tr("in doubt");
            color = colors.error;
            break;
        case RestReason::Unknown:
            status = tr("could not be found out");
            color = colors.warning;
            break;
        case RestReason::Hold:
            status = state.rest.until < QDateTime::currentDateTimeUtc()
                ? tr("the hold ended at %1").arg(clockText(state.rest.until))
                : tr("held until %1").arg(clockText(state.rest.until));
            color = colors.warning;
            break;
        case RestReason::None:
        case RestReason::Paused:
            status = !node                        ? tr("resting")
                : state.step(node->id).actionDone ? tr("resting in this step")
                                                  : tr("resting before this step");
            break;
        }
    }
    m_where->setText(where);
    m_status->setText(status);
    QPalette text;
    text.setColor(QPalette::WindowText, color);
    m_status->setPalette(text);
}

void RunView::refreshComplaint()
{
    const bool lost = m_controller->link() == RunController::Link::Lost;
    const bool finished = m_controller->link() == RunController::Link::Finished;
    const RunState& state = m_controller->state();
    QString text = m_controller->complaint();
    const std::optional<Orphan>& orphan = m_controller->orphan();
    const Target* first
        = m_controller->plan().targets.isEmpty() ? nullptr : &*m_controller->plan().targets.begin();
    m_orphan->setOrphan(orphan, first ? first->dialect : Dialect::Sqlite);
    if (orphan) {
        text.clear(); // the choice says it all
    } else if (lost && state.isOpen()) {
        text += tr("\nNothing is repeated and nothing is lost: resuming finds out in the database "
                   "where the run is.");
    } else if (finished && text.isEmpty()) {
        text = state.ended ? tr("The run has ended. Open it again to roll it back.")
                           : tr("The runner rests. Resume to go on.");
    }
    const bool shown = !text.isEmpty();
    m_complaintFrame->setVisible(shown);
    if (!shown) {
        return;
    }
    m_complaint->setText(text.trimmed());
    const bool asks = m_controller->wantsReason();
    m_resumeReason->setVisible(asks);
    const bool again = m_controller->canTryAgain();
    m_resume->setVisible((lost && m_controller->canResume()) || finished || again);
    m_resume->setEnabled(!asks || !m_resumeReason->text().trimmed().isEmpty());
    m_resume->setText(again ? tr("Try aga&in") : state.ended ? tr("&Open again") : tr("Res&ume"));
    const UiColors& colors = uiColors(palette());
    QPalette framed;
    framed.setColor(QPalette::Window, colors.surface);
    framed.setColor(QPalette::WindowText, finished ? colors.text : colors.error);
    m_complaintFrame->setPalette(framed);
    m_complaint->setPalette(framed);
}

void RunView::resumeOrTryAgain()
{
    if (m_controller->canTryAgain()) {
        m_controller->send(Command::Type::GoOn);
    } else {
        m_controller->resumeLost(m_resumeReason->text().trimmed());
    }
}

void RunView::refreshClock()
{
    if (m_controller->isActive()) {
        m_bar->refreshClock();
        m_stepView->refreshClock();
    }
}

void RunView::runToSelection()
{
    Command command;
    command.type = Command::Type::RunTo;
    command.node = selectedNode();
    if (!command.node.isEmpty()) {
        m_controller->send(command);
    }
}

JournalModel& RunView::journal() const
{
    return m_tables->journal();
}

QMenu* RunView::rollbackMenu()
{
    fillRollbackMenu();
    return m_backMenu;
}

QMenu* RunView::moreMenu()
{
    fillMoreMenu();
    return m_moreMenu;
}

void RunView::fillRollbackMenu()
{
    m_backMenu->clear();
    const RunState& state = m_controller->state();
    const Plan& plan = m_controller->plan();
    for (const NodeId& node : safeStates(m_controller->flow(), state)) {
        const WayBack way = wayBack(m_controller->flow(), state, node);
        QAction* action = m_backMenu->addAction(menuText(whimbrel::wayBackText(way, plan, true)));
        action->setData(node.text());
        action->setEnabled(way.problem.isEmpty());
        connect(action, &QAction::triggered, this, [this, node] {
            Command command;
            command.type = Command::Type::Rollback;
            command.node = node;
            const WayBack chosen = wayBack(m_controller->flow(), m_controller->state(), node);
            ask(command,
                tr("Roll back? %1").arg(whimbrel::wayBackText(chosen, m_controller->plan(), true)),
                tr("Roll &back"), false);
        });
    }
}

void RunView::fillMoreMenu()
{
    m_moreMenu->clear();
    const NodeId node = m_controller->currentNode();
    const QString title = nodeTitle(m_controller->plan(), node);
    const auto add = [&](const QString& key, const QString& text, const QString& question,
                         const QString& confirm, Command::Type type, bool enabled) {
        QAction* action = m_moreMenu->addAction(text);
        action->setData(key);
        action->setEnabled(enabled);
        connect(action, &QAction::triggered, this, [this, node, question, confirm, type] {
            Command command;
            command.type = type;
            command.node = node;
            ask(command, question, confirm, true);
        });
    };
    QAction* retry = m_moreMenu->addAction(icon(QStringLiteral("retry")), tr("&Retry"));
    retry->setData(QStringLiteral("retry"));
    retry->setEnabled(m_controller->canRetry());
    connect(retry, &QAction::triggered, this, [this] { m_controller->send(Command::Type::Retry); });
    add(QStringLiteral("skip"), tr("&Skip this step…"), tr("Leave out %1?").arg(title),
        tr("&Leave it out"), Command::Type::Skip, m_controller->canSkip());
    add(QStringLiteral("done"), tr("Mark as &done…"),
        tr("%1 is done already? Write the evidence.").arg(title), tr("&Mark as done"),
        Command::Type::MarkDone, m_controller->canMarkDone());
    QAction* over = m_moreMenu->addAction(tr("&Hand over…"));
    over->setData(QStringLiteral("hand-over"));
    over->setEnabled(m_controller->canHandOver());
    connect(over, &QAction::triggered, this, &RunView::askHandOver);
    QAction* report = m_moreMenu->addAction(icon(QStringLiteral("export")), tr("Export re&port…"));
    report->setData(QStringLiteral("report"));
    connect(report, &QAction::triggered, this, &RunView::reportRequested);
}

void RunView::ask(
    const Command& command, const QString& text, const QString& confirm, bool needsReason)
{
    m_controls->hide(); // in their place, so that nothing moves
    m_pending->ask(command, text, confirm, needsReason);
}

void RunView::askHandOver()
{
    Command command;
    command.type = Command::Type::HandOver;
    ask(command, tr("Hand this run over? The note stands in the journal; the run rests here."),
        tr("Hand i&t over"), false);
}

void RunView::dropPending()
{
    const bool hadFocus = m_pending->isAncestorOf(focusWidget());
    m_pending->hide();
    m_controls->show();
    if (hadFocus) {
        m_more->setFocus(); // where it was asked for
    }
}

QLineEdit* RunView::pendingReason() const
{
    return m_pending->reason();
}

QLineEdit* RunView::pendingPerson() const
{
    return m_pending->person();
}

QPushButton* RunView::pendingConfirm() const
{
    return m_pending->confirmButton();
}

} // namespace whimbrel
