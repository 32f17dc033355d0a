// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "ui/shell/main_window.h"

#include "ui/inspector/inspector.h"
#include "ui/problems/coverage_pane.h"
#include "ui/problems/problems_pane.h"
#include "ui/run/run_bar.h"
#include "ui/run/run_view.h"
#include "ui/session/settings.h"
#include "ui/shell/canvas_menu.h"
#include "ui/shell/command_palette.h"
#include "ui/shell/export_dialog.h"
#include "ui/shell/kind_palette.h"
#include "ui/shell/message_bar.h"
#include "ui/shell/outline.h"
#include "ui/shell/settings_dialog.h"
#include "ui/shell/shortcut_help.h"
#include "ui/shell/start_page.h"
#include "ui/shell/status_strip.h"
#include "ui/style/icons.h"
#include "ui/style/palette.h"

#include <QCloseEvent>
#include <QDockWidget>
#include <QFileInfo>
#include <QLabel>
#include <QLocale>
#include <QMenu>
#include <QMenuBar>
#include <QMimeData>
#include <QSplitter>
#include <QStackedWidget>
#include <QStatusBar>
#include <QTabWidget>
#include <QTimer>
#include <QToolBar>
#include <QToolButton>
#include <QUndoStack>
#include <QVBoxLayout>

namespace whimbrel {

namespace {

const auto geometryKey = QStringLiteral("window/geometry");
const auto stateKey = QStringLiteral("window/state");
const auto splitterKey = QStringLiteral("window/left");
constexpr int stateVersion = 1;
constexpr int runHeight = 420; // a failed check with its answers and its table
constexpr double runZoom = 0.8; // of the canvas when a run begins: every label is legible

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

MainWindow::MainWindow(QSettings& settings, Prompts& prompts, Appearance& appearance)
    : m_settings(settings)
    , m_prompts(prompts)
    , m_appearance(appearance)
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
    buildMenus();
    buildToolBar();
    buildStatusBar();
    connectActions();
    connectCanvas();
    connectDocuments();
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
    m_canvas = new FlowView(m_session, m_centre);
    m_centre->addWidget(m_start);
    m_centre->addWidget(m_canvas);
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
    m_run = new RunView(m_session, m_bottom);
    m_bottom->addTab(m_run, tr("Run"));
    // What a run is at stands on top of everything while it lasts.
    m_run->bar().hide();
    static_cast<QVBoxLayout*>(centralWidget()->layout())->insertWidget(0, &m_run->bar());
    m_bottomDock = makeDock(this, QStringLiteral("bottomDock"), tr("Problems, coverage and run"),
        m_bottom, Qt::BottomDockWidgetArea);

    connect(m_run, &RunView::runActiveChanged, this, &MainWindow::setRunMode);
}

void MainWindow::buildMenus()
{
    for (const MenuId id :
        {MenuId::File, MenuId::Edit, MenuId::Step, MenuId::View, MenuId::Run, MenuId::Help}) {
        QMenu* menu = menuBar()->addMenu(menuTitle(id));
        for (const ActionRow& row : actionRows()) {
            if (row.menu != id) {
                continue;
            }
            if (row.separatorBefore) {
                menu->addSeparator();
            }
            menu->addAction(m_actions[row.id]);
            if (row.id == ActionId::OpenPlan) {
                m_recentMenu = menu->addMenu(tr("Open &Recent"));
            }
        }
    }
}

void MainWindow::buildToolBar()
{
    m_toolBar = addToolBar(tr("Tools"));
    m_toolBar->setObjectName(QStringLiteral("toolBar"));
    m_toolBar->setMovable(false);
    m_toolBar->setFloatable(false);
    m_toolBar->toggleViewAction()->setVisible(false);
    const QList<QList<ActionId>> groups{
        {ActionId::OpenPlan, ActionId::Save},
        {ActionId::Undo, ActionId::Redo},
        {ActionId::AddStep},
        {ActionId::ForwardEdges, ActionId::RollbackEdges, ActionId::RetryEdges,
            ActionId::DataEdges},
        {ActionId::LayOut, ActionId::Pin, ActionId::GroupSteps},
        {ActionId::ZoomOut, ActionId::ZoomIn, ActionId::ZoomFit},
    };
    for (const QList<ActionId>& group : groups) {
        if (group != groups.constFirst()) {
            m_toolBar->addSeparator();
        }
        for (const ActionId id : group) {
            m_toolBar->addAction(m_actions[id]);
        }
    }
    auto* filler = new QWidget(m_toolBar);
    filler->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Preferred);
    m_toolBar->addWidget(filler);
    for (const ActionId id : {ActionId::Export, ActionId::CommandPalette, ActionId::ShowRun}) {
        m_toolBar->addAction(m_actions[id]);
    }
    if (auto* run
        = qobject_cast<QToolButton*>(m_toolBar->widgetForAction(m_actions[ActionId::ShowRun]))) {
        run->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
        run->setObjectName(QStringLiteral("runButton"));
    }
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
    connect(m_status, &StatusStrip::zoomRequested, m_canvas, &FlowView::setZoom);
    connect(m_status, &StatusStrip::fitRequested, m_canvas, &FlowView::zoomToFit);
    connect(m_canvas, &FlowView::zoomChanged, m_status, &StatusStrip::setZoom);
}

