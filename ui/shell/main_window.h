// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ui/canvas/flow_view.h"
#include "ui/connections/connections.h"
#include "ui/prompts/prompts.h"
#include "ui/session/plan_session.h"
#include "ui/shell/actions.h"
#include "ui/shell/document_controller.h"
#include "ui/style/appearance.h"

#include <QMainWindow>
#include <QSettings>

class QLabel;
class QMimeData;
class QStackedWidget;
class QTabWidget;

namespace whimbrel {

class CommentsPane;
class DiagramViews;
class FindPane;
class KindPalette;
class MessageBar;
class Outline;
class RehearsalView;
class RunMode;
class RunView;
class StartPage;
class StatusStrip;

/// The window: puts session, canvas, panes and actions together, and nothing else.
class MainWindow final : public QMainWindow {
    Q_OBJECT

public:
    MainWindow(QSettings& settings, Prompts& prompts, Appearance& appearance, SecretStore& secrets);
    ~MainWindow() override;

    [[nodiscard]] PlanSession& session() { return m_session; }
    [[nodiscard]] Connections& connections() { return m_connections; }
    [[nodiscard]] FlowView& canvas() { return *m_canvas; }
    [[nodiscard]] DiagramViews& diagrams() { return *m_views; }
    [[nodiscard]] DocumentController& documents() { return *m_documents; }
    [[nodiscard]] ActionSet& actionSet() { return m_actions; }
    [[nodiscard]] MessageBar& messageBar() { return *m_message; }
    [[nodiscard]] RunView& runView() { return *m_run; }
    [[nodiscard]] RehearsalView& rehearsalView() { return *m_rehearsal; }

    void openPath(const QString& path) { m_documents->open(path); }

protected:
    void closeEvent(QCloseEvent* event) override;
    void dragEnterEvent(QDragEnterEvent* event) override;
    void dropEvent(QDropEvent* event) override;

private:
    void buildCentre();
    void buildDocks();
    void buildToolBar();
    void buildStatusBar();
    void connectActions();
    void connectCanvas();
    void connectDocuments();

    void showPlan(bool open);
    void showTitle();
    void showRecent();
    void applyAppearance();
    void applySettings();
    void showBottom(QWidget* pane);
    void showRun();
    void showHigh(QWidget* pane);
    void showDock(QDockWidget* dock, bool shown);
    void showMessage(const QString& text);
    void openPlanFrom(const QMimeData& given);
    void showContextMenu(const ElementRef& element, const QPoint& screen);
    void showSettings();
    void showConnections();
    void showCommands();
    void showAbout();

    QSettings& m_settings;
    Prompts& m_prompts;
    Appearance& m_appearance;
    Connections m_connections;
    PlanSession m_session;
    ActionSet m_actions;
    DocumentController* m_documents;
    DiagramViews* m_views = nullptr;
    FlowView* m_canvas = nullptr; ///< of m_views
    StartPage* m_start = nullptr;
    MessageBar* m_message = nullptr;
    QStackedWidget* m_centre = nullptr;
    Outline* m_outline = nullptr;
    KindPalette* m_kinds = nullptr;
    QWidget* m_inspector = nullptr;
    QWidget* m_problems = nullptr;
    QWidget* m_coverage = nullptr;
    CommentsPane* m_comments = nullptr;
    FindPane* m_find = nullptr;
    RunView* m_run = nullptr;
    RehearsalView* m_rehearsal = nullptr;
    QTabWidget* m_bottom = nullptr;
    QDockWidget* m_leftDock = nullptr;
    QDockWidget* m_rightDock = nullptr;
    QDockWidget* m_bottomDock = nullptr;
    QToolBar* m_toolBar = nullptr;
    QMenu* m_recentMenu = nullptr;
    StatusStrip* m_status = nullptr;
    QLabel* m_hint = nullptr;
    RunMode* m_runMode = nullptr;
    bool m_leaving = false;
};

} // namespace whimbrel
