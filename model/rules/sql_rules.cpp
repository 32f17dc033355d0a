// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "model/plan/check_places.h"
#include "model/plan/names.h"
#include "model/plan/node_kind.h"
#include "model/rules/finders.h"
#include "model/rules/fixes.h"
#include "model/rules/report.h"
#include "model/rules/runnable.h"

#include <algorithm>

namespace whimbrel {

namespace {

/// Whose SQL it is: "the action of …", "the check … of …".
QString ownerOf(const RuleInput& input, const SqlUse& use)
{
    if (use.check) {
        return ruleText("the check %1 of %2")
            .arg(input.name.of(*use.check), input.name.of(use.node));
    }
    return use.node.isEmpty() ? input.name.of(*input.plan.edges.find(EdgeId(use.element.id)))
                              : input.name.of(use.node);
}

/// What tells the uses of SQL of one element apart.
QString keyOf(const SqlUse& use)
{
    QString key = use.element.id + QLatin1Char(':') + whimbrel::keyOf(use.dialect);
    if (use.check) {
        key += QLatin1Char(':') + use.check->id.text();
    }
    return key;
}

Finding& reportSql(Findings& findings, const char* rule, const SqlUse& use, const QString& text)
{
    Finding& finding = report(findings, rule, use.element, text, keyOf(use));
    finding.file = use.source ? use.source->file : QString();
    return finding;
}

/// The script without its statements that open and close transactions, or nothing if one of them
/// does more than that.
std::optional<QByteArray> withoutTransactions(const Script& script)
{
    QByteArray sql = script.sql;
    for (auto each = script.statements.crbegin(); each != script.statements.crend(); ++each) {
        if (each->kind != StatementClass::Transaction) {
            continue;
        }
        const QByteArray text = script.text(*each).toUpper().simplified();
        const bool frames = text.startsWith("BEGIN") || text.startsWith("START TRANSACTION")
            || text.startsWith("COMMIT") || text == "END" || text == "END TRANSACTION";
        if (!frames) {
            return std::nullopt;
        }
        qsizetype end = each->end;
        while (end < sql.size() && (sql[end] == ' ' || sql[end] == ';')) {
            ++end;
        }
        if (end < sql.size() && sql[end] == '\n') {
            ++end;
        }
        sql.remove(each->begin, end - each->begin);
    }
    return sql;
}

/// What an action that is no SQL still lacks; empty if nothing.
QString missingIn(const Node& node)
{
    if (!node.action) {
        return isChange(node) ? ruleText("is a change, but has no action: entering it would change "
                                         "nothing.")
                              : QString();
    }
    if (const auto* none = std::get_if<NoAction>(&node.action->body)) {
        return isChange(node) && none->because.trimmed().isEmpty()
            ? ruleText("says that there is nothing to do, but not why.")
            : QString();
    }
    if (const auto* backfill = std::get_if<BackfillAction>(&node.action->body)) {
        if (backfill->table.trimmed().isEmpty()) {
            return ruleText("does not say which table it fills.");
        }
        if (backfill->key.trimmed().isEmpty()) {
            return ruleText("does not say along which key column it goes.");
        }
        if (backfill->batch <= 0) {
            return ruleText("has batches of no rows.");
        }
    }
    if (const auto* copied = std::get_if<CopyAction>(&node.action->body)) {
        if (copied->from.isEmpty()) {
            return ruleText("does not say from which target it copies.");
        }
        if (copied->table.trimmed().isEmpty()) {
            return ruleText("does not say which table it copies.");
        }
        if (copied->key.trimmed().isEmpty()) {
            return ruleText("does not say along which key column it goes.");
        }
        if (copied->columns.isEmpty()) {
            return ruleText("does not say which columns it copies.");
        }
    }
    if (node.action->type() == ActionType::Command && isUnwritten(*node.action)) {
        return ruleText("does not say which program to start.");
    }
    return {};
}

} // namespace

void findPlaceholderSql(const RuleInput& input, Findings& findings)
{
    for (const Node& node : input.plan.nodes) {
        const QString missing = missingIn(node);
        if (!missing.isEmpty()) {
            Finding& finding = report(findings, "plan/placeholder-sql", ElementRef::of(node.id),
                input.name.of(node) + QLatin1Char(' ') + missing);
            if (!node.action && node.kind == NodeKind::Deploy) {
                FixBuilder builder(input);
                Node deployed = node;
                Action action;
                action.body = ManualAction{};
                deployed.action = action;
                builder.put(deployed);
                finding.fixes.append(builder.take(ruleText("Someone does it and confirms")));
            }
        }
    }
    for (const SqlUse& use : input.sql) {
        const Node* node = input.plan.nodes.find(use.node);
        if (!use.placeholder || use.fragment) {
            continue;
        }
        // Where no check can run at all, or an edge has no SQL at all, other rules say so.
        const bool unwrittenEdge = use.role == SqlRole::Compensation && use.source->isEmpty();
        const bool vacuous = use.role == SqlRole::Check && isVerification(*node)
            && !hasRunnableCheck(input, node->checks);
        const bool said = node && use.role == SqlRole::Action && !missingIn(*node).isEmpty();
        if (unwrittenEdge || vacuous || said) {
            continue;
        }
        reportSql(findings, "plan/placeholder-sql", use,
            use.source->isEmpty()
                ? ruleText("The SQL of %1 is missing.").arg(ownerOf(input, use))
                : ruleText("The SQL of %1 only stands for SQL that is still to be written.")
                      .arg(ownerOf(input, use)));
    }
}

void findTransactionsInSql(const RuleInput& input, Findings& findings)
{
    for (const SqlUse& use : input.sql) {
        const QList<Statement>& statements = use.script.statements;
        const auto first = std::find_if(statements.begin(), statements.end(),
            [](const Statement& each) { return each.kind == StatementClass::Transaction; });
        if (first == statements.end()) {
            continue;
        }
        Finding& finding = reportSql(findings, "plan/transaction-in-sql", use,
            ruleText("The SQL of %1 holds \"%2\" (line %3), but transactions are the runner's to "
                     "begin and to end.")
                .arg(ownerOf(input, use), QString::fromUtf8(use.script.text(*first)).simplified())
                .arg(first->line));
        finding.span = spanOf(*first);
        if (const std::optional<QByteArray> sql = withoutTransactions(use.script)) {
            FixBuilder builder(input);
            builder.append(replaceSql(input.plan, use, *sql));
            finding.fixes.append(
                builder.take(ruleText("Remove the statements that begin and end transactions")));
        }
    }
}

void findSqlProblems(const RuleInput& input, Findings& findings)
{
    for (const SqlUse& use : input.sql) {
        if (use.script.problems.isEmpty()) {
            continue;
        }
        const SqlProblem& problem = use.script.problems.constFirst();
        Finding& finding = reportSql(findings, "plan/sql-problem", use,
            ruleText("The SQL of %1 cannot be run, line %2: %3")
                .arg(ownerOf(input, use))
                .arg(problem.line)
                .arg(problem.message));
        finding.span = SqlSpan{problem.at, use.script.sql.size(), problem.line};
    }
}

void findActionsOnExternalTargets(const RuleInput& input, Findings& findings)
{
    const auto external = [&](const TargetId& id) {
        const Target* target = input.plan.targetOf(id);
        return target && target->dialect == Dialect::External;
    };
    const auto lookAt = [&](const ElementRef& element, const QString& name, const Action& action) {
        const ActionType type = action.type();
        const auto* copied = std::get_if<CopyAction>(&action.body);
        if (copied && external(copied->from)) {
            report(findings, "plan/sql-on-external-target", element,
                ruleText("%1 wants to copy rows from \"%2\", which is an external system.")
                    .arg(name, copied->from.text()));
        }
        if (external(action.target)
            && (type == ActionType::Sql || type == ActionType::Backfill || copied
                || type == ActionType::Backup)) {
            report(findings, "plan/sql-on-external-target", element,
                ruleText("%1 wants to run SQL on \"%2\", which is an external system: it takes "
                         "commands, manual steps and web addresses only.")
                    .arg(name, input.plan.targetOf(action.target)->id.text()));
        }
    };
    for (const Node& node : input.plan.nodes) {
        if (node.action) {
            lookAt(ElementRef::of(node.id), input.name.of(node), *node.action);
        }
        for (const QList<Check>* checks : checkLists(node)) {
            for (const Check& check : *checks) {
                const CheckType type = check.type();
                if (external(check.target) && type != CheckType::Http && type != CheckType::Command
                    && type != CheckType::Manual) {
                    report(findings, "plan/sql-on-external-target", ElementRef::of(node.id),
                        ruleText("The check %1 of %2 wants to query \"%3\", which is an external "
                                 "system.")
                            .arg(input.name.of(check), input.name.of(node),
                                input.plan.targetOf(check.target)->id.text()),
                        node.id.text() + QLatin1Char(':') + check.id.text());
                }
            }
        }
    }
    for (const Edge& edge : input.plan.edges) {
        if (edge.action) {
            lookAt(ElementRef::of(edge.id), input.name.sentence(edge), *edge.action);
        }
    }
}

} // namespace whimbrel