void MainWindow::connectActions()
{
    // What the canvas does by single keys and the clipboard, only while it has the keyboard: in a
    // text field the same keys write.
    for (const ActionId id : {ActionId::AddStep, ActionId::StartEdge, ActionId::Delete,
             ActionId::DeleteAndHeal, ActionId::Cut, ActionId::Copy, ActionId::Paste,
             ActionId::Duplicate, ActionId::SelectAll, ActionId::SelectNone, ActionId::Rename,
             ActionId::ZoomFit, ActionId::ZoomSelection}) {
        m_actions[id]->setShortcutContext(Qt::WidgetWithChildrenShortcut);
        m_canvas->addAction(m_actions[id]);
    }
    const auto onCanvas = [this](ActionId id, void (FlowView::*slot)()) {
        connect(m_actions[id], &QAction::triggered, m_canvas, slot);
    };
    onCanvas(ActionId::Cut, &FlowView::cutSelection);
    onCanvas(ActionId::Copy, &FlowView::copySelection);
    onCanvas(ActionId::Paste, &FlowView::pasteHere);
    onCanvas(ActionId::Duplicate, &FlowView::duplicateSelection);
    onCanvas(ActionId::Delete, &FlowView::deleteSelection);
    onCanvas(ActionId::DeleteAndHeal, &FlowView::deleteAndHeal);
    onCanvas(ActionId::SelectAll, &FlowView::selectEverything);
    onCanvas(ActionId::Rename, &FlowView::renameSelection);
    onCanvas(ActionId::AddStep, &FlowView::pickKindAndAdd);
    onCanvas(ActionId::StartEdge, &FlowView::startEdge);
    onCanvas(ActionId::GroupSteps, &FlowView::groupSelection);
    onCanvas(ActionId::Pin, &FlowView::togglePin);
    onCanvas(ActionId::LayOut, &FlowView::layOut);
    onCanvas(ActionId::LayOutEverything, &FlowView::layOutEverything);
    onCanvas(ActionId::ZoomIn, &FlowView::zoomIn);
    onCanvas(ActionId::ZoomOut, &FlowView::zoomOut);
    onCanvas(ActionId::ZoomActual, &FlowView::zoomActual);
    onCanvas(ActionId::ZoomFit, &FlowView::zoomToFit);
    onCanvas(ActionId::ZoomSelection, &FlowView::zoomToSelection);
    const QList<std::pair<ActionId, EdgeKind>> edgeKinds{
        {ActionId::ForwardEdges, EdgeKind::Forward}, {ActionId::RollbackEdges, EdgeKind::Rollback},
        {ActionId::RetryEdges, EdgeKind::Retry}, {ActionId::DataEdges, EdgeKind::Data}};
    for (const auto& pair : edgeKinds) {
        const EdgeKind kind = pair.second;
        connect(m_actions[pair.first], &QAction::triggered, m_canvas,
            [this, kind] { m_canvas->setEdgeKind(kind); });
    }
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
    here(ActionId::Find, [this] {
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
    here(ActionId::Export, [this] { exportPicture(); });
    here(ActionId::Settings, [this] { showSettings(); });
    here(ActionId::ShowGrid, [this](bool on) {
        settings::showGrid.write(m_settings, on);
        m_canvas->setShowsGrid(on);
    });
    here(ActionId::Snap, [this](bool on) {
        settings::snap.write(m_settings, on);
        m_canvas->setSnaps(on);
    });
    here(ActionId::ShowOutline, [this](bool on) { m_leftDock->setVisible(on); });
    here(ActionId::ShowInspector, [this](bool on) { m_rightDock->setVisible(on); });
    connect(m_leftDock, &QDockWidget::visibilityChanged, m_actions[ActionId::ShowOutline],
        [this] { m_actions[ActionId::ShowOutline]->setChecked(m_leftDock->isVisibleTo(this)); });
    connect(m_rightDock, &QDockWidget::visibilityChanged, m_actions[ActionId::ShowInspector],
        [this] { m_actions[ActionId::ShowInspector]->setChecked(m_rightDock->isVisibleTo(this)); });
    here(ActionId::ShowProblems, [this] { showBottom(m_problems); });
    here(ActionId::ShowCoverage, [this] { showBottom(m_coverage); });
    here(ActionId::NextPane, [this] { cyclePanes(); });
    here(ActionId::NextProblem, [this] { stepThroughProblems(true); });
    here(ActionId::PreviousProblem, [this] { stepThroughProblems(false); });
    here(ActionId::ShowRun, [this] {
        showBottom(m_run);
        growBottom(runHeight);
        m_run->setFocus();
    });
    here(ActionId::CommandPalette, [this] { showCommands(); });
    here(ActionId::Shortcuts, [this] { (new ShortcutHelp(this))->show(); });
    here(ActionId::About, [this] { showAbout(); });

    QUndoStack& undo = m_session.undoStack();
    const auto showUndo = [this] {
        QUndoStack& stack = m_session.undoStack();
        m_actions[ActionId::Undo]->setEnabled(stack.canUndo());
        m_actions[ActionId::Redo]->setEnabled(stack.canRedo());
        m_actions[ActionId::Undo]->setText(
            stack.canUndo() ? tr("&Undo: %1").arg(stack.undoText()) : tr("&Undo"));
        m_actions[ActionId::Redo]->setText(
            stack.canRedo() ? tr("&Redo: %1").arg(stack.redoText()) : tr("&Redo"));
    };
    connect(&undo, &QUndoStack::indexChanged, this, showUndo);
    connect(&undo, &QUndoStack::cleanChanged, this, &MainWindow::showTitle);
}

void MainWindow::connectCanvas()
{
    connect(m_canvas, &FlowView::noticed, this, &MainWindow::showMessage);
    connect(&m_session, &PlanSession::editRefused, this, &MainWindow::showMessage);
    connect(m_canvas, &FlowView::menuRequested, this, &MainWindow::showContextMenu);
    connect(m_canvas, &FlowView::edgeKindChanged, this, [this](EdgeKind kind) {
        const ActionId id = kind == EdgeKind::Rollback ? ActionId::RollbackEdges
            : kind == EdgeKind::Retry                  ? ActionId::RetryEdges
            : kind == EdgeKind::Data                   ? ActionId::DataEdges
                                                       : ActionId::ForwardEdges;
        m_actions[id]->setChecked(true);
    });
    connect(m_kinds, &KindPalette::chosen, m_canvas, [this](NodeKind kind) {
        m_canvas->addAfterSelection(kind);
        m_canvas->setFocus();
    });
    connect(&m_session, &PlanSession::runChanged, this, &MainWindow::followRun);
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
        m_message->clear(QStringLiteral("changed-outside"));
        m_message->clear(QStringLiteral("autosave"));
        showMessage(tr("Saved %1").arg(QFileInfo(path).fileName()));
    });
    connect(m_documents, &DocumentController::busyChanged, this,
        [this](bool busy) { showMessage(busy ? tr("Reading or writing the plan…") : QString()); });
    connect(m_documents, &DocumentController::autosaveFound, this, &MainWindow::offerAutosave);
    connect(m_documents, &DocumentController::fileChangedOutside, this, [this] {
        m_message->show(QStringLiteral("changed-outside"), MessageBar::Tone::Warning,
            tr("The plan's file was changed by another program."),
            {{tr("Reload"), [this] { m_documents->reload(); }}, {tr("Keep mine"), [] {}}});
    });
    connect(m_documents, &DocumentController::missingFiles, this, [this](const QStringList& files) {
        m_message->show(QStringLiteral("missing-files"), MessageBar::Tone::Warning,
            tr("SQL files that the plan refers to are not there: %1")
                .arg(files.mid(0, 5).join(QStringLiteral(", "))),
            {});
    });
    connect(&m_session, &PlanSession::readOnlyChanged, this, [this] {
        if (m_session.readOnlyReason().isEmpty()) {
            m_message->clear(QStringLiteral("read-only"));
            return;
        }
        m_message->show(QStringLiteral("read-only"), MessageBar::Tone::Information,
            tr("Opened for reading. %1").arg(m_session.readOnlyReason()),
            {{tr("Save a copy…"), [this] { m_documents->saveAs(); }}});
    });
    connect(m_start, &StartPage::openRequested, m_documents, &DocumentController::askAndOpen);
    connect(m_start, &StartPage::newRequested, m_documents, &DocumentController::newPlan);
    connect(m_start, &StartPage::recentRequested, m_documents, &DocumentController::open);
    connect(
        m_start, &StartPage::templateRequested, m_documents, &DocumentController::openFromTemplate);
}

