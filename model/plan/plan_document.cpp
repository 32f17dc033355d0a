// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "model/plan/plan_document.h"

#include <utility>

namespace whimbrel {

PlanDocument::PlanDocument(QObject* parent)
    : QObject(parent)
{ }

PlanDocument::PlanDocument(Plan plan, QObject* parent)
    : QObject(parent)
    , m_plan(std::move(plan))
{ }

void PlanDocument::reset(Plan plan)
{
    m_plan = std::move(plan);
    PlanChange change;
    change.everything = true;
    emit changed(change);
}

Result<Edit> PlanDocument::apply(const Edit& edit)
{
    Result<Edit> inverse = whimbrel::apply(m_plan, edit);
    if (inverse) {
        emit changed(changeOf(edit));
    }
    return inverse;
}

} // namespace whimbrel
