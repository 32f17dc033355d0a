// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "model/rules/fixes.h"

#include "model/plan/names.h"
#include "model/plan/node_kind.h"
#include "model/rules/inverse_sql.h"
#include "model/rules/report.h"

#include <algorithm>
#include <utility>

namespace whimbrel {

namespace {

/// How far beside the line between its neighbours a new node is placed, in pixels.
constexpr double besideX = 220;
constexpr double besideY = 130;

/// The least of "wanted", "wanted-2", "wanted-3" … that `taken` does not know.
template <class Taken>
QString fresh(const QString& wanted, Taken taken)
{
    QString id = wanted;
    for (int n = 2; taken(id); ++n) {
        id = wanted + QLatin1Char('-') + QString::number(n);
    }
    return id;
}

QString sqlString(QString text)
{
    return QLatin1Char('\'') + text.replace(QLatin1String("'"), QLatin1String("''"))
        + QLatin1Char('\'');
}

/// A check that the catalog of an SQLite database holds exactly one such object.
Check existsCheck(const QString& id, const QString& title, const QString& from)
{
    Check check;
    check.id = CheckId(id);
    check.title = title;
    check.body = QueryCheck{SqlSource{QStringLiteral("SELECT count(*) FROM ") + from, {}},
        Expectation{Comparison::Equal, QStringLiteral("1"), false, {}}};
    return check;
}

/// Checks that what the change adds is there; one that a person answers where that cannot be told.
QList<Check> checksFor(const RuleInput& input, int change)
{
    const Node& node = input.flow.node(change);
    const NodeSql& sql = input.effects.at(change);
    const TargetId target = node.action ? node.action->target : TargetId();
    const Target* bound = input.plan.targetOf(target);
    QList<Check> checks;
    if (bound && bound->dialect == Dialect::Sqlite) {
        for (const QString& table : sql.created) {
            if (!sql.rebuilds) {
                checks.append(existsCheck(QStringLiteral("exists-%1").arg(checks.size() + 1),
                    ruleText("The table %1 is there").arg(table),
                    QStringLiteral("sqlite_master WHERE type = 'table' AND lower(name) = %1")
                        .arg(sqlString(table))));
            }
        }
        for (const QString& column : sql.addedColumns) {
            const qsizetype dot = column.indexOf(QLatin1Char('.'));
            checks.append(existsCheck(QStringLiteral("exists-%1").arg(checks.size() + 1),
                ruleText("The column %1 is there").arg(column),
                QStringLiteral("pragma_table_xinfo(%1) WHERE lower(name) = %2")
                    .arg(sqlString(column.left(dot)), sqlString(column.mid(dot + 1)))));
        }
    }
    if (checks.isEmpty()) {
        checks.append(manualCheck(QStringLiteral("looked-at"),
            ruleText("Has %1 done what it should, and nothing else?").arg(input.name.of(node))));
    }
    for (Check& check : checks) {
        check.target = target;
    }
    return checks;
}

bool hasWayOn(const Flow& flow, int node)
{
    const QList<const Edge*> edges = flow.leaving(node, EdgeKind::Forward);
    return std::any_of(edges.begin(), edges.end(), [](const Edge* edge) { return isWayOn(*edge); });
}

/// The action that takes the change's SQL back exactly, if there is one.
std::optional<Action> inverseOf(const RuleInput& input, int change, FixBuilder& builder)
{
    const Node& node = input.flow.node(change);
    if (!node.action || node.action->type() != ActionType::Sql) {
        return std::nullopt;
    }
    Action action;
    action.target = node.action->target;
    action.lockTimeoutMs = node.action->lockTimeoutMs;
    action.statementTimeoutMs = node.action->statementTimeoutMs;
    SqlAction body;
    for (const int i : input.sqlOfNode.at(change)) {
        const SqlUse& use = input.sql.at(i);
        if (use.role != SqlRole::Action) {
            continue;
        }
        const std::optional<QByteArray> back
            = use.missing ? std::nullopt : inverseSql(use.script, use.dialect);
        if (!back) {
            return std::nullopt;
        }
        const bool general = use.source == node.action->sql();
        const QString name = node.id.text() + QLatin1String("-rollback")
            + (general ? QString() : QLatin1Char('.') + keyOf(use.dialect));
        if (general) {
            body.sql = builder.source(*back, name);
        } else {
            action.dialects.append(DialectSql{use.dialect, builder.source(*back, name), {}});
        }
    }
    action.body = body;
    return action;
}

} // namespace

Edge wayOn(const NodeId& from, const NodeId& to, const QString& when)
{
    Edge edge;
    edge.from = from;
    edge.to = to;
    edge.when = when;
    return edge;
}

Check manualCheck(const QString& id, const QString& question)
{
    Check check;
    check.id = CheckId(id);
    check.body = ManualCheck{question};
    return check;
}

NodeId FixBuilder::freshNode(const QString& wanted) const
{
    return NodeId(fresh(wanted, [this](const QString& id) {
        return m_input.plan.nodes.contains(NodeId(id)) || m_taken.contains(id);
    }));
}

EdgeId FixBuilder::freshEdge(const QString& wanted) const
{
    return EdgeId(fresh(wanted, [this](const QString& id) {
        return m_input.plan.edges.contains(EdgeId(id)) || m_taken.contains(id);
    }));
}

NodeId FixBuilder::add(Node node, const NodeId& order)
{
    node.id = freshNode(node.id.text());
    m_taken.insert(node.id.text());
    const NodeId id = node.id;
    m_edit.ops.append(Put<Node>{std::move(node), m_input.plan.nodes.indexOf(order)});
    return id;
}

EdgeId FixBuilder::add(Edge edge)
{
    edge.id = freshEdge(
        edge.id.isEmpty() ? edge.from.text() + QLatin1Char('-') + edge.to.text() : edge.id.text());
    m_taken.insert(edge.id.text());
    const EdgeId id = edge.id;
    m_edit.ops.append(Put<Edge>{std::move(edge), -1});
    return id;
}

NodeId FixBuilder::insertBefore(const NodeId& node, Node added, const QString& when)
{
    const int at = m_input.flow.indexOf(node);
    added.group = m_input.flow.node(at).group;
    const NodeId id = add(std::move(added), node);
    NodeId before;
    for (const Edge* edge : m_input.flow.entering(at, EdgeKind::Forward)) {
        Edge moved = *edge;
        moved.to = id;
        before = before.isEmpty() ? edge->from : before;
        put(moved);
    }
    add(wayOn(id, node, when));
    placeBetween(id, before, node);
    return id;
}

NodeId FixBuilder::insertAfter(const NodeId& node, Node added)
{
    const int at = m_input.flow.indexOf(node);
    added.group = m_input.flow.node(at).group;
    const qsizetype next = m_input.plan.nodes.indexOf(node) + 1;
    const NodeId order
        = next < m_input.plan.nodes.size() ? m_input.plan.nodes.at(next).id : NodeId();
    const NodeId id = add(std::move(added), order);
    NodeId behind;
    for (const Edge* edge : m_input.flow.leaving(at, EdgeKind::Forward)) {
        if (isWayOn(*edge)) {
            Edge moved = *edge;
            moved.from = id;
            behind = behind.isEmpty() ? edge->to : behind;
            put(moved);
        }
    }
    add(wayOn(node, id));
    placeBetween(id, node, behind);
    return id;
}

void FixBuilder::placeBetween(const NodeId& added, const NodeId& before, const NodeId& behind)
{
    const auto& places = m_input.plan.layout.places;
    const auto a = places.constFind(before);
    const auto b = places.constFind(behind);
    if (a == places.constEnd() || b == places.constEnd()) {
        return;
    }
    const bool across = m_input.plan.layout.direction == FlowDirection::LeftToRight;
    const QPointF middle
        = (a->position + b->position) / 2 + (across ? QPointF(0, besideY) : QPointF(besideX, 0));
    m_edit.ops.append(SetPlace{added, Place{middle, false}});
}

SqlSource FixBuilder::source(const QByteArray& sql, const QString& name)
{
    if (!sql.trimmed().contains('\n')) {
        return {QString::fromUtf8(sql.trimmed()), {}};
    }
    const QString stem = QStringLiteral("sql/") + name;
    QString path = stem + QLatin1String(".sql");
    for (int n = 2; m_input.plan.files.contains(path) || m_taken.contains(path); ++n) {
        path = QStringLiteral("%1-%2.sql").arg(stem).arg(n);
    }
    m_taken.insert(path);
    m_edit.ops.append(SetFile{path, sql});
    return {{}, path};
}

Fix FixBuilder::take(const QString& title)
{
    m_edit.text = title;
    return {title, std::exchange(m_edit, {})};
}

Fix eraseEdgeFix(const RuleInput& input, const Edge& edge)
{
    FixBuilder builder(input);
    builder.erase(edge.id);
    return builder.take(ruleText("Delete %1").arg(input.name.of(edge)));
}

Fix changeKindFix(const RuleInput& input, const Node& node, NodeKind kind)
{
    FixBuilder builder(input);
    Node changed = node;
    changed.kind = kind;
    builder.put(changed);
    return builder.take(ruleText("Make it a step of the kind \"%1\"").arg(displayName(kind)));
}

Fix addWayBackFix(const RuleInput& input, int change)
{
    const Flow& flow = input.flow;
    const Node& node = flow.node(change);
    const int nearest = flow.nearestSafeBefore(change);
    const Node& target = flow.node(nearest >= 0 ? nearest : flow.start());
    FixBuilder builder(input);
    Edge edge;
    edge.id = EdgeId(node.id.text() + QLatin1String("-back"));
    edge.kind = EdgeKind::Rollback;
    edge.from = node.id;
    edge.to = target.id;
    edge.action = inverseOf(input, change, builder);
    edge.generated = edge.action.has_value();
    builder.add(edge);
    return builder.take(edge.action
            ? ruleText("Add a rollback edge to %1 with generated SQL").arg(input.name.of(target))
            : ruleText("Add a rollback edge to %1, its action still to be written")
                  .arg(input.name.of(target)));
}

std::optional<Fix> generateActionFix(const RuleInput& input, const Edge& rollback)
{
    const QList<int> changes = takenBackBy(input.flow, rollback);
    if (changes.size() != 1) {
        return std::nullopt;
    }
    FixBuilder builder(input);
    Edge edge = rollback;
    edge.action = inverseOf(input, changes.constFirst(), builder);
    if (!edge.action) {
        return std::nullopt;
    }
    edge.generated = true;
    builder.put(edge);
    return builder.take(ruleText("Generate the SQL that takes %1 back")
                            .arg(input.name.of(input.flow.node(changes.constFirst()))));
}

Fix insertVerificationFix(const RuleInput& input, int change)
{
    const Node& node = input.flow.node(change);
    FixBuilder builder(input);
    Node added;
    added.kind = NodeKind::Verification;
    added.title = ruleText("Verify: %1").arg(node.title.isEmpty() ? node.id.text() : node.title);
    added.checks = checksFor(input, change);
    const NodeId lost = input.lostSuccessor.value(node.id);
    if (!lost.isEmpty() && !hasWayOn(input.flow, change)) {
        // Its edges are still there, both to and from: the node alone is missing.
        added.id = lost;
        builder.add(added);
        return builder.take(ruleText("Put a verification in the place of the missing step \"%1\"")
                                .arg(lost.text()));
    }
    added.id = NodeId(QStringLiteral("verify-") + node.id.text());
    builder.insertAfter(node.id, added);
    return builder.take(ruleText("Insert a verification after %1").arg(input.name.of(node)));
}

} // namespace whimbrel
