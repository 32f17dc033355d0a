// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "ui/shell/sequence_commands.h"

#include "model/io/sequence_templates.h"
#include "ui/session/sequence_edits.h"
#include "ui/shell/diagram_views.h"
#include "ui/shell/merge_dialog.h"
#include "ui/style/menu_text.h"

#include <QAction>
#include <QMenu>

namespace whimbrel {

SequenceCommands::SequenceCommands(
    PlanSession& session, DiagramViews& views, const ActionSet& actions, QWidget* window)
    : QObject(window)
    , m_session(session)
    , m_views(views)
    , m_window(window)
{
    const auto here = [&](ActionId id, void (SequenceCommands::*slot)()) {
        connect(actions[id], &QAction::triggered, this, slot);
    };
    here(ActionId::SequenceFromFlow, &SequenceCommands::addFromFlow);
    here(ActionId::SequenceFromTemplate, &SequenceCommands::askForTemplate);
    here(ActionId::EmptySequence, &SequenceCommands::addEmpty);
    here(ActionId::TellAnew, &SequenceCommands::tellAnew);
    here(ActionId::DeleteSequence, &SequenceCommands::erase);
    connect(&views, &DiagramViews::tabMenuRequested, this,
        [this, &actions](const SequenceId&, const QPoint& screen) {
            auto* menu = new QMenu(m_window);
            menu->setAttribute(Qt::WA_DeleteOnClose);
            for (const ActionId id : {ActionId::RenameSequence, ActionId::TellAnew,
                     ActionId::ShowOnLeft, ActionId::Export, ActionId::DeleteSequence}) {
                menu->addAction(actions[id]);
            }
            menu->popup(screen);
        });
}

void SequenceCommands::add(const Edit& edit, const SequenceId& id)
{
    if (m_session.perform(edit)) {
        m_session.select({});
        m_views.showDiagram(id);
    }
}

void SequenceCommands::addFromFlow()
{
    const SequenceId id = edits::freshSequenceId(m_session.plan(), QStringLiteral("flow"));
    add(regenerateSequence(m_session.plan(), id).edit, id);
}

void SequenceCommands::addEmpty()
{
    const edits::Making made = edits::addSequence(m_session.plan(), tr("Sequence"));
    add(made.edit, SequenceId(made.element.id));
}

void SequenceCommands::askForTemplate()
{
    auto* menu = new QMenu(m_window);
    menu->setObjectName(QStringLiteral("sequenceTemplates"));
    menu->setAttribute(Qt::WA_DeleteOnClose);
    menu->setToolTipsVisible(true);
    for (const SequenceTemplateInfo& each : sequenceTemplates()) {
        QAction* action = menu->addAction(menuText(each.title));
        action->setToolTip(each.description);
        action->setStatusTip(each.description);
        connect(action, &QAction::triggered, this, [this, name = each.name] { addTemplate(name); });
    }
    menu->adjustSize();
    menu->popup(m_views.mapToGlobal(m_views.rect().center() - menu->rect().center()));
    menu->setActiveAction(menu->actions().value(0));
}

void SequenceCommands::addTemplate(const QString& name)
{
    const SequenceId id = edits::freshSequenceId(m_session.plan(), name);
    const Result<Edit> edit = addSequenceTemplate(m_session.plan(), name, id);
    if (edit) {
        add(*edit, id);
    } else {
        emit said(edit.error().text());
    }
}

void SequenceCommands::tellAnew()
{
    const SequenceId id = m_views.shownSequence();
    const Sequence* sequence = m_session.plan().sequences.find(id);
    if (sequence == nullptr) {
        return;
    }
    const Regeneration made = regenerateSequence(m_session.plan(), id);
    if (made.edit.isEmpty()) {
        emit said(tr("The diagram says what the flow is now."));
        return;
    }
    auto* dialog = new MergeDialog(
        sequence->title.isEmpty() ? id.text() : sequence->title, made.changes, m_window);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    // The plan may have changed behind the dialog, which is not modal: it is told anew then.
    connect(dialog, &QDialog::accepted, this, [this, id] {
        m_session.perform(regenerateSequence(m_session.plan(), id).edit);
        m_views.sequence().setFocus();
    });
    dialog->open();
}

void SequenceCommands::erase()
{
    const SequenceId id = m_views.shownSequence();
    if (m_session.perform(edits::eraseSequence(m_session.plan(), id))) {
        emit said(tr("The sequence diagram is deleted. Undo brings it back."));
    }
}

} // namespace whimbrel
