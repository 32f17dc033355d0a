// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/plan/flow.h"
#include "model/plan/rehearsal.h"
#include "model/rules/coverage.h"
#include "model/rules/finding.h"

#include <span>

namespace whimbrel {

/// What rules look at. Built once for a snapshot.
struct RuleInput;

/// One rule: what it is called, how bad its findings are unless they say otherwise, and why it
/// exists. The function only reads.
struct Rule {
    const char* id;
    Severity severity;
    const char* explanation; ///< translated in the context "Rules"
    void (*find)(const RuleInput& input, Findings& findings);
};

/// Every rule, in the order in which findings are listed.
[[nodiscard]] std::span<const Rule> rules();

/// What validation says of a plan.
struct Validation {
    Findings findings{}; ///< ordered by rule, then plan order; accepted ones included
    Coverage coverage{};

    /// Findings of at least this severity that nobody accepted.
    [[nodiscard]] int count(Severity atLeast) const;
};

/// Runs all rules. Pure: the same plan and rehearsals give the same validation, on any thread.
[[nodiscard]] Validation validate(const Plan& plan, const Rehearsed& rehearsed = {});

/// The edit that accepts a finding with a reason.
[[nodiscard]] Edit acceptFinding(
    const Finding& finding, const QString& because, const QString& by, const QDateTime& at);

} // namespace whimbrel
