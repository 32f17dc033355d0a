// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "ui/shell/sequence_menu.h"

#include "model/plan/names.h"
#include "model/plan/sequence_parts.h"
#include "ui/sequence/sequence_view.h"
#include "ui/shell/actions.h"
#include "ui/shell/menu_parts.h"
#include "ui/style/icons.h"
#include "ui/style/menu_text.h"

#include <QCoreApplication>
#include <QMenu>

namespace whimbrel {

namespace {

QString tr(const char* text)
{
    return QCoreApplication::translate("SequenceMenu", text);
}

/// The kinds that a message or fragment can have, the present one ticked.
template <class Body, class Kind>
void addKinds(QMenu* menu, SequenceView& view, const SequencePart& part, Kind Body::*kind)
{
    QMenu* kinds = menu->addMenu(tr("Kind"));
    for (const auto& row : namedValues<Kind>()) {
        QAction* action = kinds->addAction(QCoreApplication::translate("Names", row.name));
        action->setCheckable(true);
        action->setChecked(std::get<Body>(part.body).*kind == row.value);
        QObject::connect(
            action, &QAction::triggered, &view, [&view, part, kind, value = row.value] {
                SequencePart changed = part;
                std::get<Body>(changed.body).*kind = value;
                view.session().perform(edits::changePart(
                    view.session().plan(), view.id(), changed, tr("Change kind")));
            });
    }
}

void addOperand(SequenceView& view, const SequencePart& part)
{
    SequencePart changed = part;
    std::get<Fragment>(changed.body).operands.append(Operand{});
    view.session().perform(
        edits::changePart(view.session().plan(), view.id(), changed, tr("Add compartment")));
}

void addGoTo(QMenu* menu, SequenceView& view, const Message& message)
{
    for (const NodeId& id : message.nodes) {
        const Node* node = view.session().plan().nodes.find(id);
        if (node != nullptr) {
            QAction* action = menu->addAction(
                tr("Show “%1”").arg(menuText(node->title.isEmpty() ? id.text() : node->title)));
            QObject::connect(action, &QAction::triggered, &view,
                [&view, id] { view.session().reveal(ElementRef::of(id)); });
        }
    }
}

} // namespace

QMenu* makeSequenceMenu(
    const ElementRef& element, SequenceView& view, const ActionSet& actions, QWidget* parent)
{
    auto* menu = new QMenu(parent);
    menu->setToolTipsVisible(true);
    const bool edits = !view.isLocked();
    if (edits) {
        addFixes(menu, view.sequenceScene().findingsOf(element), view.session());
    }
    const auto place = findPart(view.session().plan(), element);
    const SequencePart* part = place ? findPart(*place->sequence, place->part) : nullptr;
    if (element.type == ElementType::Participant) {
        addActions(menu, actions,
            {ActionId::AddMessage, ActionId::AddState, ActionId::AddActivation, ActionId::AddNote});
        menu->addSeparator();
        addActions(menu, actions, {ActionId::Rename, ActionId::Properties});
        addActions(menu, actions, {ActionId::MoveLifelineLeft, ActionId::MoveLifelineRight});
        menu->addSeparator();
        addActions(menu, actions, {ActionId::Delete});
        return menu;
    }
    if (place) {
        if (part != nullptr && part->message()) {
            addGoTo(menu, view, *part->message());
        }
        addActions(menu, actions, {ActionId::Rename, ActionId::Properties});
        if (edits && part != nullptr && part->message()) {
            addKinds(menu, view, *part, &Message::kind);
            addActions(
                menu, actions, {ActionId::LinkStep, ActionId::SameRow, ActionId::AddActivation});
        } else if (edits && part != nullptr && part->fragment()) {
            addKinds(menu, view, *part, &Fragment::kind);
            if (part->fragment()->kind != FragmentKind::Reference) {
                QAction* more = menu->addAction(tr("Add Compartment"));
                QObject::connect(more, &QAction::triggered, &view,
                    [&view, copy = *part] { addOperand(view, copy); });
            }
            addActions(menu, actions, {ActionId::DissolveFragment});
        }
        menu->addSeparator();
        addActions(menu, actions,
            {ActionId::AddMessage, ActionId::AddFragment, ActionId::AddNote, ActionId::AddRange});
        menu->addSeparator();
        addActions(menu, actions, {ActionId::MoveUp, ActionId::MoveDown});
        menu->addSeparator();
        addActions(
            menu, actions, {ActionId::Cut, ActionId::Copy, ActionId::Duplicate, ActionId::Delete});
        return menu;
    }
    addActions(menu, actions,
        {ActionId::AddParticipant, ActionId::AddMessage, ActionId::AddFragment, ActionId::AddNote,
            ActionId::AddRange});
    menu->addSeparator();
    addActions(menu, actions, {ActionId::Paste, ActionId::SelectAll});
    menu->addSeparator();
    addActions(menu, actions, {ActionId::TellAnew, ActionId::RenameSequence});
    menu->addSeparator();
    addActions(menu, actions, {ActionId::ZoomFit, ActionId::ZoomActual});
    return menu;
}

} // namespace whimbrel
