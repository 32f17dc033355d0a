// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "ui/shell/actions.h"

#include "ui/style/icons.h"

#include <QAction>
#include <QActionGroup>
#include <QCoreApplication>

#include <algorithm>
#include <array>

namespace whimbrel {

namespace {

constexpr bool plan = true;
constexpr bool any = false;
constexpr bool check = true;
constexpr bool push = false;
constexpr bool line = true;
constexpr bool same = false;

#define TEXT(text) QT_TRANSLATE_NOOP("Actions", text)

// id, name, menu, text, tip, icon, shortcuts, needs plan, checkable, separator before
constexpr std::array rows{
    ActionRow{ActionId::NewPlan, "new", MenuId::File, TEXT("&New Plan"),
        TEXT("Begin an empty plan"), "new", "Ctrl+N", any, push, same},
    ActionRow{ActionId::OpenPlan, "open", MenuId::File, TEXT("&Open…"), TEXT("Open a plan"), "open",
        "Ctrl+O", any, push, same},
    ActionRow{ActionId::Save, "save", MenuId::File, TEXT("&Save"),
        TEXT("Save the plan and its SQL files"), "save", "Ctrl+S", plan, push, line},
    ActionRow{ActionId::SaveAs, "save-as", MenuId::File, TEXT("Save &As…"),
        TEXT("Save under another name"), "", "Ctrl+Shift+S", plan, push, same},
    ActionRow{ActionId::Export, "export", MenuId::File, TEXT("&Export Picture…"),
        TEXT("Write a diagram as SVG, PNG or PDF"), "export", "Ctrl+Shift+E", plan, push, line},
    ActionRow{ActionId::Print, "print", MenuId::File, TEXT("&Print…"),
        TEXT("Print a diagram, on one sheet or as a poster"), "print", "Ctrl+P", plan, push, same},
    ActionRow{ActionId::Compare, "compare", MenuId::File, TEXT("Compare &With…"),
        TEXT("What is different from an earlier version of the plan"), "compare", "Ctrl+Shift+D",
        plan, push, same},
    ActionRow{ActionId::ClosePlan, "close", MenuId::File, TEXT("&Close Plan"),
        TEXT("Back to the start page"), "close", "Ctrl+W", plan, push, line},
    ActionRow{ActionId::Quit, "quit", MenuId::File, TEXT("&Quit"), TEXT("End Whimbrel"), "quit",
        "Ctrl+Q", any, push, same},

    ActionRow{ActionId::Undo, "undo", MenuId::Edit, TEXT("&Undo"),
        TEXT("Take the last change back"), "undo", "Ctrl+Z", plan, push, same},
    ActionRow{ActionId::Redo, "redo", MenuId::Edit, TEXT("&Redo"), TEXT("Do it again"), "redo",
        "Ctrl+Shift+Z; Ctrl+Y", plan, push, same},
    ActionRow{ActionId::History, "history", MenuId::Edit, TEXT("Undo Histor&y…"),
        TEXT("All steps by name, to go back to one"), "", "Ctrl+Alt+Z", plan, push, same},
    ActionRow{ActionId::Cut, "cut", MenuId::Edit, TEXT("Cu&t"), TEXT("Cut what is selected"), "cut",
        "Ctrl+X; Shift+Del", plan, push, line},
    ActionRow{ActionId::Copy, "copy", MenuId::Edit, TEXT("&Copy"), TEXT("Copy what is selected"),
        "copy", "Ctrl+C; Ctrl+Ins", plan, push, same},
    ActionRow{ActionId::CopyPicture, "copy-picture", MenuId::Edit, TEXT("Copy as P&icture"),
        TEXT("Copy the selected steps, or the whole diagram, as SVG and PNG"), "", "Ctrl+Alt+C",
        plan, push, same},
    ActionRow{ActionId::CopyMermaid, "copy-mermaid", MenuId::Edit, TEXT("Copy as Mermaid &Graph"),
        TEXT("Copy the selected steps, or the whole flow, as a Mermaid flowchart"), "",
        "Ctrl+Shift+C", plan, push, same},
    ActionRow{ActionId::Paste, "paste", MenuId::Edit, TEXT("&Paste"),
        TEXT("Paste steps, or the plan in a picture; messages behind the selected one"), "paste",
        "Ctrl+V; Shift+Ins", plan, push, same},
    ActionRow{ActionId::PasteMermaid, "paste-mermaid", MenuId::Edit, TEXT("P&aste Mermaid"),
        TEXT("Make steps and edges of the Mermaid flowchart in the clipboard"), "", "Ctrl+Shift+V",
        plan, push, same},
    ActionRow{ActionId::Duplicate, "duplicate", MenuId::Edit, TEXT("Dup&licate"),
        TEXT("Copy what is selected beside itself"), "duplicate", "Ctrl+D", plan, push, same},
    ActionRow{ActionId::Delete, "delete", MenuId::Edit, TEXT("&Delete"),
        TEXT("Delete what is selected, and the edges or messages of it"), "delete",
        "Del; Backspace", plan, push, same},
    ActionRow{ActionId::DeleteAndHeal, "delete-heal", MenuId::Edit, TEXT("Delete and Rec&onnect"),
        TEXT("Delete steps; what came before leads on to what came after"), "heal", "Ctrl+Del",
        plan, push, same},
    ActionRow{ActionId::SelectAll, "select-all", MenuId::Edit, TEXT("S&elect All"),
        TEXT("Select everything in the diagram"), "", "Ctrl+A", plan, push, line},
    ActionRow{ActionId::SelectNone, "select-none", MenuId::Edit, TEXT("Select Not&hing"),
        TEXT("Select nothing"), "", "Ctrl+Shift+A", plan, push, same},
    ActionRow{ActionId::SelectKind, "select-kind", MenuId::Select, TEXT("Same &Kind"),
        TEXT("Select every step or edge of the selected kinds"), "", "", plan, push, same},
    ActionRow{ActionId::SelectOwner, "select-owner", MenuId::Select, TEXT("Same &Owner"),
        TEXT("Select every step of the selected steps' owners"), "", "", plan, push, same},
    ActionRow{ActionId::SelectPhase, "select-phase", MenuId::Select, TEXT("Same &Phase"),
        TEXT("Select every step of the selected steps' phases"), "", "", plan, push, same},
    ActionRow{ActionId::SelectBefore, "select-before", MenuId::Select, TEXT("What Comes &Before"),
        TEXT("Select all that leads to the selected steps"), "", "", plan, push, line},
    ActionRow{ActionId::SelectAfter, "select-after", MenuId::Select, TEXT("What Comes &After"),
        TEXT("Select all that the selected steps lead to"), "", "", plan, push, same},
    ActionRow{ActionId::SelectUntilGate, "select-until-gate", MenuId::Select,
        TEXT("On to the Next &Gate"), TEXT("Select what follows, up to the next gates"), "", "",
        plan, push, same},
    ActionRow{ActionId::SelectWaysBack, "select-ways-back", MenuId::Select,
        TEXT("All &Rollback Edges"), TEXT("Select every way back of the plan"), "", "", plan, push,
        line},
    ActionRow{ActionId::Find, "find", MenuId::Edit, TEXT("&Find and Replace…"),
        TEXT("Find names, SQL, owners, notes and comments"), "search", "Ctrl+F", plan, push, line},
    ActionRow{ActionId::FindNext, "find-next", MenuId::Edit, TEXT("Find Ne&xt"),
        TEXT("Go to the next place"), "", "F3", plan, push, same},
    ActionRow{ActionId::FindPrevious, "find-previous", MenuId::Edit, TEXT("Find Pre&vious"),
        TEXT("Go to the place before"), "", "Shift+F3", plan, push, same},
    ActionRow{ActionId::FindStep, "find-step", MenuId::Edit, TEXT("Find Step in Outli&ne…"),
        TEXT("Keep in the outline what fits"), "", "Ctrl+Shift+F", plan, push, same},
    ActionRow{ActionId::Settings, "settings", MenuId::Edit, TEXT("&Settings…"),
        TEXT("Appearance, canvas, execution, your name"), "settings", "Ctrl+,", any, push, line},

    ActionRow{ActionId::AddStep, "add-step", MenuId::Step, TEXT("&Add Step…"),
        TEXT("Add a step after the selected one"), "add", "N", plan, push, same},
    ActionRow{ActionId::AddChangeUnit, "add-change", MenuId::Step,
        TEXT("Add C&hange with Way Back…"),
        TEXT("Add a change together with its verification and its rollback edge"), "add-change",
        "Shift+N", plan, push, same},
    ActionRow{ActionId::StartEdge, "start-edge", MenuId::Step, TEXT("Draw &Edge"),
        TEXT("Draw an edge from the selected step by keyboard"), "connect", "E", plan, push, same},
    ActionRow{ActionId::ForwardEdges, "forward-edges", MenuId::Step, TEXT("&Forward Edges"),
        TEXT("New edges lead on"), "edge-forward", "", plan, check, line},
    ActionRow{ActionId::RollbackEdges, "rollback-edges", MenuId::Step, TEXT("&Rollback Edges"),
        TEXT("New edges lead back; or hold Shift while drawing"), "edge-rollback", "", plan, check,
        same},
    ActionRow{ActionId::RetryEdges, "retry-edges", MenuId::Step, TEXT("Retr&y Edges"),
        TEXT("New edges offer another try"), "edge-retry", "", plan, check, same},
    ActionRow{ActionId::DataEdges, "data-edges", MenuId::Step, TEXT("&Data Edges"),
        TEXT("New edges show how rows move"), "edge-data", "", plan, check, same},
    ActionRow{ActionId::Rename, "rename", MenuId::Step, TEXT("Re&name"),
        TEXT("Change the text where it stands"), "rename", "F2", plan, push, line},
    ActionRow{ActionId::Properties, "properties", MenuId::Step, TEXT("&Properties"),
        TEXT("Go to the inspector"), "inspector", "Alt+Return", plan, push, same},
    ActionRow{ActionId::AddComment, "add-comment", MenuId::Step, TEXT("Co&mment"),
        TEXT("Remark on what is selected"), "comment", "Ctrl+Alt+M", plan, push, same},
    ActionRow{ActionId::GroupSteps, "group", MenuId::Step, TEXT("&Group into Phase"),
        TEXT("Put the selected steps into a new phase"), "group", "Ctrl+G", plan, push, same},
    ActionRow{ActionId::Ungroup, "ungroup", MenuId::Step, TEXT("&Ungroup"),
        TEXT("Dissolve the phase; its steps stay"), "", "Ctrl+Shift+G", plan, push, same},
    ActionRow{ActionId::Fold, "fold", MenuId::Step, TEXT("&Collapse Phases"),
        TEXT("Show the selected phases, or all, as one box each"), "", "Ctrl+Home", plan, push,
        same},
    ActionRow{ActionId::Unfold, "unfold", MenuId::Step, TEXT("E&xpand Phases"),
        TEXT("Open folded phases again"), "", "Ctrl+End", plan, push, same},
    ActionRow{ActionId::EnterGroup, "enter-group", MenuId::Step, TEXT("&Zoom into Phase"),
        TEXT("Show only what is in the selected phase, and where its edges lead"), "",
        "Ctrl+Shift+End", plan, push, same},
    ActionRow{ActionId::LeaveGroup, "leave-group", MenuId::Step, TEXT("&Quit Phase"),
        TEXT("Show again what is around the phase"), "", "Ctrl+Shift+Home", plan, push, same},
    ActionRow{ActionId::Pin, "pin", MenuId::Step, TEXT("P&in"),
        TEXT("Automatic layout leaves pinned steps where they are"), "pin", "Ctrl+L", plan, push,
        line},
    ActionRow{ActionId::LayOut, "lay-out", MenuId::Step, TEXT("&Lay Out"),
        TEXT("Arrange the steps that are not pinned"), "layout", "Ctrl+Shift+L", plan, push, same},
    ActionRow{ActionId::LayOutEverything, "lay-out-all", MenuId::Step, TEXT("Lay Out E&verything"),
        TEXT("Arrange all steps, pinned ones too"), "", "", plan, push, same},
    ActionRow{ActionId::LayOutSelection, "lay-out-selection", MenuId::Step,
        TEXT("Lay Out &Selection"), TEXT("Arrange the selected steps; the others stay"), "",
        "Ctrl+J, A", plan, push, same},
    ActionRow{ActionId::LiveLayout, "live-layout", MenuId::Step, TEXT("&Keep Laid Out"),
        TEXT("Lays out after every change of steps and edges; pinned steps stay"), "", "", plan,
        check, same},
    ActionRow{ActionId::ResetRoute, "reset-route", MenuId::Step, TEXT("Reset R&oute"),
        TEXT("Leave the lines of the selected edges to the layout again"), "", "Alt+Shift+R", plan,
        push, same},
    ActionRow{ActionId::TopDown, "top-down", MenuId::Step, TEXT("&Top Down"),
        TEXT("The flow runs from the top down, not from left to right"), "", "", plan, check, same},

    ActionRow{ActionId::NoLanes, "no-lanes", MenuId::Lanes, TEXT("&No Swim Lanes"),
        TEXT("Steps stand where the flow has them, without swim lanes"), "", "", plan, check, same},
    ActionRow{ActionId::LanesByOwner, "lanes-by-owner", MenuId::Lanes, TEXT("Swim Lanes by &Owner"),
        TEXT("A swim lane for each owner's steps; dragging a step into one gives it to them"), "",
        "Ctrl+J, O", plan, check, same},
    ActionRow{ActionId::LanesByRegion, "lanes-by-region", MenuId::Lanes,
        TEXT("Swim Lanes by &Region"),
        TEXT("A swim lane for each region's steps; dragging a step into one moves it there"), "",
        "Ctrl+J, E", plan, check, same},

    ActionRow{ActionId::AlignLeft, "align-left", MenuId::Arrange, TEXT("&Left Edges"),
        TEXT("Align with the left edge of the step selected last"), "", "Ctrl+J, L", plan, push,
        same},
    ActionRow{ActionId::AlignRight, "align-right", MenuId::Arrange, TEXT("&Right Edges"),
        TEXT("Align with the right edge of the step selected last"), "", "Ctrl+J, R", plan, push,
        same},
    ActionRow{ActionId::AlignTop, "align-top", MenuId::Arrange, TEXT("&Top Edges"),
        TEXT("Align with the top of the step selected last"), "", "Ctrl+J, T", plan, push, same},
    ActionRow{ActionId::AlignBottom, "align-bottom", MenuId::Arrange, TEXT("&Bottom Edges"),
        TEXT("Align with the bottom of the step selected last"), "", "Ctrl+J, B", plan, push, same},
    ActionRow{ActionId::AlignCenter, "align-center", MenuId::Arrange, TEXT("&Centers"),
        TEXT("Put the middles one above the other"), "", "Ctrl+J, C", plan, push, same},
    ActionRow{ActionId::AlignMiddle, "align-middle", MenuId::Arrange, TEXT("&Middles"),
        TEXT("Put the middles in one row"), "", "Ctrl+J, M", plan, push, same},
    ActionRow{ActionId::SpreadAcross, "spread-across", MenuId::Arrange, TEXT("Distribute &Across"),
        TEXT("Equal gaps from left to right"), "", "Ctrl+J, H", plan, push, line},
    ActionRow{ActionId::SpreadDown, "spread-down", MenuId::Arrange, TEXT("Distribute &Down"),
        TEXT("Equal gaps from top to bottom"), "", "Ctrl+J, V", plan, push, same},
    ActionRow{ActionId::TidyToGrid, "tidy", MenuId::Arrange, TEXT("To the &Grid"),
        TEXT("Move to the nearest place on the grid"), "", "Ctrl+J, G", plan, push, line},

    ActionRow{ActionId::SequenceFromFlow, "sequence-from-flow", MenuId::Sequence,
        TEXT("New from the &Flow"),
        TEXT("Tell the flow as a sequence diagram: who does what, and what happens on failure"),
        "sequence", "", plan, push, same},
    ActionRow{ActionId::SequenceFromTemplate, "sequence-from-template", MenuId::Sequence,
        TEXT("New from a Temp&late…"), TEXT("Begin a sequence diagram with a template"), "", "",
        plan, push, same},
    ActionRow{ActionId::EmptySequence, "empty-sequence", MenuId::Sequence, TEXT("New &Empty"),
        TEXT("Begin an empty sequence diagram"), "", "", plan, push, same},
    ActionRow{ActionId::TellAnew, "tell-anew", MenuId::Sequence, TEXT("&Tell Anew…"),
        TEXT("Bring the diagram up to what the flow is now; what was drawn by hand stays"),
        "tell-anew", "", plan, push, line},
    ActionRow{ActionId::RenameSequence, "rename-sequence", MenuId::Sequence,
        TEXT("Ren&ame Diagram"), TEXT("Give the diagram another title"), "", "Shift+F2", plan, push,
        same},
    ActionRow{ActionId::DeleteSequence, "delete-sequence", MenuId::Sequence,
        TEXT("&Delete Diagram"), TEXT("Delete the sequence diagram that is shown"), "delete", "",
        plan, push, same},
    ActionRow{ActionId::AddMessage, "add-message", MenuId::Sequence, TEXT("Add &Message"),
        TEXT("Draw a message by keyboard, from the selected lifeline"), "message", "M", plan, push,
        line},
    ActionRow{ActionId::AddParticipant, "add-participant", MenuId::Sequence,
        TEXT("Add Parti&cipant…"), TEXT("Add a lifeline"), "participant", "P", plan, push, same},
    ActionRow{ActionId::AddFragment, "add-fragment", MenuId::Sequence, TEXT("Add Fra&gment…"),
        TEXT("Put alt, opt, loop, par … around the selected messages"), "sequence-fragment", "F",
        plan, push, same},
    ActionRow{ActionId::DissolveFragment, "dissolve-fragment", MenuId::Sequence,
        TEXT("Dissol&ve Fragment"), TEXT("Take the frame away and leave what is in it"), "",
        "Shift+F", plan, push, same},
    ActionRow{ActionId::AddNote, "add-note", MenuId::Sequence, TEXT("Add N&ote"),
        TEXT("A remark over the selected lifelines"), "sequence-note", "T", plan, push, same},
    ActionRow{ActionId::AddState, "add-state", MenuId::Sequence, TEXT("Add &State"),
        TEXT("What holds of a participant from here on: “schema v2”"), "state-pill", "S", plan,
        push, same},
    ActionRow{ActionId::AddActivation, "add-activation", MenuId::Sequence,
        TEXT("Add Activation &Bar"), TEXT("The receiver of the selected message works from here"),
        "activation", "A", plan, push, same},
    ActionRow{ActionId::AddRange, "add-range", MenuId::Sequence, TEXT("Add &Range…"),
        TEXT("A lock, a transaction, a window or a duration over the selected messages"), "range",
        "R", plan, push, same},
    ActionRow{ActionId::LinkStep, "link-step", MenuId::Sequence, TEXT("Lin&k to a Step…"),
        TEXT("Say which step of the flow the selected message shows"), "link", "L", plan, push,
        line},
    ActionRow{ActionId::SameRow, "same-row", MenuId::Sequence, TEXT("&Join the Row Above"),
        TEXT("The selected message and the one above happen at the same time; again: no more"), "",
        "B", plan, push, same},
    ActionRow{ActionId::MoveUp, "move-up", MenuId::Sequence, TEXT("Move &Up"),
        TEXT("Earlier; also into and out of fragments"), "arrow-up", "Ctrl+Shift+Up", plan, push,
        line},
    ActionRow{ActionId::MoveDown, "move-down", MenuId::Sequence, TEXT("Move Do&wn"),
        TEXT("Later; also into and out of fragments"), "arrow-down", "Ctrl+Shift+Down", plan, push,
        same},
    ActionRow{ActionId::MoveLifelineLeft, "lifeline-left", MenuId::Sequence,
        TEXT("Move L&ifeline Left"), TEXT("The selected participant stands further left"), "",
        "Ctrl+Shift+Left", plan, push, same},
    ActionRow{ActionId::MoveLifelineRight, "lifeline-right", MenuId::Sequence,
        TEXT("Move Lifeline Rig&ht"), TEXT("The selected participant stands further right"), "",
        "Ctrl+Shift+Right", plan, push, same},

    ActionRow{ActionId::ShowFlow, "show-flow", MenuId::Diagrams, TEXT("&Flow"),
        TEXT("The steps and the edges between them"), "flow", "Alt+1", plan, push, same},
    ActionRow{ActionId::ShowSequence, "show-sequence", MenuId::Diagrams, TEXT("&Sequence Diagram"),
        TEXT("Who sends what to whom"), "sequence", "Alt+2", plan, push, same},
    ActionRow{ActionId::NextDiagram, "next-diagram", MenuId::Diagrams, TEXT("&Next Diagram"),
        TEXT("Show the next of the plan's diagrams"), "", "Ctrl+PgDown", plan, push, same},
    ActionRow{ActionId::PreviousDiagram, "previous-diagram", MenuId::Diagrams,
        TEXT("&Previous Diagram"), TEXT("Show the diagram before"), "", "Ctrl+PgUp", plan, push,
        same},
    ActionRow{ActionId::SideBySide, "side-by-side", MenuId::Diagrams, TEXT("Side &by Side"),
        TEXT("The flow beside a sequence diagram; what is selected in one is marked in the other"),
        "side-by-side", "Alt+Shift+2", plan, check, same},
    ActionRow{ActionId::ShowOnLeft, "show-on-left", MenuId::Diagrams, TEXT("On the &Left"),
        TEXT("Side by side, this sequence diagram in place of the flow: planned beside actual"), "",
        "", plan, push, same},
    ActionRow{ActionId::ZoomIn, "zoom-in", MenuId::View, TEXT("Zoom &In"), TEXT("Show it larger"),
        "zoom-in", "Ctrl++; Ctrl+=", plan, push, line},
    ActionRow{ActionId::ZoomOut, "zoom-out", MenuId::View, TEXT("Zoom &Out"),
        TEXT("Show more of it"), "zoom-out", "Ctrl+-", plan, push, same},
    ActionRow{ActionId::ZoomActual, "zoom-actual", MenuId::View, TEXT("Actual Si&ze"),
        TEXT("100 %"), "zoom-actual", "Ctrl+0", plan, push, same},
    ActionRow{ActionId::ZoomFit, "zoom-fit", MenuId::View, TEXT("&Fit All"),
        TEXT("Show the whole diagram"), "fit", "Ctrl+1; Shift+1", plan, push, same},
    ActionRow{ActionId::ZoomSelection, "zoom-selection", MenuId::View, TEXT("Fit &Selection"),
        TEXT("Show what is selected"), "focus", "Ctrl+2; Shift+2", plan, push, same},
    ActionRow{ActionId::ShowGrid, "show-grid", MenuId::View, TEXT("Show &Grid"),
        TEXT("Dots behind the diagram"), "grid", "Ctrl+Alt+G", plan, check, line},
    ActionRow{ActionId::Snap, "snap", MenuId::View, TEXT("S&nap"),
        TEXT("Draw moved steps to the grid and to each other; Alt suspends it"), "snap", "", plan,
        check, same},
    ActionRow{ActionId::Minimap, "minimap", MenuId::View, TEXT("Overview M&ap"),
        TEXT("The whole plan in small, in a corner of the canvas"), "map", "Ctrl+Shift+O", plan,
        check, same},
    ActionRow{ActionId::Fade, "fade", MenuId::View, TEXT("&Look At…"),
        TEXT("Fade what is not of a kind, an owner or a phase"), "", "Ctrl+Alt+F", plan, push,
        same},
    ActionRow{ActionId::ShowEverything, "show-everything", MenuId::View, TEXT("Fade Not&hing"),
        TEXT("Show everything alike again"), "", "", plan, push, same},
    ActionRow{ActionId::ShowOutline, "show-outline", MenuId::View, TEXT("O&utline and Steps"),
        TEXT("The panel on the left"), "outline", "F9", plan, check, line},
    ActionRow{ActionId::ShowInspector, "show-inspector", MenuId::View, TEXT("Inspec&tor"),
        TEXT("The panel on the right"), "inspector", "F4", plan, check, same},
    ActionRow{ActionId::ShowProblems, "show-problems", MenuId::View, TEXT("&Problems"),
        TEXT("What is missing in the plan"), "problems", "Ctrl+Shift+M", plan, push, same},
    ActionRow{ActionId::ShowCoverage, "show-coverage", MenuId::View, TEXT("&Coverage"),
        TEXT("Which changes can be taken back"), "coverage", "Ctrl+Alt+V", plan, push, same},
    ActionRow{ActionId::ShowComments, "show-comments", MenuId::View, TEXT("Co&mments"),
        TEXT("What readers remark on the plan"), "comment", "", plan, push, same},
    ActionRow{ActionId::StepThrough, "step-through", MenuId::View, TEXT("Step Th&rough"),
        TEXT("Tell the plan step by step; nothing is run"), "present", "Ctrl+M", plan, push, line},
    ActionRow{ActionId::JumpBack, "jump-back", MenuId::View, TEXT("&Back"),
        TEXT("Where you jumped from"), "", "Alt+Left", plan, push, line},
    ActionRow{ActionId::JumpForward, "jump-forward", MenuId::View, TEXT("For&ward"),
        TEXT("Where you came back from"), "", "Alt+Right", plan, push, same},
    ActionRow{ActionId::NextPane, "next-pane", MenuId::View, TEXT("Ne&xt Pane"),
        TEXT("Canvas, inspector, problems, outline in turn"), "", "F6", plan, push, same},
    ActionRow{ActionId::NextProblem, "next-problem", MenuId::View, TEXT("N&ext Problem"),
        TEXT("Go to the next finding"), "", "F8", plan, push, same},
    ActionRow{ActionId::PreviousProblem, "previous-problem", MenuId::View,
        TEXT("Pre&vious Problem"), TEXT("Go to the finding before"), "", "Shift+F8", plan, push,
        same},

    ActionRow{ActionId::ShowRun, "show-run", MenuId::Run, TEXT("&Run Plan…"),
        TEXT("Bind the plan to a database and step through it"), "run", "F5", plan, push, same},
    ActionRow{ActionId::FollowRun, "follow-run", MenuId::Run, TEXT("&Follow a Run…"),
        TEXT("See what somebody else's run does, for reading alone"), "search", "", plan, push,
        same},
    ActionRow{ActionId::Rehearse, "rehearse", MenuId::Run, TEXT("Re&hearse…"),
        TEXT("Try every way back in a scratch database"), "kind-staging", "Shift+F5", plan, push,
        same},
    ActionRow{ActionId::ToggleBreakpoint, "breakpoint", MenuId::Run, TEXT("Toggle &Breakpoint"),
        TEXT("A run stops before the selected steps"), "breakpoint", "Ctrl+F8", plan, push, line},
    ActionRow{ActionId::Connections, "connections", MenuId::Run, TEXT("&Connections…"),
        TEXT("Name, change and test the databases that plans run on"), "database", "Ctrl+Alt+B",
        any, push, line},
    ActionRow{ActionId::ReplayRun, "replay-run", MenuId::Run, TEXT("Replay the &Last Run"),
        TEXT("See on every diagram what the run did, event by event"), "recent", "", plan, push,
        line},
    ActionRow{ActionId::DrawRun, "draw-run", MenuId::Run, TEXT("&Draw the Last Run"),
        TEXT("A sequence diagram of what the run did, for a look back"), "sequence", "", plan, push,
        same},
    ActionRow{ActionId::ExportReport, "export-report", MenuId::Run, TEXT("Export Re&port…"),
        TEXT("What the run did, to be read, printed and kept"), "export", "", plan, push, same},

    ActionRow{ActionId::CommandPalette, "commands", MenuId::Help, TEXT("&Commands…"),
        TEXT("Every command and every step, by name"), "commands", "Ctrl+K; Ctrl+Shift+P", any,
        push, same},
    ActionRow{ActionId::Shortcuts, "shortcuts", MenuId::Help, TEXT("&Keyboard Shortcuts"),
        TEXT("All keys and gestures"), "keyboard", "Ctrl+F1", any, push, same},
    ActionRow{ActionId::About, "about", MenuId::Help, TEXT("&About Whimbrel"),
        TEXT("Version and license"), "info", "", any, push, line},
};

#undef TEXT

QString translated(const char* text)
{
    return QCoreApplication::translate("Actions", text);
}

} // namespace

std::span<const ActionRow> actionRows()
{
    return rows;
}

const ActionRow& row(ActionId id)
{
    const auto found = std::find_if(
        rows.begin(), rows.end(), [id](const ActionRow& candidate) { return candidate.id == id; });
    Q_ASSERT(found != rows.end());
    return *found;
}

bool editsPlan(ActionId id)
{
    static constexpr std::array editing{ActionId::Undo, ActionId::Redo, ActionId::History,
        ActionId::Cut, ActionId::Paste, ActionId::PasteMermaid, ActionId::Duplicate,
        ActionId::Delete, ActionId::DeleteAndHeal, ActionId::AddStep, ActionId::AddChangeUnit,
        ActionId::StartEdge, ActionId::ForwardEdges, ActionId::RollbackEdges, ActionId::RetryEdges,
        ActionId::DataEdges, ActionId::Rename, ActionId::GroupSteps, ActionId::Ungroup,
        ActionId::Fold, ActionId::Unfold, ActionId::AlignLeft, ActionId::AlignRight,
        ActionId::AlignTop, ActionId::AlignBottom, ActionId::AlignCenter, ActionId::AlignMiddle,
        ActionId::SpreadAcross, ActionId::SpreadDown, ActionId::TidyToGrid, ActionId::Pin,
        ActionId::LayOut, ActionId::LayOutEverything, ActionId::LayOutSelection,
        ActionId::LiveLayout, ActionId::ResetRoute, ActionId::TopDown, ActionId::NoLanes,
        ActionId::LanesByOwner, ActionId::LanesByRegion, ActionId::SequenceFromFlow,
        ActionId::EmptySequence, ActionId::SequenceFromTemplate, ActionId::TellAnew,
        ActionId::RenameSequence, ActionId::DeleteSequence, ActionId::AddMessage,
        ActionId::AddParticipant, ActionId::AddNote, ActionId::AddState, ActionId::AddActivation,
        ActionId::AddFragment, ActionId::DissolveFragment, ActionId::AddRange, ActionId::LinkStep,
        ActionId::SameRow, ActionId::MoveUp, ActionId::MoveDown, ActionId::MoveLifelineLeft,
        ActionId::MoveLifelineRight, ActionId::DrawRun};
    return std::find(editing.begin(), editing.end(), id) != editing.end();
}

bool fits(ActionId id, DiagramKind kind)
{
    static constexpr std::array anywhere{ActionId::Rename, ActionId::Properties,
        ActionId::AddComment, ActionId::SequenceFromFlow, ActionId::EmptySequence,
        ActionId::SequenceFromTemplate};
    if (std::find(anywhere.begin(), anywhere.end(), id) != anywhere.end()) {
        return true;
    }
    switch (row(id).menu) {
    case MenuId::Step:
    case MenuId::Select:
    case MenuId::Lanes:
    case MenuId::Arrange:
        return kind == DiagramKind::Flow;
    case MenuId::Sequence:
        return kind == DiagramKind::Sequence;
    case MenuId::Diagrams:
        return id != ActionId::ShowOnLeft || kind == DiagramKind::Sequence;
    case MenuId::File:
    case MenuId::Edit:
    case MenuId::View:
    case MenuId::Run:
    case MenuId::Help:
        break;
    }
    static constexpr std::array ofTheFlow{
        ActionId::DeleteAndHeal, ActionId::CopyMermaid, ActionId::PasteMermaid};
    return kind == DiagramKind::Flow
        || std::find(ofTheFlow.begin(), ofTheFlow.end(), id) == ofTheFlow.end();
}

QList<QKeySequence> shortcutsOf(const ActionRow& row)
{
    QList<QKeySequence> keys;
    const QStringList texts
        = QString::fromLatin1(row.shortcuts).split(QStringLiteral("; "), Qt::SkipEmptyParts);
    for (const QString& text : texts) {
        keys.append(QKeySequence(text, QKeySequence::PortableText));
    }
    return keys;
}

QString plainText(const ActionRow& row)
{
    return translated(row.text).remove(QLatin1Char('&')).remove(QStringLiteral("…"));
}

QString menuTitle(MenuId menu)
{
    switch (menu) {
    case MenuId::File:
        return translated(QT_TRANSLATE_NOOP("Actions", "&File"));
    case MenuId::Edit:
        return translated(QT_TRANSLATE_NOOP("Actions", "&Edit"));
    case MenuId::Step:
        return translated(QT_TRANSLATE_NOOP("Actions", "&Step"));
    case MenuId::Sequence:
        return translated(QT_TRANSLATE_NOOP("Actions", "Se&quence"));
    case MenuId::View:
        return translated(QT_TRANSLATE_NOOP("Actions", "&View"));
    case MenuId::Run:
        return translated(QT_TRANSLATE_NOOP("Actions", "&Run"));
    case MenuId::Diagrams:
        return translated(QT_TRANSLATE_NOOP("Actions", "&Diagrams"));
    case MenuId::Select:
        return translated(QT_TRANSLATE_NOOP("Actions", "Select Si&milar"));
    case MenuId::Lanes:
        return translated(QT_TRANSLATE_NOOP("Actions", "S&wim Lanes"));
    case MenuId::Arrange:
        return translated(QT_TRANSLATE_NOOP("Actions", "Align and Distri&bute"));
    case MenuId::Help:
        break;
    }
    return translated(QT_TRANSLATE_NOOP("Actions", "&Help"));
}

QList<MenuId> menuOrder()
{
    return {MenuId::File, MenuId::Edit, MenuId::Select, MenuId::Step, MenuId::Lanes,
        MenuId::Arrange, MenuId::Sequence, MenuId::View, MenuId::Diagrams, MenuId::Run,
        MenuId::Help};
}

ActionSet::ActionSet(QObject* parent)
    : QObject(parent)
{
    auto* edgeKinds = new QActionGroup(this);
    for (const ActionRow& row : rows) {
        auto* action = new QAction(translated(row.text), this);
        action->setObjectName(QString::fromLatin1(row.name));
        action->setCheckable(row.checkable);
        action->setShortcuts(shortcutsOf(row));
        m_actions.insert(row.id, action);
    }
    for (const ActionId id : {ActionId::ForwardEdges, ActionId::RollbackEdges, ActionId::RetryEdges,
             ActionId::DataEdges}) {
        edgeKinds->addAction(at(id));
    }
    auto* lanes = new QActionGroup(this);
    for (const ActionId id : {ActionId::NoLanes, ActionId::LanesByOwner, ActionId::LanesByRegion}) {
        lanes->addAction(at(id));
    }
    at(ActionId::ForwardEdges)->setChecked(true);
    at(ActionId::NoLanes)->setChecked(true);
    at(ActionId::Quit)->setMenuRole(QAction::QuitRole);
    at(ActionId::Settings)->setMenuRole(QAction::PreferencesRole);
    at(ActionId::About)->setMenuRole(QAction::AboutRole);
    refresh();
    refreshIcons();
}

void ActionSet::setPlanOpen(bool open)
{
    m_planOpen = open;
    refresh();
}

void ActionSet::setDiagram(DiagramKind kind)
{
    if (m_diagram != kind) {
        m_diagram = kind;
        refresh();
        emit diagramChanged();
    }
}

void ActionSet::setLocked(const QString& reason)
{
    if (m_locked != reason) {
        m_locked = reason;
        refresh();
        emit lockedChanged();
    }
}

void ActionSet::refresh()
{
    for (const ActionRow& row : rows) {
        QAction* action = at(row.id);
        const bool locked = isLocked() && editsPlan(row.id);
        const bool fitting = !m_diagram || fits(row.id, *m_diagram);
        action->setEnabled((m_planOpen || !row.needsPlan) && !locked && fitting);
        const QString tip = locked ? m_locked : translated(row.tip);
        action->setStatusTip(tip);
        const QString keys = action->shortcut().toString(QKeySequence::NativeText);
        action->setToolTip(
            keys.isEmpty() || locked ? tip : QStringLiteral("%1 (%2)").arg(tip, keys));
    }
}

void ActionSet::refreshIcons()
{
    for (const ActionRow& row : rows) {
        if (*row.icon != '\0') {
            at(row.id)->setIcon(icon(QString::fromLatin1(row.icon)));
        }
    }
}

} // namespace whimbrel
