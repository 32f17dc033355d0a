// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "model/plan/node_kind.h"
#include "model/rules/finders.h"
#include "model/rules/fixes.h"
#include "model/rules/report.h"
#include "model/rules/report_step.h"

namespace whimbrel {

void findForwardWithoutRollback(const RuleInput& input, Findings& findings)
{
    const Flow& flow = input.flow;
    for (int change = 0; change < flow.size(); ++change) {
        const Node& node = flow.node(change);
        if (!isChange(node) || input.waysBack.at(change).exists()) {
            continue;
        }
        Finding& finding = reportStep(input, findings, "plan/forward-without-rollback", change,
            ruleText("There is no way back from %1: no rollback edge leaves it or a verification "
                     "of it.")
                .arg(input.name.of(node)));
        if (flow.start() >= 0) {
            finding.fixes.append(addWayBackFix(input, change));
        }
    }
}

} // namespace whimbrel
