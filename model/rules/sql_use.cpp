// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "model/rules/sql_use.h"

#include "model/plan/check_places.h"

#include <array>
#include <utility>

namespace whimbrel {

namespace {

class Collector final {
public:
    explicit Collector(const Plan& plan)
        : m_plan(plan)
    { }

    void node(const Node& node)
    {
        SqlUse use;
        use.element = ElementRef::of(node.id);
        use.node = node.id;
        if (node.action) {
            action(*node.action, use);
        }
        use.role = SqlRole::Check;
        for (const QList<Check>* checks : checkLists(node)) {
            for (const Check& each : *checks) {
                check(each, use);
            }
        }
    }

    void edge(const Edge& edge)
    {
        if (edge.action) {
            SqlUse use;
            use.role = SqlRole::Compensation;
            use.element = ElementRef::of(edge.id);
            action(*edge.action, use);
            use.role = SqlRole::Check;
            if (const QList<Check>* limits = limitsOf(edge.action)) {
                for (const Check& each : *limits) {
                    check(each, use);
                }
            }
        }
    }

    [[nodiscard]] QList<SqlUse> take() { return std::move(m_found); }

private:
    void action(const Action& action, SqlUse use)
    {
        const SqlSource* general = action.sql();
        if (!general) {
            return;
        }
        const Dialect own = dialectOf(action.target);
        if (action.sqlFor(own) == general) {
            add(*general, own, use);
        }
        for (const DialectSql& other : action.dialects) {
            add(other.sql, other.dialect, use);
        }
    }

    void check(const Check& check, SqlUse use)
    {
        use.check = &check;
        const Dialect own = dialectOf(check.target);
        if (const auto* query = std::get_if<QueryCheck>(&check.body)) {
            add(query->sql, own, use);
        } else if (const auto* compare = std::get_if<CompareCheck>(&check.body)) {
            add(compare->left, own, use);
            add(compare->right,
                compare->rightTarget.isEmpty() ? own : dialectOf(compare->rightTarget), use);
        } else if (const auto* count = std::get_if<RowCountCheck>(&check.body)) {
            if (!count->where.isEmpty()) {
                use.fragment = true;
                use.script.sql = count->where.toUtf8();
                use.dialect = own;
                m_found.append(use);
            }
        }
    }

    void add(const SqlSource& source, Dialect dialect, SqlUse use)
    {
        use.source = &source;
        use.dialect = dialect;
        use.missing = !source.file.isEmpty() && !m_plan.files.contains(source.file);
        const QByteArray sql = m_plan.sqlText(source);
        auto& known = m_scripts[static_cast<size_t>(dialect)];
        auto cut = known.constFind(sql);
        if (cut == known.constEnd()) {
            cut = known.insert(sql, {splitScript(sql, dialect), isPlaceholderSql(sql, dialect)});
        }
        use.script = cut->first;
        use.placeholder = !use.missing && cut->second;
        m_found.append(use);
    }

    [[nodiscard]] Dialect dialectOf(const TargetId& id) const
    {
        const Target* target = m_plan.targetOf(id);
        return target ? target->dialect : Dialect::Sqlite;
    }

    const Plan& m_plan;
    QList<SqlUse> m_found{};
    std::array<QHash<QByteArray, std::pair<Script, bool>>, 4> m_scripts{};
};

void replaceIn(Action& action, const SqlUse& use, const Action& original, const SqlSource& by)
{
    for (qsizetype i = 0; i < original.dialects.size(); ++i) {
        if (&original.dialects.at(i).sql == use.source) {
            action.dialects[i].sql = by;
            return;
        }
    }
    if (auto* statements = std::get_if<SqlAction>(&action.body)) {
        statements->sql = by;
    } else if (auto* backfill = std::get_if<BackfillAction>(&action.body)) {
        backfill->sql = by;
    }
}

void replaceIn(
    QList<Check>& checks, const SqlUse& use, const QList<Check>& originals, const SqlSource& by)
{
    for (qsizetype i = 0; i < originals.size(); ++i) {
        const Check& original = originals.at(i);
        if (&original != use.check) {
            continue;
        }
        if (auto* query = std::get_if<QueryCheck>(&checks[i].body)) {
            query->sql = by;
        } else if (auto* compare = std::get_if<CompareCheck>(&checks[i].body)) {
            const bool left = &std::get<CompareCheck>(original.body).left == use.source;
            (left ? compare->left : compare->right) = by;
        }
    }
}

} // namespace

QList<SqlUse> findSql(const Plan& plan)
{
    Collector collector(plan);
    for (const Node& node : plan.nodes) {
        collector.node(node);
    }
    for (const Edge& edge : plan.edges) {
        collector.edge(edge);
    }
    return collector.take();
}

SqlSpan spanOf(const Statement& statement)
{
    return {statement.begin, statement.end, statement.line};
}

Op replaceSql(const Plan& plan, const SqlUse& use, const QByteArray& sql)
{
    if (!use.source->file.isEmpty()) {
        return SetFile{use.source->file, sql};
    }
    const SqlSource by{QString::fromUtf8(sql), {}};
    if (const Node* original = plan.nodes.find(use.node)) {
        Node node = *original;
        if (use.role == SqlRole::Check) {
            const QList<QList<Check>*> lists = checkLists(node);
            const QList<const QList<Check>*> originals = checkLists(*original);
            for (qsizetype i = 0; i < lists.size(); ++i) {
                replaceIn(*lists.at(i), use, *originals.at(i), by);
            }
        } else if (node.action) {
            replaceIn(*node.action, use, *original->action, by);
        }
        return Put<Node>{node};
    }
    const Edge* original = plan.edges.find(EdgeId(use.element.id));
    Q_ASSERT(original && original->action);
    Edge edge = *original;
    if (use.role == SqlRole::Check) {
        replaceIn(*limitsOf(edge.action), use, *limitsOf(original->action), by);
    } else {
        replaceIn(*edge.action, use, *original->action, by);
    }
    return Put<Edge>{edge};
}

} // namespace whimbrel
