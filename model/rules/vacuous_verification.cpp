// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "model/plan/node_kind.h"
#include "model/rules/finders.h"
#include "model/rules/fixes.h"
#include "model/rules/report.h"
#include "model/rules/runnable.h"
#include "model/rules/statement_words.h"

#include <algorithm>

namespace whimbrel {

namespace {

bool isDatabaseCheck(const Check& check)
{
    switch (check.type()) {
    case CheckType::Query:
    case CheckType::Compare:
    case CheckType::RowCount:
    case CheckType::Checksum:
        return true;
    case CheckType::ReplicationLag:
    case CheckType::Http:
    case CheckType::Command:
    case CheckType::Manual:
        return false;
    }
    return false;
}

/// Whether the query reads nothing: neither a table nor a function.
bool isConstant(const SqlUse& use)
{
    return std::all_of(use.script.statements.begin(), use.script.statements.end(),
        [&](const Statement& statement) {
            const StatementWords words(use.script, statement, use.dialect);
            return words.find({QStringLiteral("FROM")}) < 0
                && words.find({QStringLiteral("(")}) < 0;
        });
}

bool expectsNothing(const Check& check)
{
    const auto* query = std::get_if<QueryCheck>(&check.body);
    return query && !query->expect.before && query->expect.value.isEmpty()
        && query->expect.op != Comparison::IsNull && query->expect.op != Comparison::IsNotNull
        && query->expect.op != Comparison::NotEqual;
}

/// Why a check that can run says nothing; empty if it says something.
QString emptiness(const RuleInput& input, int node, const Check& check)
{
    if (expectsNothing(check)) {
        return ruleText("expects no value");
    }
    if (check.type() != CheckType::Query) {
        return {};
    }
    for (const int i : input.sqlOfNode.at(node)) {
        const SqlUse& use = input.sql.at(i);
        if (use.check == &check && !use.missing && isConstant(use)) {
            return ruleText("reads nothing from the database");
        }
    }
    return {};
}

bool isNamePart(QChar c)
{
    return c.isLetterOrNumber() || c == QLatin1Char('_');
}

/// Whether the text names one of the objects, or the catalog, where they might be looked up.
bool names(const QString& text, const QStringList& objects)
{
    static const QStringList catalogs{QStringLiteral("sqlite_master"),
        QStringLiteral("sqlite_schema"), QStringLiteral("information_schema"),
        QStringLiteral("pg_")};
    const auto holds
        = [&](const QString& each) { return text.contains(each, Qt::CaseInsensitive); };
    const auto holdsWord = [&](const QString& each) {
        qsizetype at = text.indexOf(each, 0, Qt::CaseInsensitive);
        for (; at >= 0; at = text.indexOf(each, at + 1, Qt::CaseInsensitive)) {
            const qsizetype end = at + each.size();
            if ((at == 0 || !isNamePart(text.at(at - 1)))
                && (end == text.size() || !isNamePart(text.at(end)))) {
                return true;
            }
        }
        return false;
    };
    return std::any_of(objects.begin(), objects.end(), holdsWord)
        || std::any_of(catalogs.begin(), catalogs.end(), holds);
}

/// Whether no check looks at anything that the guarded changes touched, as far as that is known.
bool looksElsewhere(const RuleInput& input, int node)
{
    // Monitors and gates may well look at how other things fare.
    if (input.flow.node(node).kind != NodeKind::Verification) {
        return false;
    }
    QStringList touched;
    for (const int change : input.flow.guardedBy(node)) {
        const NodeSql& sql = input.effects.at(change);
        const NodeKind kind = input.flow.node(change).kind;
        const bool switches = kind == NodeKind::Cutover || kind == NodeKind::Deploy;
        if (switches || !sql.any || !sql.understood || sql.touched.isEmpty()) {
            return false;
        }
        touched += sql.touched;
    }
    if (touched.isEmpty()) {
        return false;
    }
    for (const Check& check : input.flow.node(node).checks) {
        if (!isDatabaseCheck(check)) {
            return false;
        }
        const auto* count = std::get_if<RowCountCheck>(&check.body);
        const auto* sum = std::get_if<ChecksumCheck>(&check.body);
        if ((count && names(count->table + count->where, touched))
            || (sum && names(sum->table, touched))) {
            return false;
        }
    }
    for (const int i : input.sqlOfNode.at(node)) {
        const SqlUse& use = input.sql.at(i);
        const bool named = use.script.sql.contains("{{"); // by a parameter
        if (use.missing || named || names(QString::fromUtf8(use.script.sql), touched)) {
            return false;
        }
    }
    return true;
}

Fix addManualCheckFix(const RuleInput& input, const Node& node)
{
    FixBuilder builder(input);
    Node checked = node;
    QString id = QStringLiteral("looked-at");
    for (int n = 2; std::any_of(node.checks.begin(), node.checks.end(),
             [&](const Check& check) { return check.id.text() == id; });
         ++n) {
        id = QStringLiteral("looked-at-%1").arg(n);
    }
    checked.checks.append(
        manualCheck(id, ruleText("Has what was done before %1 worked?").arg(input.name.of(node))));
    builder.put(checked);
    return builder.take(ruleText("Add a check that a person answers"));
}

} // namespace

void findVacuousVerifications(const RuleInput& input, Findings& findings)
{
    for (int at = 0; at < input.flow.size(); ++at) {
        const Node& node = input.flow.node(at);
        if (!isVerification(node)) {
            continue;
        }
        const QString name = input.name.of(node);
        const auto add = [&](const QString& message) -> Finding& {
            Finding& finding
                = report(findings, "plan/vacuous-verification", ElementRef::of(node.id), message);
            finding.fixes.append(addManualCheckFix(input, node));
            return finding;
        };
        if (!hasRunnableCheck(input, node.checks)) {
            add(node.checks.isEmpty()
                    ? ruleText("%1 has no check, so it always passes.").arg(name)
                    : ruleText("None of the checks of %1 can run: each lacks what it looks at, or "
                               "a target that can be looked at that way.")
                          .arg(name));
            continue;
        }
        QString reason;
        const bool empty
            = std::all_of(node.checks.begin(), node.checks.end(), [&](const Check& check) {
                  const QString why = emptiness(input, at, check);
                  reason = reason.isEmpty() ? why : reason;
                  return !why.isEmpty();
              });
        if (empty) {
            add(node.checks.size() == 1
                    ? ruleText("The check of %1 %2.").arg(name, reason)
                    : ruleText("No check of %1 tells anything: the first %2.").arg(name, reason))
                .severity
                = Severity::Warning;
        } else if (looksElsewhere(input, at)) {
            add(ruleText("No check of %1 looks at anything that the change before it touches.")
                    .arg(name))
                .severity
                = Severity::Warning;
        }
    }
}

} // namespace whimbrel
