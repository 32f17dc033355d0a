// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "model/plan/node_kind.h"
#include "model/rules/finders.h"
#include "model/rules/fixes.h"
#include "model/rules/report.h"

namespace whimbrel {

namespace {

/// What a node of a kind must not do, found in its SQL.
struct Contradiction {
    QString message{}; ///< with %1 for the node and %2 for the statement
    std::optional<Statement> statement{};
    Severity severity = Severity::Error;
    std::optional<NodeKind> better{}; ///< the kind that would fit
};

/// The kind that a step with this SQL has, if it is clear.
std::optional<NodeKind> fittingKind(const NodeSql& sql)
{
    if (sql.losesData || (sql.dropsOther && !sql.adds)) {
        return sql.adds || sql.manyRows ? std::nullopt : std::optional(NodeKind::Contract);
    }
    if (sql.adds && !sql.manyRows && !sql.rename) {
        return NodeKind::Expand;
    }
    if (sql.writing && !sql.ddl) {
        return NodeKind::Backfill;
    }
    return std::nullopt;
}

std::optional<Contradiction> inChange(NodeKind kind, const NodeSql& sql)
{
    const auto loses = [&](const QString& message) {
        return Contradiction{message, sql.losesData, Severity::Error, fittingKind(sql)};
    };
    switch (kind) {
    case NodeKind::Expand:
        if (sql.losesData) {
            return loses(ruleText("%1 is an expand step, which only adds, but its SQL takes away: "
                                  "%2. The application that runs now may still need it."));
        }
        if (sql.rename) {
            return Contradiction{
                ruleText("%1 is an expand step, which only adds, but its SQL renames: %2. The "
                         "application that runs now knows the old name only."),
                sql.rename, Severity::Error, std::nullopt};
        }
        if (sql.manyRows && sql.created.isEmpty()) {
            return Contradiction{
                ruleText("%1 is an expand step, but its SQL also rewrites rows in one go: %2. That "
                         "is a backfill, in batches and with a verification of its own."),
                sql.manyRows, Severity::Warning, std::nullopt};
        }
        return std::nullopt;
    case NodeKind::DualWrite:
        if (sql.losesData) {
            return loses(ruleText("%1 begins to write old and new, but its SQL takes away: %2."));
        }
        return std::nullopt;
    case NodeKind::Backfill:
        if (sql.losesData && sql.losesData->verb != QLatin1String("DELETE")) {
            return loses(ruleText("%1 carries rows over, but its SQL also takes away: %2."));
        }
        if (sql.tableDdl && !sql.rebuilds) {
            const bool writes = !sql.writtenTables.isEmpty();
            return Contradiction{writes
                    ? ruleText("%1 carries rows over, but its SQL also changes a table: %2. The "
                               "lock of that statement would be held while rows are written.")
                    : ruleText("%1 is a backfill, but its SQL changes a table: %2."),
                sql.tableDdl, Severity::Error, writes ? std::nullopt : fittingKind(sql)};
        }
        return std::nullopt;
    case NodeKind::Deploy:
    case NodeKind::Cutover:
        if (sql.losesData) {
            return loses(ruleText("%1 switches the application over, but its SQL takes away: %2. "
                                  "Then switching back is no longer possible."));
        }
        return std::nullopt;
    case NodeKind::Contract:
        if (sql.manyRows && (sql.losesData || sql.adds) && !sql.rebuilds) {
            return Contradiction{
                ruleText("%1 takes the old structure away, but its SQL also rewrites rows in one "
                         "go: %2. That belongs into a backfill before it."),
                sql.manyRows, Severity::Error, std::nullopt};
        }
        return std::nullopt;
    case NodeKind::Start:
    case NodeKind::Task:
    case NodeKind::Audit:
    case NodeKind::Backup:
    case NodeKind::Staging:
    case NodeKind::Verification:
    case NodeKind::Gate:
    case NodeKind::Monitor:
    case NodeKind::Rollback:
    case NodeKind::Fork:
    case NodeKind::Join:
    case NodeKind::End:
    case NodeKind::Note:
        return std::nullopt;
    }
    return std::nullopt;
}

void lookAtAction(const RuleInput& input, int at, Findings& findings)
{
    const Node& node = input.flow.node(at);
    const NodeSql& sql = input.effects.at(at);
    std::optional<Contradiction> found;
    if (isChange(node)) {
        found = inChange(node.kind, sql);
    } else if (traits(node.kind).performs && node.kind != NodeKind::Rollback && sql.writing) {
        found = Contradiction{
            ruleText("%1 is of a kind that changes nothing, but its SQL does: %2. Nobody would ask "
                     "it for a way back or a verification."),
            sql.writing, Severity::Error, fittingKind(sql)};
    }
    if (!found) {
        return;
    }
    for (const int i : input.sqlOfNode.at(at)) {
        const SqlUse& use = input.sql.at(i);
        if (use.role != SqlRole::Action) {
            continue;
        }
        const Statement& statement = *found->statement;
        Finding& finding = report(findings, "plan/kind-contradicts-sql", use.element,
            found->message.arg(input.name.of(node),
                QString::fromUtf8(use.script.text(statement)).simplified().left(80)));
        finding.severity = found->severity;
        finding.file = use.source->file;
        finding.span = spanOf(statement);
        if (found->better && *found->better != node.kind) {
            finding.fixes.append(changeKindFix(input, node, *found->better));
        }
        return;
    }
}

void lookAtCheck(const RuleInput& input, const SqlUse& use, Findings& findings)
{
    for (const Statement& statement : use.script.statements) {
        if (statement.kind != StatementClass::Dml && !isDdl(statement.kind)) {
            continue;
        }
        Finding& finding = report(findings, "plan/kind-contradicts-sql", use.element,
            ruleText("The check %1 of %2 writes: %3. Checks only look, and run in transactions "
                     "that may only read.")
                .arg(input.name.of(*use.check), input.name.of(use.node),
                    QString::fromUtf8(use.script.text(statement)).simplified().left(80)),
            use.element.id + QLatin1Char(':') + use.check->id.text());
        finding.file = use.source->file;
        finding.span = spanOf(statement);
        return;
    }
}

} // namespace

void findKindContradictions(const RuleInput& input, Findings& findings)
{
    for (int at = 0; at < input.flow.size(); ++at) {
        lookAtAction(input, at, findings);
    }
    for (const SqlUse& use : input.sql) {
        if (use.role == SqlRole::Check && !use.fragment) {
            lookAtCheck(input, use, findings);
        }
    }
}

} // namespace whimbrel
