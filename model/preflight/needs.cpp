// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "model/preflight/needs.h"

#include "model/exec/prepare_sql.h"
#include "model/exec/run_context.h"
#include "model/plan/flow.h"
#include "model/plan/node_kind.h"
#include "model/sql/schema_changes.h"

#include <tuple>

namespace whimbrel {

namespace {

QString inOneLine(const QString& sql)
{
    constexpr int longest = 160;
    const QString line = sql.simplified();
    return line.size() > longest ? line.left(longest) + QStringLiteral("…") : line;
}

/// Whether ALTER TABLE writes the table anew, by what it changes.
bool rewrites(const SchemaChange& change, const LockFacts& facts, Dialect dialect)
{
    switch (change.kind) {
    case ChangeKind::ColumnType:
        return true;
    case ChangeKind::Logged:
    case ChangeKind::Unlogged:
        return dialect == Dialect::Postgresql;
    case ChangeKind::RedefineColumn:
    case ChangeKind::AddPrimaryKey:
    case ChangeKind::DropPrimaryKey:
    case ChangeKind::TableEngine:
    case ChangeKind::ColumnNotNull:
    case ChangeKind::ColumnNull:
        return dialect == Dialect::Mysql && facts.algorithm != AlterAlgorithm::Instant
            && facts.algorithm != AlterAlgorithm::NoCopy;
    default:
        return dialect == Dialect::Mysql && facts.algorithm == AlterAlgorithm::Copy;
    }
}

SpaceUse spaceOf(const PreparedStatement& statement, const SchemaChanges& changes,
    const LockFacts& facts, Dialect dialect, bool backfill)
{
    const QString& verb = statement.verb;
    if (verb == QLatin1String("CREATE INDEX") || verb == QLatin1String("REINDEX")) {
        return SpaceUse::Index;
    }
    if (verb == QLatin1String("CLUSTER")
        || (verb == QLatin1String("VACUUM")
            && (dialect == Dialect::Sqlite
                || statement.sql.contains(QLatin1String("FULL"), Qt::CaseInsensitive)))) {
        return SpaceUse::Rewrite;
    }
    if (statement.parsed.everyRow || (backfill && statement.kind == StatementClass::Dml)) {
        return SpaceUse::Rows;
    }
    for (const SchemaChange& change : changes.list) {
        if (rewrites(change, facts, dialect)) {
            return SpaceUse::Rewrite;
        }
    }
    return SpaceUse::None;
}

class Reader final {
public:
    explicit Reader(const RunRequest& request)
        : m_request(request)
        , m_flow(request.plan)
    { }

    PlanNeeds read();

private:
    void addNode(const Node& node);
    void addAction(const Action& action, const NodeId& node, const EdgeId& edge);
    void addStatement(const PreparedStatement& statement, StatementNeed need, Dialect dialect,
        bool backfill = false);
    void addChecks(const Node& node, const QList<Check>& checks);
    void addCopy(const CopyAction& copy, StatementNeed need);
    void addQuery(const NodeId& node, const TargetId& target, const SqlSource& source);
    void addMade(const TargetId& target, const SchemaChanges& changes);
    [[nodiscard]] TargetId targetOf(const TargetId& target) const;

