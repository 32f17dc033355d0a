// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "ui/inspector/rows.h"
#include "ui/session/plan_session.h"

#include <QLineEdit>
#include <QSpinBox>

namespace whimbrel {

namespace {

QString tr(const char* text)
{
    return QCoreApplication::translate("CopyRows", text);
}

} // namespace

void addCopyRows(Section& section, const Property<CopyAction>& copied)
{
    PlanSession* session = &section.session();
    section.reference(
        tr("From target"), copied.part(&CopyAction::from),
        [session] { return targetChoices(session->plan()); }, tr("Change source"));
    section.text(tr("Table"), copied.part(&CopyAction::table));
    section.text(tr("Key column"), copied.part(&CopyAction::key),
        tr("unique and NOT NULL in both, such as id"));
    section.words(
        tr("Columns"), copied.part(&CopyAction::columns), tr("beside the key: name, email"));
    section.text(tr("Into table"), copied.part(&CopyAction::into), tr("of the same name"));
    section.text(tr("Where"), copied.part(&CopyAction::where), tr("all rows"));
    section.number(tr("Rows a batch"), copied.part(&CopyAction::batch), 1, 10'000'000);
    section.number(tr("Pause"), copied.part(&CopyAction::pauseMs), 0, 3'600'000, tr(" ms"));
    section.duration(
        tr("A batch takes"), copied.part(&CopyAction::batchMs), tr("half a second on servers"));
    section.duration(
        tr("Lag at most"), copied.part(&CopyAction::maxLagMs), tr("replicas are not watched"));
}

} // namespace whimbrel