void MainWindow::showPlan(bool open)
{
    m_actions.setPlanOpen(open);
    m_actions[ActionId::Undo]->setEnabled(m_session.undoStack().canUndo());
    m_actions[ActionId::Redo]->setEnabled(m_session.undoStack().canRedo());
    m_centre->setCurrentWidget(open ? static_cast<QWidget*>(m_canvas) : m_start);
    setRunMode(false);
    for (QDockWidget* dock : {m_leftDock, m_rightDock, m_bottomDock}) {
        dock->setVisible(open);
    }
    m_toolBar->setVisible(open);
    m_status->setVisible(open);
    if (open) {
        m_canvas->setFocus();
        m_canvas->zoomToBegin();
    } else {
        m_message->clear(m_message->topic());
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
    const QString lock = m_session.readOnlyReason().isEmpty() ? QString() : tr(" (read only)");
    setWindowTitle(QStringLiteral("%1[*]%2 – Whimbrel").arg(m_documents->displayTitle(), lock));
    setWindowModified(m_session.isModified());
}

void MainWindow::showRecent()
{
    const QStringList recent = m_documents->recentPlans();
    m_recentMenu->clear();
    m_recentMenu->setEnabled(!recent.isEmpty());
    for (const QString& path : recent) {
        QAction* action = m_recentMenu->addAction(QFileInfo(path).completeBaseName());
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
    m_canvas->flowScene().setReducedMotion(settings::reducedMotion.read(m_settings));
    m_actions[ActionId::ShowGrid]->setChecked(grid);
    m_actions[ActionId::Snap]->setChecked(snaps);
}

void MainWindow::growBottom(int height)
{
    if (m_bottomDock->height() < height) {
        resizeDocks({m_bottomDock}, {height}, Qt::Vertical);
    }
}

void MainWindow::setRunMode(bool on)
{
    if (m_runMode == on || (on && !m_documents->isOpen())) {
        return;
    }
    m_runMode = on;
    m_canvas->setLocked(on);
    if (on) {
        m_leftBeforeRun = m_leftDock->isVisibleTo(this);
        m_rightBeforeRun = m_rightDock->isVisibleTo(this);
    }
    m_run->bar().setVisible(on);
    m_leftDock->setVisible(!on && m_leftBeforeRun);
    m_rightDock->setVisible(!on && m_rightBeforeRun);
    if (on) {
        showBottom(m_run);
        growBottom(runHeight);
    }
    QTimer::singleShot(0, this, [this] { // when the room is known
        m_canvas->zoomToBegin();
        if (m_runMode && m_canvas->zoom() < runZoom) {
            m_canvas->setZoom(runZoom); // once: afterwards the person's choice stays
        }
        m_followed = {};
        followRun();
    });
}

void MainWindow::followRun()
{
    const NodeId node = m_runMode ? m_run->controller().currentNode() : NodeId();
    if (node.isEmpty() || node == m_followed) {
        return;
    }
    m_followed = node;
    m_canvas->follow(ElementRef::of(m_followed));
}

void MainWindow::showBottom(QWidget* pane)
{
    m_bottomDock->show();
    m_bottom->setCurrentWidget(pane);
}

void MainWindow::showMessage(const QString& text)
{
    m_hint->setText(text);
}

void MainWindow::cyclePanes()
{
    const QList<QWidget*> panes{m_canvas, m_inspector, m_bottom->currentWidget(), m_outline};
    qsizetype now = 0;
    for (qsizetype i = 0; i < panes.size(); ++i) {
        if (panes.at(i)->isAncestorOf(focusWidget()) || panes.at(i) == focusWidget()) {
            now = i;
        }
    }
    for (qsizetype step = 1; step <= panes.size(); ++step) {
        QWidget* next = panes.at((now + step) % panes.size());
        if (!next->isVisible()) {
            continue;
        }
        if (next->focusPolicy() != Qt::NoFocus) {
            next->setFocus(Qt::ShortcutFocusReason);
            return;
        }
        for (QWidget* inner = next->nextInFocusChain(); next->isAncestorOf(inner);
             inner = inner->nextInFocusChain()) {
            if (inner->focusPolicy() != Qt::NoFocus && inner->isVisible()) {
                inner->setFocus(Qt::ShortcutFocusReason);
                return;
            }
        }
    }
}

void MainWindow::stepThroughProblems(bool forward)
{
    QList<ElementRef> elements;
    for (const Finding& finding : m_session.validation().findings) {
        if (!finding.accepted && finding.severity != Severity::Info
            && !elements.contains(finding.element)) {
            elements.append(finding.element);
        }
    }
    if (elements.isEmpty()) {
        showMessage(tr("No problems."));
        return;
    }
    const ElementRef now
        = m_session.selection().isEmpty() ? ElementRef() : m_session.selection().constLast();
    const qsizetype size = elements.size();
    const qsizetype index = elements.indexOf(now);
    const qsizetype next
        = index < 0 ? (forward ? 0 : size - 1) : (index + (forward ? 1 : size - 1)) % size;
    m_session.reveal(elements.at(next));
    showMessage(tr("Problem %1 of %2").arg(next + 1).arg(size));
}

void MainWindow::showContextMenu(const ElementRef& element, const QPoint& screen)
{
    QMenu* menu = makeCanvasMenu(element, m_session, *m_canvas, m_actions, this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    menu->popup(screen);
}

void MainWindow::exportPicture()
{
    auto* dialog = new ExportDialog(
        m_session, m_prompts, m_canvas->flowScene().layouter().positions(), this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &ExportDialog::exported, this,
        [this](const QString& path) { showMessage(tr("Written to %1").arg(path)); });
    dialog->open();
}

void MainWindow::showSettings()
{
    auto* dialog = new SettingsDialog(m_settings, this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &SettingsDialog::changed, this, &MainWindow::applySettings);
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

void MainWindow::offerAutosave(const QDateTime& savedAt)
{
    const QDateTime local = savedAt.toLocalTime();
    const bool today = local.date() == QDate::currentDate();
    const QString when = today ? QLocale().toString(local.time(), QStringLiteral("HH:mm"))
                               : QLocale().toString(local, QLocale::ShortFormat);
    m_message->show(QStringLiteral("autosave"), MessageBar::Tone::Warning,
        tr("There is unsaved work from %1, from before Whimbrel ended unexpectedly.").arg(when),
        {{tr("Restore"), [this] { m_documents->restoreAutosave(); }},
            {tr("Discard"), [this] { m_documents->discardAutosave(); }}});
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
    setRunMode(false);
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
    const QList<QUrl> urls = event->mimeData()->urls();
    if (urls.size() == 1 && urls.constFirst().isLocalFile()) {
        event->acceptProposedAction();
    }
}

void MainWindow::dropEvent(QDropEvent* event)
{
    m_documents->open(event->mimeData()->urls().constFirst().toLocalFile());
    event->acceptProposedAction();
}

} // namespace whimbrel