    const RunRequest& m_request;
    Flow m_flow;
    PlanNeeds m_made{};
};

TargetId Reader::targetOf(const TargetId& target) const
{
    const Target* found = m_request.plan.targetOf(target);
    return found ? found->id : target;
}

void Reader::addMade(const TargetId& target, const SchemaChanges& changes)
{
    QStringList& names = m_made.made[target];
    for (const SchemaChange& change : changes.list) {
        switch (change.kind) {
        case ChangeKind::CreateTable:
        case ChangeKind::CreateView:
        case ChangeKind::CreateIndex:
        case ChangeKind::CreateSequence:
        case ChangeKind::AddConstraint: // its index has its name
            names.append(change.object.name.toLower());
            break;
        case ChangeKind::RenameTables:
            for (const auto& rename : change.renames) {
                names.append(rename.second.name.toLower());
            }
            [[fallthrough]];
        case ChangeKind::RenameIndex:
        case ChangeKind::RenameView:
        case ChangeKind::RenameSequence:
            names.append(change.other.name.toLower());
            break;
        default:
            break;
        }
    }
}

void Reader::addStatement(
    const PreparedStatement& statement, StatementNeed need, Dialect dialect, bool backfill)
{
    const QByteArray sql = statement.sql.toUtf8();
    const SchemaChanges changes = schemaChanges(statement.parsed, sql, dialect);
    const LockFacts facts = lockFacts(statement.parsed, sql, dialect);
    need.number = statement.number;
    need.sql = inOneLine(statement.sql);
    need.verb = statement.verb;
    need.table = statement.parsed.table;
    need.schema
        = statement.parsed.table == statement.parsed.object ? statement.parsed.schema : QString();
    need.rights = rightsFor(statement, dialect);
    need.locks = facts.locks;
    need.space = spaceOf(statement, changes, facts, dialect, backfill);
    need.changesRows
        = statement.verb == QLatin1String("UPDATE") || statement.verb == QLatin1String("DELETE");
    std::tie(need.wants, need.wantsFor) = versionFor(statement, dialect);
    addMade(need.target, changes);
    if (statement.verb.startsWith(QLatin1String("CREATE "))
        || statement.verb.contains(QLatin1String(" RENAME TO"))) {
        m_made.made[need.target]
            += {statement.parsed.object.toLower(), statement.parsed.newName.toLower()};
    }
    if (statement.kind == StatementClass::Unknown) {
        m_made.unreadable.append(need.sql);
    }
    m_made.statements.append(need);
}

void Reader::addAction(const Action& action, const NodeId& node, const EdgeId& edge)
{
    StatementNeed need;
    need.node = node;
    need.edge = edge;
    need.target = targetOf(action.target);
    const Dialect dialect = dialectOf(m_request.plan, action.target);
    if (action.type() == ActionType::Backup) {
        need.space = SpaceUse::Copy;
        need.verb = QStringLiteral("BACKUP");
        m_made.statements.append(need);
        return;
    }
    if (const auto* copy = std::get_if<CopyAction>(&action.body)) {
        addCopy(*copy, need);
        return;
    }
    if (!action.sql()) {
        return;
    }
    const auto statements = prepareSql(m_request.plan, action, dialect, m_request.environment);
    if (!statements) {
        m_made.unreadable.append(statements.error().text());
        return;
    }
    for (const PreparedStatement& each : *statements) {
        addStatement(each, need, dialect, action.type() == ActionType::Backfill);
    }
}

/// Rows are read from one database and written into another, where those that are there already are
/// brought up to date.
void Reader::addCopy(const CopyAction& copy, StatementNeed need)
{
    const auto add = [&](const TargetId& target, const QString& table, const QStringList& rights,
                         SpaceUse space) {
        need.target = targetOf(target);
        need.verb = QStringLiteral("COPY");
        need.schema
            = table.contains(QLatin1Char('.')) ? table.section(QLatin1Char('.'), 0, 0) : QString();
        need.table = table.section(QLatin1Char('.'), -1);
        need.sql = inOneLine(QStringLiteral("COPY %1").arg(table));
        need.space = space;
        need.rights.clear();
        const Dialect dialect = dialectOf(m_request.plan, target);
        if (dialect == Dialect::Postgresql || dialect == Dialect::Mysql) {
            for (const QString& right : rights) {
                need.rights.append({right, need.schema, need.table});
            }
        }
        m_made.statements.append(need);
    };
    const TargetId into = need.target;
    const QString select = QStringLiteral("SELECT");
    add(copy.from, copy.table, {select}, SpaceUse::None);
    add(into, copy.destination(), {QStringLiteral("INSERT"), QStringLiteral("UPDATE"), select},
        SpaceUse::Rows);
}

void Reader::addQuery(const NodeId& node, const TargetId& target, const SqlSource& source)
{
    const Dialect dialect = dialectOf(m_request.plan, target);
    const Result<QString> sql
        = prepareQuery(m_request.plan, source, dialect, m_request.environment);
    if (!sql) {
        return; // the run says it before it begins
    }
    const Script script = splitScript(sql->toUtf8(), dialect);
    for (const Statement& parsed : script.statements) {
        PreparedStatement statement;
        statement.sql = QString::fromUtf8(script.text(parsed));
        statement.parsed = parsed;
        statement.kind = parsed.kind;
        statement.verb = parsed.verb;
        if (parsed.kind == StatementClass::Query) {
            StatementNeed need;
            need.node = node;
            need.target = targetOf(target);
            addStatement(statement, need, dialect);
        }
    }
}

void Reader::addChecks(const Node& node, const QList<Check>& checks)
{
    for (const Check& check : checks) {
        if (const auto* query = std::get_if<QueryCheck>(&check.body)) {
            addQuery(node.id, check.target, query->sql);
        }
    }
}

void Reader::addNode(const Node& node)
{
    addChecks(node, node.entry);
    if (node.action && traits(node.kind).performs) {
        addAction(*node.action, node.id, {});
    }
    addChecks(node, node.exit);
    addChecks(node, node.checks);
}

PlanNeeds Reader::read()
{
    for (const int index : m_flow.forward().topologicalOrder()) {
        if (m_flow.reachedFromStart(index)) {
            addNode(m_flow.node(index));
        }
    }
    for (const Edge& edge : m_request.plan.edges) {
        if (edge.kind == EdgeKind::Rollback && edge.action) {
            addAction(*edge.action, edge.from, edge.id);
        }
    }
    for (QStringList& names : m_made.made) {
        names.removeAll(QString());
        names.removeDuplicates();
    }
    return m_made;
}

} // namespace

PlanNeeds needsOf(const RunRequest& request)
{
    return Reader(request).read();
}

} // namespace whimbrel
