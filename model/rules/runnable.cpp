// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "model/rules/runnable.h"

#include <algorithm>

namespace whimbrel {

bool isRunnable(const RuleInput& input, const Check& check)
{
    const Plan& plan = input.plan;
    const Target* target = plan.targetOf(check.target);
    const bool database = target && target->dialect != Dialect::External;
    const bool written = !input.unwrittenChecks.contains(&check);
    switch (check.type()) {
    case CheckType::Query:
        return database && written;
    case CheckType::Compare: {
        const auto& compare = std::get<CompareCheck>(check.body);
        const Target* right
            = compare.rightTarget.isEmpty() ? target : plan.targets.find(compare.rightTarget);
        return database && right && right->dialect != Dialect::External && written;
    }
    case CheckType::RowCount:
        return database && !std::get<RowCountCheck>(check.body).table.trimmed().isEmpty();
    case CheckType::Checksum:
        return database && !std::get<ChecksumCheck>(check.body).table.trimmed().isEmpty();
    case CheckType::ReplicationLag:
        return database;
    case CheckType::Http:
        return !std::get<HttpCheck>(check.body).url.trimmed().isEmpty();
    case CheckType::Command:
        return !std::get<CommandCheck>(check.body).program.trimmed().isEmpty();
    case CheckType::Manual:
        return true;
    }
    return false;
}

bool hasRunnableCheck(const RuleInput& input, const QList<Check>& checks)
{
    return std::any_of(
        checks.begin(), checks.end(), [&](const Check& check) { return isRunnable(input, check); });
}

} // namespace whimbrel
