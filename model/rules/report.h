// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/rules/finding.h"

#include <QCoreApplication>
#include <QLatin1String>

namespace whimbrel {

/// Translates a text of the rules. A counted text holds %n.
[[nodiscard]] inline QString ruleText(const char* text, int count = -1)
{
    return QCoreApplication::translate("Rules", text, nullptr, count);
}

/// Adds a finding of the rule with its row's severity and explanation, both of which may be changed
/// afterwards. `key` is the part of Finding::key behind the rule's id: the ids of the elements that
/// the finding is about, joined by ":".
Finding& report(Findings& findings, const char* rule, const ElementRef& element, QString message,
    const QString& key);

/// As above, keyed by the element's own id.
Finding& report(Findings& findings, const char* rule, const ElementRef& element, QString message);

/// What marks the whole plan.
[[nodiscard]] inline ElementRef wholePlan()
{
    return {};
}

} // namespace whimbrel
