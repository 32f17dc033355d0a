// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "model/rules/validate.h"

#include "model/rules/find_coverage.h"
#include "model/rules/report.h"
#include "model/rules/rule_input.h"

#include <QDateTime>

#include <algorithm>

namespace whimbrel {

namespace {

constexpr const char* staleRule = "plan/stale-acceptance";

/// Notes in the findings which of them the plan accepts, and adds one for each acceptance that
/// matches none.
void applyAcceptances(const Plan& plan, Findings& findings)
{
    if (plan.accepted.isEmpty()) {
        return;
    }
    QSet<QString> found;
    for (Finding& finding : findings) {
        found.insert(finding.key);
        if (const Acceptance* acceptance = plan.accepted.find(AcceptanceId(finding.key))) {
            finding.accepted = acceptance->because;
        }
    }
    for (const Acceptance& acceptance : plan.accepted) {
        const QString key = acceptance.id.text();
        if (found.contains(key)) {
            continue;
        }
        Finding& finding = report(findings, staleRule, wholePlan(),
            ruleText("The accepted finding \"%1\" is no longer found.").arg(key), key);
        const QString title = ruleText("Delete the acceptance");
        finding.fixes.append(Fix{title, Edit{title, {Erase<Acceptance>{acceptance.id}}, {}}});
    }
}

} // namespace

int Validation::count(Severity atLeast) const
{
    return static_cast<int>(std::count_if(findings.begin(), findings.end(),
        [&](const Finding& finding) { return !finding.accepted && finding.severity <= atLeast; }));
}

Validation validate(const Plan& plan, const Rehearsed& rehearsed)
{
    const RuleInput input(plan, rehearsed);
    Validation validation;
    QSet<QString> keys;
    for (const Rule& rule : rules()) {
        if (!rule.find) {
            continue;
        }
        Findings found;
        rule.find(input, found);
        for (Finding& finding : found) {
            // The same thing said twice of one element (two checks on one missing target) is said
            // once.
            if (!keys.contains(finding.key)) {
                keys.insert(finding.key);
                validation.findings.append(std::move(finding));
            }
        }
    }
    applyAcceptances(plan, validation.findings);
    validation.coverage = findCoverage(input, validation.findings);
    return validation;
}

Edit acceptFinding(
    const Finding& finding, const QString& because, const QString& by, const QDateTime& at)
{
    Acceptance acceptance;
    acceptance.id = AcceptanceId(finding.key);
    acceptance.because = because;
    acceptance.by = by;
    acceptance.at = at.toUTC().toString(Qt::ISODate);
    return Edit{ruleText("Accept the finding"), {Put<Acceptance>{acceptance, -1}}, {}};
}

} // namespace whimbrel
