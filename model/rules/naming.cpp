// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "model/rules/naming.h"

#include "model/rules/report.h"

#include <utility>

namespace whimbrel {

namespace {

constexpr qsizetype listedNames = 4;

QString quoted(const QString& text)
{
    return QLatin1Char('"') + text + QLatin1Char('"');
}

QString titleOrId(const QString& title, const QString& id)
{
    return quoted(title.simplified().isEmpty() ? id : title.simplified());
}

} // namespace

Naming::Naming(Plan plan)
    : m_plan(std::move(plan))
{
    QSet<QString> seen;
    for (const Node& node : m_plan.nodes) {
        const QString title = node.title.simplified();
        if (seen.contains(title)) {
            m_shared.insert(title);
        }
        seen.insert(title);
    }
}

QString Naming::of(const Node& node) const
{
    const QString title = node.title.simplified();
    if (title.isEmpty()) {
        return quoted(node.id.text());
    }
    return m_shared.contains(title) ? ruleText("%1 (%2)").arg(quoted(title), node.id.text())
                                    : quoted(title);
}

QString Naming::of(const NodeId& id) const
{
    const Node* node = m_plan.nodes.find(id);
    return node ? of(*node) : quoted(id.text());
}

QString Naming::of(const Edge& edge) const
{
    const QString from = of(edge.from);
    const QString to = of(edge.to);
    switch (edge.kind) {
    case EdgeKind::Forward:
        return edge.when.isEmpty()
            ? ruleText("the edge from %1 to %2").arg(from, to)
            : ruleText("the %3 edge from %1 to %2").arg(from, to, quoted(edge.when));
    case EdgeKind::Rollback:
        return ruleText("the rollback edge from %1 to %2").arg(from, to);
    case EdgeKind::Retry:
        return ruleText("the retry edge from %1 to %2").arg(from, to);
    case EdgeKind::Data:
        return ruleText("the data edge from %1 to %2").arg(from, to);
    }
    return {};
}

QString Naming::sentence(const Edge& edge) const
{
    QString text = of(edge);
    text.replace(0, 1, text.at(0).toUpper());
    return text;
}

QString Naming::of(const Check& check) const
{
    return titleOrId(check.title, check.id.text());
}

QString Naming::of(const Group& group) const
{
    return titleOrId(group.title, group.id.text());
}

QString Naming::list(const QList<NodeId>& ids) const
{
    QStringList names;
    for (const NodeId& id : ids.first(qMin(ids.size(), listedNames))) {
        names.append(of(id));
    }
    if (ids.size() > listedNames) {
        return ruleText("%1 and %n more", static_cast<int>(ids.size() - listedNames))
            .arg(names.join(QLatin1String(", ")));
    }
    const QString last = names.isEmpty() ? QString() : names.takeLast();
    return names.isEmpty() ? last
                           : ruleText("%1 and %2").arg(names.join(QLatin1String(", ")), last);
}

bool isWayOn(const Edge& edge)
{
    return edge.kind == EdgeKind::Forward && edge.when != outcomes::fail
        && edge.when != outcomes::no;
}

QString outcomeOf(const Edge& edge, const Node& from)
{
    if (from.kind == NodeKind::Gate) {
        return edge.when.isEmpty() || edge.when == outcomes::pass ? outcomes::yes
            : edge.when == outcomes::fail                         ? outcomes::no
                                                                  : edge.when;
    }
    return edge.when.isEmpty() ? outcomes::pass : edge.when;
}

} // namespace whimbrel
