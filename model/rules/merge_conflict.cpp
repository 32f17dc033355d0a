// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "model/plan/merge_conflicts.h"
#include "model/rules/finders.h"
#include "model/rules/fixes.h"
#include "model/rules/report.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

namespace whimbrel {

namespace {

constexpr qsizetype mostNamed = 5;

/// What is not decided, by section, element and field.
QStringList namesIn(const QByteArray& conflicts)
{
    QStringList names;
    for (const QJsonValue& each : QJsonDocument::fromJson(conflicts).array()) {
        QStringList parts;
        for (const char* key : {"section", "element", "field"}) {
            const QString part = each.toObject().value(QLatin1String(key)).toString();
            if (!part.isEmpty()) {
                parts << part;
            }
        }
        names << parts.join(QLatin1Char(' '));
    }
    return names;
}

} // namespace

void findMergeConflicts(const RuleInput& input, Findings& findings)
{
    for (const auto& [key, value] : input.plan.header.extras) {
        if (key != mergeConflictsKey) {
            continue;
        }
        const QStringList names = namesIn(value);
        QString shown = names.mid(0, mostNamed).join(QStringLiteral(", "));
        if (names.size() > mostNamed) {
            shown += QStringLiteral(", …");
        }
        const QString text = names.size() == 1
            ? ruleText("A conflict of a merge waits for somebody to decide: %1.").arg(shown)
            : ruleText("%1 conflicts of a merge wait for somebody to decide: %2.")
                  .arg(QString::number(names.size()), shown);
        Finding& finding = report(findings, "plan/merge-conflict", wholePlan(), text);
        PlanHeader decided = input.plan.header;
        decided.extras.removeIf([](const auto& extra) { return extra.first == mergeConflictsKey; });
        FixBuilder builder(input);
        builder.append(SetHeader{decided});
        finding.fixes.append(builder.take(ruleText("They are decided: forget the list")));
    }
}

} // namespace whimbrel
