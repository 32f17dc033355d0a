// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "ui/shell/diagram_views.h"

#include "model/plan/sequence_parts.h"
#include "ui/diagram/title_editor.h"
#include "ui/session/linked_elements.h"
#include "ui/shell/replay_bar.h"
#include "ui/shell/step_through.h"
#include "ui/style/icons.h"
#include "ui/style/menu_text.h"
#include "ui/style/palette.h"

#include <QAction>
#include <QApplication>
#include <QHBoxLayout>
#include <QLabel>
#include <QMenu>
#include <QPushButton>
#include <QSplitter>
#include <QStackedWidget>
#include <QTabBar>
#include <QToolButton>
#include <QVBoxLayout>

#include <algorithm>

namespace whimbrel {

namespace {

QString titleOf(const Sequence& sequence)
{
    return sequence.title.isEmpty() ? sequence.id.text() : sequence.title;
}

} // namespace

DiagramViews::DiagramViews(PlanSession& session, const ActionSet& actions, QWidget* parent)
    : QWidget(parent)
    , m_session(session)
    , m_tabs(new QTabBar(this))
    , m_add(new QToolButton(this))
    , m_both(new QSplitter(Qt::Horizontal, this))
    , m_flow(new FlowView(session, m_both))
    , m_right(new QStackedWidget(m_both))
    , m_sequence(new SequenceView(session, m_right))
    , m_left(new SequenceView(session, m_both))
    , m_beginning(makeBeginning(actions))
    , m_replay(new ReplayBar(session, this))
    , m_steps(new StepThrough(session, *m_flow, *m_sequence, this))
{
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    auto* strip = new QHBoxLayout;
    strip->setContentsMargins(space::small, 0, space::small, 0);
    strip->setSpacing(space::tight);
    m_tabs->setObjectName(QStringLiteral("diagramTabs"));
    m_tabs->setAccessibleName(tr("Diagrams"));
    m_tabs->setDocumentMode(true);
    m_tabs->setDrawBase(false);
    m_tabs->setExpanding(false);
    m_tabs->setElideMode(Qt::ElideRight);
    m_tabs->setUsesScrollButtons(true);
    m_tabs->setFocusPolicy(Qt::NoFocus);
    m_tabs->setContextMenuPolicy(Qt::CustomContextMenu);
    strip->addWidget(m_tabs);
    m_add->setObjectName(QStringLiteral("addDiagram"));
    m_add->setAutoRaise(true);
    m_add->setToolTip(tr("Add a sequence diagram"));
    m_add->setAccessibleName(m_add->toolTip());
    m_add->setPopupMode(QToolButton::InstantPopup);
    m_add->setFocusPolicy(Qt::NoFocus);
    auto* menu = new QMenu(m_add);
    for (const ActionId id :
        {ActionId::SequenceFromFlow, ActionId::SequenceFromTemplate, ActionId::EmptySequence}) {
        menu->addAction(actions[id]);
    }
    m_add->setMenu(menu);
    strip->addWidget(m_add);
    strip->addStretch(1);
    auto* both = new QToolButton(this);
    both->setAutoRaise(true);
    both->setFocusPolicy(Qt::NoFocus);
    both->setDefaultAction(actions[ActionId::SideBySide]);
    strip->addWidget(both);
    column->addLayout(strip);
    m_right->addWidget(m_sequence);
    m_right->addWidget(m_beginning);
    m_left->setObjectName(QStringLiteral("leftSequence"));
    m_both->addWidget(m_flow);
    m_both->addWidget(m_left);
    m_both->addWidget(m_right);
    m_both->setChildrenCollapsible(false);
    m_both->setSizes({500, 500, 500});
    column->addWidget(m_both, 1);
    column->addWidget(m_replay);
    column->addWidget(m_steps);

    watch(*m_flow);
    watch(*m_left);
    watch(*m_sequence);
    connect(m_tabs, &QTabBar::currentChanged, this, &DiagramViews::showTab);
    connect(m_tabs, &QTabBar::tabBarDoubleClicked, this,
        [this](int index) { rename(SequenceId(m_tabs->tabData(index).toString())); });
    connect(m_tabs, &QTabBar::customContextMenuRequested, this, &DiagramViews::askForTabMenu);
    connect(&session, &PlanSession::changed, this, &DiagramViews::follow);
    connect(&session, &PlanSession::revealRequested, this, &DiagramViews::reveal);
    connect(&session, &PlanSession::selectionChanged, this, &DiagramViews::followSelection);
    connect(&session, &PlanSession::runChanged, this, &DiagramViews::followRun);
    fillTabs();
    arrange();
}

void DiagramViews::watch(DiagramView& view)
{
    connect(&view, &DiagramView::noticed, this, &DiagramViews::noticed);
    connect(&view, &DiagramView::menuRequested, this, &DiagramViews::menuRequested);
    connect(&view, &DiagramView::zoomChanged, this, [this, &view](double zoom) {
        if (&view == &current()) {
            emit zoomChanged(zoom);
        }
    });
    connect(&view, &DiagramView::entered, this, [this, &view] {
        const bool sequence = &view == m_sequence;
        if (m_sideBySide && m_inSequence != sequence) {
            m_inSequence = sequence;
            markTab();
            emit zoomChanged(view.zoom());
            emit currentChanged();
        }
    });
}

/// What is shown while the plan has no sequence diagram.
QWidget* DiagramViews::makeBeginning(const ActionSet& actions)
{
    auto* page = new QWidget(m_right);
    page->setObjectName(QStringLiteral("sequenceBeginning"));
    auto* column = new QVBoxLayout(page);
    column->setContentsMargins(space::wide, space::wide, space::wide, space::wide);
    column->setSpacing(space::small);
    auto* heading = new QLabel(tr("Who does what, in which order?"), page);
    heading->setProperty("role", QStringLiteral("title"));
    heading->setAlignment(Qt::AlignHCenter);
    auto* text = new QLabel(
        tr("A sequence diagram shows the conversation of a migration: releases, the runner, "
           "databases and people. It shows what is missing in it, and follows the run."),
        page);
    text->setWordWrap(true);
    text->setProperty("role", QStringLiteral("caption"));
    text->setAlignment(Qt::AlignHCenter);
    text->setMaximumWidth(440);
    column->addStretch(1);
    column->addWidget(heading);
    column->addWidget(text, 0, Qt::AlignHCenter);
    column->addSpacing(space::small);
    const std::initializer_list<std::pair<ActionId, QString>> choices{
        {ActionId::SequenceFromFlow, tr("Tell it from the flow")},
        {ActionId::SequenceFromTemplate, tr("Begin with a template…")},
        {ActionId::EmptySequence, tr("Draw it from scratch")}};
    for (const auto& [id, label] : choices) {
        auto* button = new QPushButton(label, page);
        QAction* action = actions[id];
        button->setMinimumWidth(240);
        button->setEnabled(action->isEnabled());
        connect(button, &QPushButton::clicked, action, &QAction::trigger);
        connect(action, &QAction::changed, button,
            [button, action] { button->setEnabled(action->isEnabled()); });
        column->addWidget(button, 0, Qt::AlignHCenter);
    }
    column->addStretch(2);
    return page;
}

DiagramView& DiagramViews::current()
{
    if (leftHasIt()) {
        return *m_left;
    }
    const bool sequence = m_sideBySide ? m_inSequence : !m_flowShown;
    return sequence && !rightSequence().isEmpty() ? static_cast<DiagramView&>(*m_sequence)
                                                  : static_cast<DiagramView&>(*m_flow);
}

DiagramKind DiagramViews::kind() const
{
    if (leftHasIt()) {
        return DiagramKind::Sequence;
    }
    if (m_sideBySide ? !m_inSequence : m_flowShown) {
        return DiagramKind::Flow;
    }
    return rightSequence().isEmpty() ? DiagramKind::None : DiagramKind::Sequence;
}

SequenceId DiagramViews::shownSequence() const
{
    return leftHasIt() ? m_leftId : rightSequence();
}

SequenceId DiagramViews::rightSequence() const
{
    return (m_sideBySide || !m_flowShown) ? m_sequence->id() : SequenceId();
}

void DiagramViews::follow(const PlanChange& change)
{
    const auto isSequence = [](const ElementRef& ref) { return ref.type == ElementType::Sequence; };
    if (change.everything) {
        m_last = {};
        m_leftId = {};
        m_flowShown = true;
        m_sequence->show(SequenceId());
    }
    if (change.everything || std::any_of(change.put.begin(), change.put.end(), isSequence)
        || std::any_of(change.erased.begin(), change.erased.end(), isSequence)) {
        fillTabs();
        arrange();
    }
}

/// One tab for the flow, one for each sequence diagram; without any, one that tells how to begin.
void DiagramViews::fillTabs()
{
    m_filling = true;
    const Elements<Sequence>& sequences = m_session.plan().sequences;
    const int wanted = 1 + std::max(1, static_cast<int>(sequences.size()));
    while (m_tabs->count() > wanted) {
        m_tabs->removeTab(m_tabs->count() - 1);
    }
    while (m_tabs->count() < wanted) {
        m_tabs->addTab(QString());
    }
    m_tabs->setTabText(0, tr("Flow"));
    m_tabs->setTabIcon(0, icon(QStringLiteral("flow")));
    m_tabs->setTabToolTip(0, tr("The steps of the plan and the edges between them."));
    m_tabs->setTabData(1, QString());
    m_tabs->setTabText(1, tr("Sequence"));
    m_tabs->setTabToolTip(1, tr("The plan has no sequence diagram yet."));
    for (int i = 0; i < sequences.size(); ++i) {
        const Sequence& sequence = sequences.at(i);
        m_tabs->setTabText(i + 1, menuText(titleOf(sequence)));
        m_tabs->setTabData(i + 1, sequence.id.text());
        m_tabs->setTabToolTip(i + 1, sequence.notes);
    }
    for (int i = 1; i < m_tabs->count(); ++i) {
        m_tabs->setTabIcon(i, icon(QStringLiteral("sequence")));
    }
    m_add->setIcon(icon(QStringLiteral("add")));
    m_add->setVisible(!sequences.isEmpty());
    m_filling = false;
    // A tab bar that is not seen yet (on the start page) tells its layout nothing of new texts.
    m_tabs->updateGeometry();
}

/// Shows what is to be shown, and the tab of it.
void DiagramViews::arrange()
{
    const Elements<Sequence>& sequences = m_session.plan().sequences;
    if (!sequences.contains(m_last)) {
        m_last = sequences.isEmpty() ? SequenceId() : sequences.at(0).id;
    }
    if (m_leftId == m_last || !sequences.contains(m_leftId)) {
        m_leftId = {};
    }
    const bool sequenceShown = m_sideBySide || !m_flowShown;
    if (sequenceShown) {
        m_sequence->show(m_last);
        m_right->setCurrentWidget(
            m_last.isEmpty() ? m_beginning : static_cast<QWidget*>(m_sequence));
    }
    const bool hadFocus = m_both->isAncestorOf(QApplication::focusWidget());
    m_left->show(m_sideBySide ? m_leftId : SequenceId());
    m_left->setVisible(m_sideBySide && !m_leftId.isEmpty());
    m_flow->setVisible(m_sideBySide ? m_leftId.isEmpty() : m_flowShown);
    m_right->setVisible(sequenceShown);
    markTab();
    setFocusProxy(&current());
    if (hadFocus) {
        current().setFocus();
    }
    emit zoomChanged(current().zoom());
    emit currentChanged();
}

void DiagramViews::markTab()
{
    m_filling = true;
    const SequenceId shown = leftHasIt() ? m_leftId : m_last;
    const int tab = static_cast<int>(m_session.plan().sequences.indexOf(shown)) + 1;
    const bool flowTab = m_sideBySide ? shown.isEmpty() : m_flowShown;
    m_tabs->setCurrentIndex(flowTab ? 0 : std::max(1, tab));
    m_filling = false;
}

void DiagramViews::showTab(int index)
{
    if (m_filling || index < 0) {
        return;
    }
    if (index == 0) {
        showFlow();
    } else {
        const SequenceId id(m_tabs->tabData(index).toString());
        id.isEmpty() ? showSequence() : showDiagram(id);
    }
    current().setFocus();
}

void DiagramViews::showFlow()
{
    m_flowShown = true;
    m_inSequence = false;
    m_leftId = {};
    arrange();
    m_flow->setFocus();
}

void DiagramViews::showSequence()
{
    m_flowShown = false;
    m_inSequence = true;
    arrange();
    if (m_last.isEmpty()) {
        m_beginning->findChild<QPushButton*>()->setFocus();
    } else {
        m_sequence->setFocus();
    }
}

void DiagramViews::showDiagram(const SequenceId& id)
{
    if (m_sideBySide && id == m_leftId && !id.isEmpty()) {
        m_inSequence = false;
        arrange();
        m_left->setFocus();
    } else if (m_session.plan().sequences.contains(id)) {
        m_last = id;
        showSequence();
    }
}

void DiagramViews::showOnLeft(const SequenceId& id)
{
    const Elements<Sequence>& sequences = m_session.plan().sequences;
    if (!sequences.contains(id)) {
        return;
    }
    if (id == m_last) {
        const auto other = std::find_if(sequences.begin(), sequences.end(),
            [&](const Sequence& each) { return each.id != id; });
        if (other == sequences.end()) {
            emit noticed(tr("There is no other sequence diagram to show beside it."));
            return;
        }
        m_last = m_leftId.isEmpty() ? other->id : m_leftId;
    }
    m_leftId = id;
    m_sideBySide = true;
    m_inSequence = true;
    arrange();
    shareRoom();
}

/// Gives both the same room, and shows what is selected in each.
void DiagramViews::shareRoom()
{
    if (!isVisible()) {
        return;
    }
    const int half = m_both->width() / 2;
    m_both->setSizes({half, half, half});
    QTimer::singleShot(0, this, [this] { // when the room is known
        for (DiagramView* view : {static_cast<DiagramView*>(m_flow),
                 static_cast<DiagramView*>(m_left), static_cast<DiagramView*>(m_sequence)}) {
            view->zoomToBegin();
        }
        followSelection();
    });
}

void DiagramViews::showNext(bool forward)
{
    const Elements<Sequence>& sequences = m_session.plan().sequences;
    const int count = static_cast<int>(sequences.size()) + 1;
    const bool flowNow = kind() == DiagramKind::Flow;
    const int now = flowNow ? 0 : static_cast<int>(sequences.indexOf(shownSequence())) + 1;
    const int next = (now + (forward ? 1 : count - 1)) % count;
    if (next == 0) {
        showFlow();
    } else {
        showDiagram(sequences.at(next - 1).id);
    }
}

void DiagramViews::setSideBySide(bool both)
{
    if (m_sideBySide == both) {
        return;
    }
    if (both) {
        m_inSequence = !m_flowShown;
    } else {
        m_flowShown = kind() == DiagramKind::Flow;
        m_last = shownSequence();
        m_leftId = {};
    }
    m_sideBySide = both;
    arrange();
    if (both) {
        shareRoom();
    }
}

void DiagramViews::rename(const SequenceId& id)
{
    const Sequence* sequence = m_session.plan().sequences.find(id);
    const qsizetype index = m_session.plan().sequences.indexOf(id);
    if (sequence == nullptr || !m_sequence->mayEdit()) {
        return;
    }
    QRect place = m_tabs->tabRect(static_cast<int>(index) + 1);
    place.setWidth(std::max(place.width(), 200));
    place.translate(m_tabs->pos());
    auto* editor = new TitleEditor(sequence->title, place, m_tabs->font(), this);
    connect(editor, &TitleEditor::committed, this, [this, id](const QString& title) {
        m_session.perform(edits::renameSequence(m_session.plan(), id, title));
        this->sequence().setFocus();
    });
}

void DiagramViews::reveal(const ElementRef& element)
{
    if (element.type == ElementType::Sequence) {
        showDiagram(SequenceId(element.id));
    } else if (const auto place = findPart(m_session.plan(), element)) {
        showDiagram(place->sequence->id);
        sequence().showElement(element);
    } else if (element.type == ElementType::Participant) {
        const ParticipantId who(element.id);
        const auto shows
            = [&who](const Sequence& each) { return shownLifelines(each).contains(who); };
        const Sequence* now = m_session.plan().sequences.find(m_last);
        const auto& all = m_session.plan().sequences;
        const auto first = std::find_if(all.begin(), all.end(), shows);
        if (now == nullptr || !shows(*now)) {
            now = first == all.end() ? nullptr : &*first;
        }
        if (now != nullptr) {
            showDiagram(now->id);
            sequence().showElement(element);
        }
    } else if ((element.type == ElementType::Node || element.type == ElementType::Edge
                   || element.type == ElementType::Group)
        && !m_sideBySide && !m_flowShown) {
        m_flowShown = true;
        arrange();
        m_flow->showElement(element);
    }
}

/// Side by side, what tells of the selected element in the other diagram comes into sight.
void DiagramViews::followSelection()
{
    if (!m_sideBySide || m_session.selection().isEmpty()) {
        return;
    }
    const ElementRef chosen = m_session.selection().constLast();
    const QList<ElementRef> linked = linkedElements(m_session.plan(), m_session.selection());
    for (DiagramView* view : {static_cast<DiagramView*>(m_flow), static_cast<DiagramView*>(m_left),
             static_cast<DiagramView*>(m_sequence)}) {
        if (!view->isVisible() || !view->boundsOf(chosen).isEmpty()) {
            continue;
        }
        const auto told = std::find_if(linked.begin(), linked.end(),
            [view](const ElementRef& ref) { return !view->boundsOf(ref).isEmpty(); });
        if (told != linked.end()) {
            view->follow(*told);
        }
    }
}

/// Keeps the message that a run is at in sight.
void DiagramViews::followRun()
{
    const std::optional<RunState>& run = m_session.run();
    const NodeId now = run ? run->ready.value(0) : NodeId();
    if (now == m_followed || rightSequence().isEmpty()) {
        return;
    }
    m_followed = now;
    const QList<ElementRef> linked = linkedElements(m_session.plan(), {ElementRef::of(now)});
    for (SequenceView* view : sequenceViews()) {
        const auto told = std::find_if(linked.begin(), linked.end(),
            [view](const ElementRef& ref) { return !view->boundsOf(ref).isEmpty(); });
        if (told != linked.end()) {
            view->follow(*told);
        }
    }
}

void DiagramViews::askForTabMenu(const QPoint& at)
{
    const int index = m_tabs->tabAt(at);
    const SequenceId id(index < 0 ? QString() : m_tabs->tabData(index).toString());
    if (!id.isEmpty()) {
        showDiagram(id);
        emit tabMenuRequested(id, m_tabs->mapToGlobal(at));
    }
}

void DiagramViews::changeEvent(QEvent* event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::PaletteChange) {
        fillTabs();
    }
}

} // namespace whimbrel
