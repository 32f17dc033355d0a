// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "ui/shell/main_window.h"

#include "ui/canvas/canvas_commands.h"
#include "ui/comments/comments_pane.h"
#include "ui/connections/connections_dialog.h"
#include "ui/inspector/inspector.h"
#include "ui/problems/coverage_pane.h"
#include "ui/problems/problems_pane.h"
#include "ui/rehearsal/rehearsal_view.h"
#include "ui/run/run_bar.h"
#include "ui/run/run_view.h"
#include "ui/session/jump_history.h"
#include "ui/session/settings.h"
#include "ui/shell/canvas_actions.h"
#include "ui/shell/canvas_menu.h"
#include "ui/shell/command_palette.h"
#include "ui/shell/diagram_actions.h"
#include "ui/shell/diagram_views.h"
#include "ui/shell/document_messages.h"
#include "ui/shell/find_pane.h"
#include "ui/shell/history_popup.h"
#include "ui/shell/kind_palette.h"
#include "ui/shell/menus.h"
#include "ui/shell/message_bar.h"
#include "ui/shell/navigation.h"
#include "ui/shell/new_from_template.h"
#include "ui/shell/open_dropped.h"
#include "ui/shell/outline.h"
#include "ui/shell/picture_actions.h"
#include "ui/shell/report_export.h"
#include "ui/shell/run_mode.h"
#include "ui/shell/run_replay.h"
#include "ui/shell/sequence_commands.h"
#include "ui/shell/sequence_menu.h"
#include "ui/shell/settings_dialog.h"
#include "ui/shell/shortcut_help.h"
#include "ui/shell/start_page.h"
#include "ui/shell/status_strip.h"
#include "ui/shell/step_through.h"
#include "ui/style/environment.h"
#include "ui/style/icons.h"
#include "ui/style/menu_text.h"
#include "ui/style/palette.h"

#include <QApplication>
#include <QClipboard>
#include <QCloseEvent>
#include <QDockWidget>
#include <QFileInfo>
#include <QLabel>
#include <QMenu>
#include <QMenuBar>
#include <QMimeData>
#include <QShortcut>
#include <QSplitter>
#include <QStackedWidget>
#include <QStatusBar>
#include <QTabWidget>
#include <QToolBar>
#include <QUndoStack>
#include <QVBoxLayout>

