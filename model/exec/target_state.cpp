// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "model/exec/target_state.h"

#include "model/base/counted.h"

#include <QCoreApplication>

namespace whimbrel {

namespace {

QString tr(const char* text)
{
    return QCoreApplication::translate("TargetState", text);
}

bool isInHand(StepStatus status)
{
    return status == StepStatus::Running || status == StepStatus::Asking
        || status == StepStatus::Holding || status == StepStatus::Failed
        || status == StepStatus::InDoubt;
}

bool isOver(StepStatus status)
{
    return status == StepStatus::Done || status == StepStatus::MarkedDone
        || status == StepStatus::Skipped;
}

} // namespace

QList<TargetState> targetStates(const Plan& plan, const RunState& state)
{
    QList<TargetState> all;
    for (const Target& target : plan.targets) {
        if (target.dialect == Dialect::External) {
            continue;
        }
        TargetState one;
        one.target = target.id;
        one.database = state.bindings.value(target.id);
        one.readOnly = state.readOnly.value(target.id);
        for (const Node& node : plan.nodes) {
            const Target* own = node.action ? plan.targetOf(node.action->target) : nullptr;
            if (!own || own->id != target.id || !node.action->doesSomething()) {
                continue;
            }
            ++one.steps;
            const StepStatus status = state.step(node.id).status;
            one.done += isOver(status) ? 1 : 0;
            one.applied += state.applied.contains(node.id) ? 1 : 0;
            if (isInHand(status) && !state.ended) {
                one.at = node.id;
                one.status = status;
            }
        }
        all.append(one);
    }
    return all;
}

QString targetText(const TargetState& target)
{
    if (target.steps == 0) {
        return target.readOnly.isEmpty() ? tr("checks alone") : tr("read-only: checks alone");
    }
    QString text = tr("%1 of %2 done")
                       .arg(target.done)
                       .arg(counted(target.steps, tr("1 step"), tr("%1 steps")));
    if (target.applied > 0) {
        text += QStringLiteral(", ")
            + counted(target.applied, tr("1 change in effect"), tr("%1 changes in effect"));
    }
    return text;
}

} // namespace whimbrel
