// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QHash>
#include <QKeySequence>
#include <QObject>

#include <optional>
#include <span>

class QAction;

namespace whimbrel {

/// Everything that a person can command. Menus, toolbar, command palette, shortcut help and tests
/// read one table (actions.cpp).
enum class ActionId {
    NewPlan,
    OpenPlan,
    Save,
    SaveAs,
    Export,
    Print,
    Compare,
    ClosePlan,
    Quit,
    Undo,
    Redo,
    History,
    Cut,
    Copy,
    CopyPicture,
    CopyMermaid,
    Paste,
    PasteMermaid,
    Duplicate,
    Delete,
    DeleteAndHeal,
    SelectAll,
    SelectNone,
    SelectKind,
    SelectOwner,
    SelectPhase,
    SelectBefore,
    SelectAfter,
    SelectUntilGate,
    SelectWaysBack,
    Rename,
    Properties,
    Find,
    FindNext,
    FindPrevious,
    FindStep,
    AddStep,
    AddChangeUnit,
    StartEdge,
    ForwardEdges,
    RollbackEdges,
    RetryEdges,
    DataEdges,
    GroupSteps,
    Ungroup,
    Fold,
    Unfold,
    EnterGroup,
    LeaveGroup,
    Pin,
    LayOut,
    LayOutEverything,
    LayOutSelection,
    TopDown,
    NoLanes,
    LanesByOwner,
    LanesByRegion,
    LiveLayout,
    ResetRoute,
    AlignLeft,
    AlignRight,
    AlignTop,
    AlignBottom,
    AlignCenter,
    AlignMiddle,
    SpreadAcross,
    SpreadDown,
    TidyToGrid,
    SequenceFromFlow,
    EmptySequence,
    SequenceFromTemplate,
    TellAnew,
    RenameSequence,
    DeleteSequence,
    AddMessage,
    AddParticipant,
    AddNote,
    AddState,
    AddActivation,
    AddFragment,
    DissolveFragment,
    AddRange,
    LinkStep,
    SameRow,
    MoveUp,
    MoveDown,
    MoveLifelineLeft,
    MoveLifelineRight,
    ShowFlow,
    ShowSequence,
    NextDiagram,
    PreviousDiagram,
    SideBySide,
    ShowOnLeft,
    StepThrough,
    ZoomIn,
    ZoomOut,
    ZoomActual,
    ZoomFit,
    ZoomSelection,
    ShowGrid,
    Snap,
    ShowOutline,
    ShowInspector,
    ShowProblems,
    ShowCoverage,
    ShowRun,
    FollowRun,
    Rehearse,
    ToggleBreakpoint,
    Connections,
    ReplayRun,
    DrawRun,
    ExportReport,
    ShowComments,
    AddComment,
    Minimap,
    Fade,
    ShowEverything,
    JumpBack,
    JumpForward,
    NextPane,
    NextProblem,
    PreviousProblem,
    CommandPalette,
    Settings,
    Shortcuts,
    About,
};

/// Where an action stands in the menu bar; the last ones are menus within Edit, Step and View.
enum class MenuId { File, Edit, Step, Sequence, View, Run, Help, Select, Lanes, Arrange, Diagrams };

/// What commands go to.
enum class DiagramKind { Flow, Sequence, None };

struct ActionRow {
    ActionId id;
    const char* name; ///< stable, for tests and settings
    MenuId menu;
    const char* text; ///< translated in the context "Actions"; with a mnemonic
    const char* tip; ///< what it does, in a few words
    const char* icon; ///< may be empty
    const char* shortcuts; ///< portable, separated by "; "
    bool needsPlan; ///< nothing to do on the start page
    bool checkable;
    bool separatorBefore;
};

[[nodiscard]] std::span<const ActionRow> actionRows();
[[nodiscard]] const ActionRow& row(ActionId id);
/// Whether it changes the plan.
[[nodiscard]] bool editsPlan(ActionId id);
/// Whether it means something on a diagram of this kind.
[[nodiscard]] bool fits(ActionId id, DiagramKind kind);
[[nodiscard]] QList<QKeySequence> shortcutsOf(const ActionRow& row);
/// The text without its mnemonic.
[[nodiscard]] QString plainText(const ActionRow& row);
[[nodiscard]] QString menuTitle(MenuId menu);
/// All menus in the order in which people read them, each inner one behind the one around it.
[[nodiscard]] QList<MenuId> menuOrder();

/// One QAction a row.
class ActionSet final : public QObject {
    Q_OBJECT

public:
    explicit ActionSet(QObject* parent = nullptr);
    [[nodiscard]] QAction* at(ActionId id) const { return m_actions.value(id); }
    [[nodiscard]] QAction* operator[](ActionId id) const { return at(id); }
    /// Switches what needs a plan.
    void setPlanOpen(bool open);
    /// Switches off what the diagram that is shown does not understand.
    void setDiagram(DiagramKind kind);
    [[nodiscard]] DiagramKind diagram() const { return m_diagram.value_or(DiagramKind::Flow); }
    /// Switches off what edits the plan, with the reason in the tips; empty: it may be edited.
    void setLocked(const QString& reason);
    [[nodiscard]] bool isLocked() const { return !m_locked.isEmpty(); }
    /// Icons are drawn anew when the palette has changed.
    void refreshIcons();

signals:
    void lockedChanged();
    void diagramChanged();

private:
    void refresh();

    bool m_planOpen = true; ///< until somebody says otherwise
    QString m_locked{};
    std::optional<DiagramKind> m_diagram{}; ///< none: nobody has said yet
    QHash<ActionId, QAction*> m_actions{};
};

} // namespace whimbrel
