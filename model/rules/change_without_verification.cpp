// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "model/plan/node_kind.h"
#include "model/rules/finders.h"
#include "model/rules/fixes.h"
#include "model/rules/report.h"
#include "model/rules/report_step.h"

#include <algorithm>

namespace whimbrel {

void findUnverifiedChanges(const RuleInput& input, Findings& findings)
{
    for (int change = 0; change < input.flow.size(); ++change) {
        const Node& node = input.flow.node(change);
        if (!isChange(node) || !input.exposed.at(change)) {
            continue;
        }
        Finding& finding = reportStep(input, findings, "plan/change-without-verification", change,
            ruleText("Nothing verifies %1 before the next change or the end.")
                .arg(input.name.of(node)));
        finding.fixes.append(insertVerificationFix(input, change));
    }
}

void findUnverifiedRollbacks(const RuleInput& input, Findings& findings)
{
    const Flow& flow = input.flow;
    for (int at = 0; at < flow.size(); ++at) {
        const Node& node = flow.node(at);
        if (node.kind != NodeKind::Rollback || !input.live.at(at)) {
            continue;
        }
        const QList<const Edge*> back = flow.leaving(at, EdgeKind::Rollback);
        const bool goesOn = !flow.leaving(at, EdgeKind::Forward).isEmpty();
        const bool restsVerified
            = !back.isEmpty() && std::all_of(back.begin(), back.end(), [&](const Edge* edge) {
                  return isVerification(flow.node(flow.indexOf(edge->to)));
              });
        if ((goesOn && !input.exposed.at(at)) || (!goesOn && (back.isEmpty() || restsVerified))) {
            continue; // verified, or a dead end, which is a finding of its own
        }
        Finding& finding
            = report(findings, "plan/rollback-without-verification", ElementRef::of(node.id),
                ruleText("Nothing verifies that the rollback step %1 took everything back.")
                    .arg(input.name.of(node)));
        if (goesOn) {
            finding.fixes.append(insertVerificationFix(input, at));
        }
    }
}

} // namespace whimbrel
