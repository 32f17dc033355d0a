// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "ui/inspector/rows.h"
#include "ui/session/plan_session.h"

namespace whimbrel {

namespace {

QString tr(const char* text)
{
    return QCoreApplication::translate("LeftoverRows", text);
}

/// Whether the element's action is a way back, as it is now.
bool takesBack(const Plan& plan, const ElementRef& element)
{
    if (element.type == ElementType::Edge) {
        const Edge* edge = plan.edges.find(EdgeId(element.id));
        return edge && edge->kind == EdgeKind::Rollback;
    }
    const Node* node = plan.nodes.find(NodeId(element.id));
    return node && node->kind == NodeKind::Rollback;
}

} // namespace

void addLeftoverRows(Section& section, const Property<Action>& action, const ElementRef& element)
{
    PlanSession* session = &section.session();
    const auto shown = [session, action, element] {
        return action.exists() && action.first().doesSomething()
            && takesBack(session->plan(), element);
    };
    section.onlyWhen(shown);
    section.choice(tr("Leaves otherwise"), action.part(&Action::leaves),
        tr("Change what the way back leaves otherwise"));
    section.onlyWhen(
        [shown, action] { return shown() && action.first().leaves != Leftover::Nothing; });
    section.paragraph(tr("Because"), action.part(&Action::leavesBecause),
        tr("Why that may be; the rehearsal then calls it explained"), 2);
    section.onlyWhen(nullptr);
}

} // namespace whimbrel
