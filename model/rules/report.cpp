// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "model/rules/report.h"

#include "model/rules/validate.h"

#include <utility>

namespace whimbrel {

Finding& report(Findings& findings, const char* rule, const ElementRef& element, QString message,
    const QString& key)
{
    Finding finding;
    finding.rule = QString::fromLatin1(rule);
    finding.element = element;
    finding.message = std::move(message);
    finding.key = key.isEmpty() ? finding.rule : finding.rule + QLatin1Char(':') + key;
    for (const Rule& row : rules()) {
        if (finding.rule == QLatin1String(row.id)) {
            finding.severity = row.severity;
            finding.explanation = ruleText(row.explanation);
            break;
        }
    }
    findings.append(std::move(finding));
    return findings.last();
}

Finding& report(Findings& findings, const char* rule, const ElementRef& element, QString message)
{
    return report(findings, rule, element, std::move(message), element.id);
}

} // namespace whimbrel