namespace whimbrel {

namespace {

const auto geometryKey = QStringLiteral("window/geometry");
const auto stateKey = QStringLiteral("window/state");
const auto splitterKey = QStringLiteral("window/left");
constexpr int stateVersion = 1;
constexpr int runHeight = 420; // a failed check with its answers and its table

QDockWidget* makeDock(QMainWindow* window, const QString& name, const QString& title,
    QWidget* content, Qt::DockWidgetArea area)
{
    auto* dock = new QDockWidget(title, window);
    dock->setObjectName(name);
    dock->setFeatures(QDockWidget::NoDockWidgetFeatures);
    dock->setTitleBarWidget(new QWidget(dock)); // the panes say themselves what they are
    dock->setWidget(content);
    window->addDockWidget(area, dock);
    return dock;
}

} // namespace

MainWindow::MainWindow(
    QSettings& settings, Prompts& prompts, Appearance& appearance, SecretStore& secrets)
    : m_settings(settings)
    , m_prompts(prompts)
    , m_appearance(appearance)
    , m_connections(secrets)
    , m_documents(new DocumentController(m_session, settings, prompts, this))
{
    setObjectName(QStringLiteral("mainWindow"));
    setWindowIcon(QIcon::fromTheme(QStringLiteral("whimbrel")));
    setAcceptDrops(true);
    setDockNestingEnabled(false);
    setCorner(Qt::BottomLeftCorner, Qt::LeftDockWidgetArea);
    setCorner(Qt::BottomRightCorner, Qt::RightDockWidgetArea);
    buildCentre();
    buildDocks();
    m_recentMenu = fillMenuBar(*menuBar(), m_actions);
    buildToolBar();
    buildStatusBar();
    connectActions();
    connectCanvas();
    connectDocuments();
    auto* messages = new DocumentMessages(*m_documents, m_session, *m_message, this);
    auto* fresh = new NewFromTemplate(*m_documents, m_settings, m_prompts, this);
    connect(m_start, &StartPage::templateRequested, fresh, &NewFromTemplate::begin);
    connect(fresh, &NewFromTemplate::sampleWanted, messages, &DocumentMessages::tellOfSample);
    connect(&m_appearance, &Appearance::changed, this, &MainWindow::applyAppearance);
    resize(1440, 900);
    resizeDocks({m_leftDock, m_rightDock}, {264, 336}, Qt::Horizontal);
    resizeDocks({m_bottomDock}, {232}, Qt::Vertical);
    restoreGeometry(m_settings.value(geometryKey).toByteArray());
    restoreState(m_settings.value(stateKey).toByteArray(), stateVersion);
    applySettings();
    applyAppearance();
    showRecent();
    showPlan(false);
    m_views->setSideBySide(settings::sideBySide.read(m_settings));
}

MainWindow::~MainWindow()
{
    // Panes hold references to the session, which dies before the widgets otherwise would.
    m_session.disconnect();
    m_session.undoStack().disconnect();
    const auto docks = findChildren<QDockWidget*>(QString(), Qt::FindDirectChildrenOnly);
    qDeleteAll(docks);
    delete takeCentralWidget();
}

void MainWindow::buildCentre()
{
    auto* centre = new QWidget(this);
    auto* column = new QVBoxLayout(centre);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    m_message = new MessageBar(centre);
    m_centre = new QStackedWidget(centre);
    m_start = new StartPage(m_centre);
    m_views = new DiagramViews(m_session, m_actions, m_centre);
    m_canvas = &m_views->flow();
    m_centre->addWidget(m_start);
    m_centre->addWidget(m_views);
    column->addWidget(m_message);
    column->addWidget(m_centre, 1);
    setCentralWidget(centre);
}

void MainWindow::buildDocks()
{
    auto* left = new QSplitter(Qt::Vertical, this);
    left->setObjectName(QStringLiteral("leftSplitter"));
    left->setChildrenCollapsible(false);
    m_outline = new Outline(m_session, left);
    m_kinds = new KindPalette(left);
    left->addWidget(m_outline);
    left->addWidget(m_kinds);
    left->setSizes({420, 380});
    left->restoreState(m_settings.value(splitterKey).toByteArray());
    m_leftDock = makeDock(
        this, QStringLiteral("leftDock"), tr("Outline and steps"), left, Qt::LeftDockWidgetArea);

    m_inspector = new Inspector(m_session, this);
    m_rightDock = makeDock(
        this, QStringLiteral("rightDock"), tr("Inspector"), m_inspector, Qt::RightDockWidgetArea);

    m_bottom = new QTabWidget(this);
    m_bottom->setDocumentMode(true);
    m_problems = new ProblemsPane(m_session, m_bottom);
    m_coverage = new CoveragePane(m_session, m_bottom);
    m_bottom->addTab(m_problems, tr("Problems"));
    m_bottom->addTab(m_coverage, tr("Coverage"));
    m_comments = new CommentsPane(m_session, m_settings, m_bottom);
    m_bottom->addTab(m_comments, tr("Comments"));
    connect(m_comments, &CommentsPane::openCountChanged, this, [this](int open) {
        m_bottom->setTabText(m_bottom->indexOf(m_comments),
            open == 0 ? tr("Comments") : tr("Comments (%1)").arg(open));
    });
    m_find = new FindPane(m_session, m_bottom);
    m_bottom->addTab(m_find, tr("Find"));
    connect(m_find, &FindPane::noticed, this, &MainWindow::showMessage);
    m_rehearsal = new RehearsalView(m_session, m_connections, m_bottom);
    m_bottom->addTab(m_rehearsal, tr("Rehearsal"));
    m_run = new RunView(m_session, m_connections, m_bottom);
    m_bottom->addTab(m_run, tr("Run"));
    // What a run is at stands on top of everything while it lasts.
    m_run->bar().hide();
    static_cast<QVBoxLayout*>(centralWidget()->layout())->insertWidget(0, &m_run->bar());
    m_bottomDock = makeDock(this, QStringLiteral("bottomDock"), tr("Problems, coverage and run"),
        m_bottom, Qt::BottomDockWidgetArea);

    m_runMode = new RunMode(m_session, *m_canvas, *m_run, {m_leftDock, m_rightDock}, this);
    connect(&m_run->controller(), &RunController::changed, this, &MainWindow::showTitle);
    connect(m_runMode, &RunMode::entered, this, &MainWindow::showRun);
    connect(m_runMode, &RunMode::changed, this, [this](bool on) {
        for (SequenceView* view : m_views->sequenceViews()) {
            view->setLocked(on);
        }
        m_actions.setLocked(on ? tr("While a run is on, the plan is not edited here.") : QString());
    });
    m_documents->setLeaveGuard([this] { return m_runMode->mayLeave(m_settings, m_prompts, this); });
}

void MainWindow::buildToolBar()
{
    m_toolBar = addToolBar(tr("Tools"));
    m_toolBar->setObjectName(QStringLiteral("toolBar"));
    m_toolBar->setMovable(false);
    m_toolBar->setFloatable(false);
    m_toolBar->toggleViewAction()->setVisible(false);
    fillToolBar(*m_toolBar, m_actions);
}

void MainWindow::buildStatusBar()
{
    m_hint = new QLabel(this);
    m_hint->setObjectName(QStringLiteral("hint"));
    m_hint->setContentsMargins(space::medium, 0, 0, 0);
    m_status = new StatusStrip(m_session, this);
    statusBar()->setSizeGripEnabled(false);
    statusBar()->addWidget(m_hint, 1);
    statusBar()->addPermanentWidget(m_status);
    connect(m_status, &StatusStrip::problemsRequested, this, [this] { showBottom(m_problems); });
    connect(m_status, &StatusStrip::coverageRequested, this, [this] { showBottom(m_coverage); });
    connect(m_status, &StatusStrip::zoomRequested, this,
        [this](double zoom) { m_views->current().setZoom(zoom); });
    connect(m_status, &StatusStrip::fitRequested, m_actions[ActionId::ZoomFit], &QAction::trigger);
    connect(m_views, &DiagramViews::zoomChanged, m_status, &StatusStrip::setZoom);
}

void MainWindow::connectActions()
{
    connectCanvasActions(m_actions, *m_canvas);
    connectDiagramActions(m_actions, *m_views);
    connect(&m_actions, &ActionSet::diagramChanged, this,
        [this] { fillToolBar(*m_toolBar, m_actions); });
    connect(m_views, &DiagramViews::currentChanged, m_kinds, // kinds of steps are the flow's
        [this] { m_kinds->setVisible(m_views->flow().isVisibleTo(m_views)); });
    auto* sequences = new SequenceCommands(m_session, *m_views, m_actions, this);
    connect(sequences, &SequenceCommands::said, this, &MainWindow::showMessage);
    auto* replay
        = new RunReplay(m_session, *m_views, m_run->controller(), m_actions, m_prompts, this);
    connect(replay, &RunReplay::said, this, &MainWindow::showMessage);
    connectUndoActions(m_actions, m_session.undoStack());
    const auto here = [this](ActionId id, const auto& slot) {
        connect(m_actions[id], &QAction::triggered, this, slot);
    };
    here(ActionId::SelectNone, [this] { m_session.select({}); });
    here(ActionId::NewPlan, [this] { m_documents->newPlan(); });
    here(ActionId::OpenPlan, [this] { m_documents->askAndOpen(); });
    here(ActionId::Save, [this] { m_documents->save(); });
    here(ActionId::SaveAs, [this] { m_documents->saveAs(); });
    here(ActionId::ClosePlan, [this] { m_documents->close(); });
    here(ActionId::Quit, [this] { close(); });
    here(ActionId::Undo, [this] { m_session.undoStack().undo(); });
    here(ActionId::Redo, [this] { m_session.undoStack().redo(); });
    here(ActionId::History, [this] { (new HistoryPopup(m_session.undoStack(), this))->show(); });
    here(ActionId::Find, [this] {
        showBottom(m_find);
        m_find->begin();
    });
    here(ActionId::FindNext, [this] { m_find->goOn(true); });
    here(ActionId::FindPrevious, [this] { m_find->goOn(false); });
    here(ActionId::FindStep, [this] {
        m_leftDock->show();
        m_outline->focusSearch();
    });
    here(ActionId::Properties, [this] {
        m_rightDock->show();
        m_inspector->setFocus();
        if (m_inspector->focusWidget() == nullptr) {
            m_inspector->nextInFocusChain()->setFocus(Qt::TabFocusReason);
        }
    });
    connectPictureActions(m_actions,
        {m_session, *m_canvas, m_prompts, this,
            [this] {
                return m_views->kind() == DiagramKind::Sequence ? m_views->shownSequence()
                                                                : SequenceId();
            },
            [this](const QString& text) { showMessage(text); }});
    here(ActionId::Settings, [this] { showSettings(); });
    here(ActionId::ShowGrid, [this](bool on) {
        settings::showGrid.write(m_settings, on);
        m_canvas->setShowsGrid(on);
        for (SequenceView* view : m_views->sequenceViews()) {
            view->setShowsGrid(on);
        }
    });
    here(ActionId::SideBySide, [this](bool on) { settings::sideBySide.write(m_settings, on); });
    here(ActionId::Minimap, [this](bool on) { settings::showMap.write(m_settings, on); });
    here(ActionId::Snap, [this](bool on) {
        settings::snap.write(m_settings, on);
        m_canvas->setSnaps(on);
    });
    here(ActionId::ShowOutline, [this](bool on) { showDock(m_leftDock, on); });
    here(ActionId::ShowInspector, [this](bool on) { showDock(m_rightDock, on); });
    connect(m_leftDock, &QDockWidget::visibilityChanged, m_actions[ActionId::ShowOutline],
        [this] { m_actions[ActionId::ShowOutline]->setChecked(m_leftDock->isVisibleTo(this)); });
    connect(m_rightDock, &QDockWidget::visibilityChanged, m_actions[ActionId::ShowInspector],
        [this] { m_actions[ActionId::ShowInspector]->setChecked(m_rightDock->isVisibleTo(this)); });
    here(ActionId::ShowProblems, [this] { showBottom(m_problems); });
    here(ActionId::ShowCoverage, [this] { showBottom(m_coverage); });
    here(ActionId::ShowComments, [this] { showBottom(m_comments); });
    here(ActionId::AddComment, [this] {
        showBottom(m_comments);
        m_comments->begin();
    });
    auto* jumps = new JumpHistory(m_session, this);
    here(ActionId::JumpBack, [jumps] { jumps->goBack(); });
    here(ActionId::JumpForward, [jumps] { jumps->goForward(); });
    here(ActionId::NextPane, [this] {
        focusNextPane({&m_views->current(), m_inspector, m_bottom->currentWidget(), m_outline},
            focusWidget());
    });
    here(ActionId::NextProblem, [this] { showMessage(revealProblem(m_session, true)); });
    here(ActionId::PreviousProblem, [this] { showMessage(revealProblem(m_session, false)); });
    here(ActionId::ShowRun, [this] {
        showRun();
        m_run->takeFocus();
    });
    here(ActionId::FollowRun, [this] {
        showRun();
        m_run->followRun();
    });
    here(ActionId::Rehearse, [this] {
        showHigh(m_rehearsal);
        m_rehearsal->takeFocus();
    });
    here(ActionId::Connections, [this] { showConnections(); });
    connect(m_run, &RunView::connectionsRequested, this, &MainWindow::showConnections);
    connect(m_rehearsal, &RehearsalView::connectionsRequested, this, &MainWindow::showConnections);
    const auto report = [this] {
        exportRunReport(this, m_session, m_run->controller(), m_prompts,
            [this](const QString& path) { showMessage(tr("Exported %1").arg(path)); });
    };
    here(ActionId::ExportReport, report);
    connect(m_run, &RunView::reportRequested, this, report);
    here(ActionId::CommandPalette, [this] { showCommands(); });
    here(ActionId::Shortcuts, [this] { (new ShortcutHelp(m_prompts, this))->show(); });
    here(ActionId::About, [this] { showAbout(); });

    connect(&m_session.undoStack(), &QUndoStack::cleanChanged, this, &MainWindow::showTitle);
}

void MainWindow::connectCanvas()
{
    connect(m_views, &DiagramViews::noticed, this, &MainWindow::showMessage);
    connect(&m_session, &PlanSession::editRefused, this, &MainWindow::showMessage);
    connect(m_views, &DiagramViews::menuRequested, this, &MainWindow::showContextMenu);
    connect(m_kinds, &KindPalette::chosen, m_canvas, [this](NodeKind kind) {
        m_views->showFlow();
        m_canvas->addAfterSelection(kind);
        m_canvas->setFocus();
    });
    connect(m_kinds, &KindPalette::unitChosen, m_canvas, [this](NodeKind kind) {
        addChangeUnit(*m_canvas, kind);
        m_canvas->setFocus();
    });
    connect(&m_session, &PlanSession::validationChanged, this, [this] {
        const Validation& validation = m_session.validation();
        const int problems = validation.count(Severity::Warning);
        m_bottom->setTabText(m_bottom->indexOf(m_problems),
            problems == 0 ? tr("Problems") : tr("Problems (%1)").arg(problems));
        m_bottom->setTabText(
            m_bottom->indexOf(m_coverage), tr("Coverage %1 %").arg(validation.coverage.percent()));
    });
}

void MainWindow::connectDocuments()
{
    connect(m_documents, &DocumentController::opened, this, [this] { showPlan(true); });
    connect(m_documents, &DocumentController::closed, this, [this] { showPlan(false); });
    connect(m_documents, &DocumentController::titleChanged, this, &MainWindow::showTitle);
    connect(m_documents, &DocumentController::recentChanged, this, &MainWindow::showRecent);
    connect(m_documents, &DocumentController::saved, this, [this](const QString& path) {
        showMessage(tr("Saved %1").arg(QFileInfo(path).fileName()));
    });
    connect(m_documents, &DocumentController::saved, m_rehearsal, &RehearsalView::takeSaved);
    connect(m_rehearsal, &RehearsalView::saveRequested, m_documents, &DocumentController::save);
    connect(m_documents, &DocumentController::busyChanged, this,
        [this](bool busy) { showMessage(busy ? tr("Reading or writing the plan…") : QString()); });
    auto* paste = new QShortcut(QKeySequence::Paste, m_start);
    connect(paste, &QShortcut::activated, this,
        [this] { openPlanFrom(*QApplication::clipboard()->mimeData()); });
    connect(m_start, &StartPage::openRequested, m_documents, &DocumentController::askAndOpen);
    connect(m_start, &StartPage::newRequested, m_documents, &DocumentController::newPlan);
    connect(m_start, &StartPage::recentRequested, m_documents, &DocumentController::open);
}

void MainWindow::showPlan(bool open)
{
    m_actions.setPlanOpen(open);
    m_actions[ActionId::Undo]->setEnabled(m_session.undoStack().canUndo());
    m_actions[ActionId::Redo]->setEnabled(m_session.undoStack().canRedo());
    m_centre->setCurrentWidget(open ? static_cast<QWidget*>(m_views) : m_start);
    m_run->controller().close(); // it was of the plan before
    for (QDockWidget* dock : {m_leftDock, m_rightDock, m_bottomDock}) {
        dock->setVisible(open);
    }
    m_toolBar->setVisible(open);
    m_status->setVisible(open);
    if (open) {
        m_canvas->setFocus();
        m_canvas->zoomToBegin();
    }
    showTitle();
}

void MainWindow::showTitle()
{
    if (!m_documents->isOpen()) {
        setWindowTitle(QStringLiteral("Whimbrel"));
        setWindowModified(false);
        return;
    }
    setWindowFilePath(m_session.path());
    // Wherever else a person looks, in the list of windows too: what they are about to change.
    const QString run = m_run->isRunActive()
        ? environmentName(m_run->controller().environment()).toUpper() + QStringLiteral(" · ")
        : QString();
    const QString lock = m_session.readOnlyReason().isEmpty() ? QString() : tr(" (read only)");
    setWindowTitle(
        QStringLiteral("%1%2[*]%3 – Whimbrel").arg(run, m_documents->displayTitle(), lock));
    setWindowModified(m_session.isModified());
}

void MainWindow::showRecent()
{
    const QStringList recent = m_documents->recentPlans();
    m_recentMenu->clear();
    m_recentMenu->setEnabled(!recent.isEmpty());
    for (const QString& path : recent) {
        QAction* action = m_recentMenu->addAction(menuText(QFileInfo(path).completeBaseName()));
        action->setToolTip(path);
        action->setStatusTip(path);
        connect(action, &QAction::triggered, this, [this, path] { m_documents->open(path); });
    }
    m_start->setRecent(recent);
}

void MainWindow::applyAppearance()
{
    m_actions.refreshIcons();
    m_canvas->setTheme(m_appearance.diagramTheme());
    for (SequenceView* view : m_views->sequenceViews()) {
        view->setTheme(m_appearance.diagramTheme());
    }
    m_start->setTheme(m_appearance.diagramTheme());
    showRecent();
}

void MainWindow::applySettings()
{
    m_appearance.choose(appearanceFromKey(settings::appearance.read(m_settings)));
    const bool grid = settings::showGrid.read(m_settings);
    const bool snaps = settings::snap.read(m_settings);
    m_canvas->setShowsGrid(grid);
    m_canvas->setSnaps(snaps);
    m_canvas->setWheelZooms(settings::wheelZooms.read(m_settings));
    for (SequenceView* view : m_views->sequenceViews()) {
        view->setShowsGrid(grid);
        view->setWheelZooms(settings::wheelZooms.read(m_settings));
    }
    m_canvas->flowScene().setReducedMotion(settings::reducedMotion.read(m_settings));
    m_views->stepThrough().setReducedMotion(settings::reducedMotion.read(m_settings));
    m_actions[ActionId::ShowGrid]->setChecked(grid);
    m_actions[ActionId::Snap]->setChecked(snaps);
    m_actions[ActionId::Minimap]->setChecked(settings::showMap.read(m_settings));
}

void MainWindow::showBottom(QWidget* pane)
{
    m_bottomDock->show();
    m_bottom->setCurrentWidget(pane);
}

void MainWindow::showRun()
{
    showHigh(m_run);
}

/// Shows a pane that needs room.
void MainWindow::showHigh(QWidget* pane)
{
    showBottom(pane);
    if (m_bottomDock->height() < runHeight) {
        resizeDocks({m_bottomDock}, {runHeight}, Qt::Vertical);
    }
}

/// What had the keyboard in a pane that goes away leaves it to the canvas.
void MainWindow::showDock(QDockWidget* dock, bool shown)
{
    const bool hadFocus = dock->isAncestorOf(focusWidget());
    dock->setVisible(shown);
    if (!shown && hadFocus) {
        m_views->current().setFocus();
    }
}

void MainWindow::showMessage(const QString& text)
{
    m_hint->setText(text);
}

void MainWindow::showContextMenu(const ElementRef& element, const QPoint& screen)
{
    QMenu* menu = m_views->kind() == DiagramKind::Sequence
        ? makeSequenceMenu(element, m_views->sequence(), m_actions, this)
        : makeCanvasMenu(element, m_session, *m_canvas, m_actions, this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    menu->popup(screen);
}

void MainWindow::showSettings()
{
    auto* dialog = new SettingsDialog(m_settings, this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &SettingsDialog::changed, this, &MainWindow::applySettings);
    dialog->open();
}

void MainWindow::showConnections()
{
    auto* dialog = new ConnectionsDialog(m_connections, m_prompts, this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->open();
}

void MainWindow::showCommands()
{
    (new CommandPalette(m_actions, m_session, this))->show();
}

void MainWindow::showAbout()
{
    m_prompts.showAbout(this, tr("About Whimbrel"),
        tr("<h3>Whimbrel %1</h3><p>Plans, checks and carries out database migrations without "
           "downtime.</p><p>Named after the bird that crosses oceans without landing.</p>"
           "<p>Licensed under the Apache License, version 2.0.</p>")
            .arg(QStringLiteral(WHIMBREL_VERSION)));
}

void MainWindow::closeEvent(QCloseEvent* event)
{
    if (!m_leaving) {
        event->ignore();
        m_documents->leaveThen([this] {
            m_leaving = true;
            close();
        });
        return;
    }
    m_runMode->set(false);
    m_settings.setValue(geometryKey, saveGeometry());
    if (m_documents->isOpen()) {
        m_settings.setValue(stateKey, saveState(stateVersion));
    }
    if (const auto* left = findChild<QSplitter*>(QStringLiteral("leftSplitter"))) {
        m_settings.setValue(splitterKey, left->saveState());
    }
    event->accept();
}

void MainWindow::dragEnterEvent(QDragEnterEvent* event)
{
    if (mayHoldPlan(*event->mimeData())) {
        event->acceptProposedAction();
    }
}

void MainWindow::dropEvent(QDropEvent* event)
{
    openPlanFrom(*event->mimeData());
    event->acceptProposedAction();
}

void MainWindow::openPlanFrom(const QMimeData& given)
{
    if (const Result<> done = openFrom(given, *m_documents); !done) {
        showMessage(done.error().text());
    }
}

} // namespace whimbrel
