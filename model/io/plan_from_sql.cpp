// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "model/io/plan_from_sql.h"

#include "model/rules/validate.h"
#include "model/sql/script_facts.h"
#include "model/sql/statement.h"

#include <QCoreApplication>
#include <QRegularExpression>

#include <algorithm>

namespace whimbrel {

namespace {

struct Texts {
    Q_DECLARE_TR_FUNCTIONS(PlanFromSql)
};

/// Statements that become one node.
struct StatementGroup {
    NodeKind kind = NodeKind::Task;
    QList<Statement> statements{};
    bool foreignKeysOff = false;
    bool rebuild = false;
};

NodeKind kindOf(const Statement& statement)
{
    switch (statement.kind) {
    case StatementClass::Additive:
    case StatementClass::OtherDdl:
        return NodeKind::Expand;
    case StatementClass::Dml:
        return NodeKind::Backfill;
    case StatementClass::Destructive:
    case StatementClass::Rename:
        return NodeKind::Contract;
    case StatementClass::Query:
    case StatementClass::Transaction:
    case StatementClass::Session:
    case StatementClass::Maintenance:
    case StatementClass::Attachment:
    case StatementClass::Unknown:
        return NodeKind::Task;
    }
    return NodeKind::Task;
}

bool switchesForeignKeys(const Script& script, const Statement& statement, const char* value)
{
    const QString text = QString::fromUtf8(script.text(statement)).toLower().simplified();
    static const QRegularExpression pragma(
        QStringLiteral("^pragma\\s+(\\w+\\.)?foreign_keys\\s*[=(]\\s*(\\w+)"));
    const QRegularExpressionMatch match = pragma.match(text);
    const QString given = match.captured(2);
    return match.hasMatch()
        && (QLatin1String(value) == QLatin1String("off") ? given == QLatin1String("off")
                    || given == QLatin1String("0") || given == QLatin1String("false")
                                                         : given == QLatin1String("on")
                    || given == QLatin1String("1") || given == QLatin1String("true"));
}

/// Cuts the script's statements into groups. What stands between the author's own BEGIN and COMMIT
/// stays together when it builds a table anew, as only the whole of that makes sense.
QList<StatementGroup> grouped(const Script& script, Dialect dialect)
{
    const bool rebuilds = !scriptFacts(script, dialect).rebuiltTables.isEmpty();
    QList<StatementGroup> groups;
    bool foreignKeysOff = false;
    bool inTransaction = false;
    bool apart = true; ///< the next statement begins a group of its own
    for (const Statement& statement : script.statements) {
        if (statement.kind == StatementClass::Transaction) {
            inTransaction = statement.verb.startsWith(QLatin1String("BEGIN"))
                || statement.verb.startsWith(QLatin1String("START"))
                || statement.verb.startsWith(QLatin1String("SAVEPOINT"));
            apart = true;
            continue;
        }
        if (switchesForeignKeys(script, statement, "off")
            || switchesForeignKeys(script, statement, "on")) {
            foreignKeysOff = switchesForeignKeys(script, statement, "off");
            apart = true;
            continue;
        }
        const bool whole = rebuilds && (inTransaction || foreignKeysOff);
        const NodeKind kind = whole ? NodeKind::Contract : kindOf(statement);
        if (apart || groups.isEmpty() || groups.last().kind != kind) {
            groups.append({kind, {}, foreignKeysOff, whole});
            apart = false;
        }
        groups.last().statements.append(statement);
    }
    return groups;
}

QString titleOf(const StatementGroup& group)
{
    const Statement& first = group.statements.first();
    QString verb = first.verb.toLower();
    if (!verb.isEmpty()) {
        verb[0] = verb[0].toUpper();
    }
    const QString what = group.rebuild ? Texts::tr("Rebuild %1").arg(first.table)
                                       : QStringLiteral("%1 %2").arg(verb, first.object).trimmed();
    const auto more = static_cast<int>(group.statements.size()) - 1;
    return more == 0 || group.rebuild ? what : Texts::tr("%1 and %2 more").arg(what).arg(more);
}

QString slug(const QString& text)
{
    QString made = text.toLower();
    static const QRegularExpression other(QStringLiteral("[^a-z0-9]+"));
    made.replace(other, QStringLiteral("-"));
    constexpr int longest = 40;
    made = made.left(longest);
    while (made.startsWith(QLatin1Char('-'))) {
        made.remove(0, 1);
    }
    while (made.endsWith(QLatin1Char('-'))) {
        made.chop(1);
    }
    return made.isEmpty() ? QStringLiteral("step") : made;
}

QByteArray sqlOf(const Script& script, const StatementGroup& group)
{
    QByteArray sql;
    for (const Statement& statement : group.statements) {
        sql += script.text(statement) + ";\n";
    }
    return sql;
}

Node nodeOf(const char* id, NodeKind kind, const QString& title)
{
    Node node;
    node.id = NodeId(QString::fromLatin1(id));
    node.kind = kind;
    node.title = title;
    return node;
}

void connect(Plan& plan, const NodeId& from, const NodeId& to)
{
    Edge edge;
    edge.id = EdgeId(from.text() + QLatin1Char('-') + to.text());
    edge.from = from;
    edge.to = to;
    plan.edges.put(std::move(edge));
}

/// The changes alone, one behind the other.
Plan bareChain(const Script& script, const QString& title, Dialect dialect)
{
    Plan plan;
    plan.header.title = title;
    Target primary;
    primary.id = TargetId(QStringLiteral("primary"));
    primary.dialect = dialect;
    plan.targets.put(primary);

    plan.nodes.put(nodeOf("start", NodeKind::Start, Texts::tr("As it is today")));
    Node backup = nodeOf("backup", NodeKind::Backup, Texts::tr("Copy of the database"));
    backup.action.emplace();
    backup.action->body = BackupAction{};
    backup.action->target = primary.id;
    plan.nodes.put(backup);
    Node staging = nodeOf("staging", NodeKind::Staging, Texts::tr("Rehearsed on staging"));
    staging.action.emplace();
    staging.action->body = ManualAction{
        Texts::tr("Run this plan on a copy of production, forward and back, and confirm.")};
    plan.nodes.put(staging);
    connect(plan, NodeId(QStringLiteral("start")), backup.id);
    connect(plan, backup.id, staging.id);

    NodeId last = staging.id;
    int number = 0;
    for (const StatementGroup& group : grouped(script, dialect)) {
        number += 10;
        Node node;
        node.kind = group.kind;
        node.title = titleOf(group);
        const QString name = slug(node.title);
        node.id = NodeId(QStringLiteral("s%1-%2").arg(number).arg(name));
        node.action.emplace();
        node.action->target = primary.id;
        SqlSource source;
        const QByteArray sql = sqlOf(script, group);
        if (sql.count('\n') > 1) {
            source.file
                = QStringLiteral("sql/%1-%2.sql").arg(number, 3, 10, QLatin1Char('0')).arg(name);
            plan.files.insert(source.file, sql);
        } else {
            source.text = QString::fromUtf8(sql.trimmed());
        }
        node.action->body = SqlAction{source, group.foreignKeysOff};
        plan.nodes.put(node);
        connect(plan, last, node.id);
        last = node.id;
    }
    plan.nodes.put(nodeOf("end", NodeKind::End, Texts::tr("Migrated")));
    connect(plan, last, NodeId(QStringLiteral("end")));
    return plan;
}

/// Adds the ways back and the verifications that the validator misses, by its own fixes.
void complete(Plan& plan)
{
    static const QStringList structural{QStringLiteral("plan/change-without-verification"),
        QStringLiteral("plan/forward-without-rollback")};
    // Each fix answers one finding, so that there can be no more rounds than twice the nodes.
    for (qsizetype round = plan.nodes.size() * 2; round > 0; --round) {
        const Validation validation = validate(plan);
        const auto open = std::find_if(
            validation.findings.begin(), validation.findings.end(), [](const Finding& finding) {
                return structural.contains(finding.rule) && !finding.fixes.isEmpty();
            });
        if (open == validation.findings.end() || !apply(plan, open->fixes.first().edit)) {
            return;
        }
    }
}

} // namespace

NodeKind kindOfScript(const QByteArray& sql, Dialect dialect)
{
    const Script script = splitScript(sql, dialect);
    const auto any = [&script](NodeKind kind) {
        return std::any_of(script.statements.begin(), script.statements.end(),
            [kind](const Statement& statement) { return kindOf(statement) == kind; });
    };
    if (script.problems.isEmpty()) {
        for (const NodeKind kind : {NodeKind::Contract, NodeKind::Expand, NodeKind::Backfill}) {
            if (any(kind)) {
                return kind;
            }
        }
    }
    return NodeKind::Task;
}

Result<Plan> planFromSql(const QByteArray& sql, const QString& title, Dialect dialect)
{
    const Script script = splitScript(sql, dialect);
    if (!script.problems.isEmpty()) {
        const SqlProblem& problem = script.problems.first();
        return fail({ErrorCode::Unreadable, problem.message, Texts::tr("line %1").arg(problem.line),
            Texts::tr("Mend the script first.")});
    }
    Plan plan = bareChain(script, title, dialect);
    if (plan.nodes.size() <= 4) {
        return fail({ErrorCode::Unreadable, Texts::tr("The script holds no statement."), {}, {}});
    }
    complete(plan);
    return plan;
}

} // namespace whimbrel
