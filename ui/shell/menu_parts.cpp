// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "ui/shell/menu_parts.h"

#include "ui/session/plan_session.h"
#include "ui/style/icons.h"
#include "ui/style/menu_text.h"

#include <QMenu>

namespace whimbrel {

void addActions(QMenu* menu, const ActionSet& actions, const QList<ActionId>& ids)
{
    for (const ActionId id : ids) {
        menu->addAction(actions[id]);
    }
}

void addFixes(QMenu* menu, const Findings& findings, PlanSession& session)
{
    bool any = false;
    for (const Finding& finding : findings) {
        for (const Fix& fix : finding.fixes) {
            QAction* action = menu->addAction(icon(QStringLiteral("fix")), menuText(fix.title));
            action->setToolTip(finding.message);
            QObject::connect(action, &QAction::triggered, &session,
                [&session, edit = fix.edit] { session.perform(edit); });
            any = true;
        }
    }
    if (any) {
        menu->addSeparator();
    }
}

} // namespace whimbrel
