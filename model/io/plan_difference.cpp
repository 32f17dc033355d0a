// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "model/io/plan_difference.h"

#include "model/io/plan_hash.h"
#include "model/io/plan_tree.h"
#include "model/io/plan_writer.h"
#include "model/io/violation.h"
#include "model/plan/names.h"
#include "model/plan/node_kind.h"

#include <QMap>
#include <QSet>

#include <algorithm>

namespace whimbrel {

namespace {

using tree::Json;

/// Values by the way to them, in the order of the file.
struct FlatValue {
    QString field{};
    QString value{};
};

void flatten(const Json& value, const QString& path, QList<FlatValue>& out)
{
    if (value.is_object()) {
        for (const auto& [key, member] : value.items()) {
            const QString name = QString::fromStdString(key);
            flatten(member, path.isEmpty() ? name : path + QLatin1Char('.') + name, out);
        }
    } else if (tree::isIdentified(value) || tree::holdsObjects(value)) {
        QStringList order;
        int number = 0;
        for (const Json& item : value) {
            const QString id = tree::idOf(item);
            const QString name = id.isEmpty() ? QString::number(++number) : id;
            flatten(item, path + QLatin1Char('[') + name + QLatin1Char(']'), out);
            order << name;
        }
        if (order.size() > 1) {
            out.append({path + QStringLiteral(" (order)"), order.join(QStringLiteral(", "))});
        }
    } else {
        out.append({path, tree::textOf(value)});
    }
}

QList<FlatValue> flat(const Json& value)
{
    QList<FlatValue> out;
    flatten(value, {}, out);
    return out;
}

QList<FieldDifference> fieldsOf(const Json& before, const Json& after)
{
    const QList<FlatValue> old = flat(before);
    const QList<FlatValue> now = flat(after);
    QMap<QString, QString> nowBy;
    for (const FlatValue& each : now) {
        nowBy.insert(each.field, each.value);
    }
    QList<FieldDifference> fields;
    QSet<QString> seen;
    for (const FlatValue& each : old) {
        seen.insert(each.field);
        const auto found = nowBy.constFind(each.field);
        const QString value = found == nowBy.cend() ? QString() : *found;
        if (value != each.value || found == nowBy.cend()) {
            fields.append({each.field, each.value, value});
        }
    }
    for (const FlatValue& each : now) {
        if (!seen.contains(each.field)) {
            fields.append({each.field, {}, each.value});
        }
    }
    return fields;
}

std::optional<ElementType> typeOf(const QString& section)
{
    static const QHash<QString, ElementType> types{{QStringLiteral("nodes"), ElementType::Node},
        {QStringLiteral("edges"), ElementType::Edge},
        {QStringLiteral("groups"), ElementType::Group},
        {QStringLiteral("targets"), ElementType::Target},
        {QStringLiteral("parameters"), ElementType::Parameter},
        {QStringLiteral("participants"), ElementType::Participant},
        {QStringLiteral("assumptions"), ElementType::Assumption},
        {QStringLiteral("sequences"), ElementType::Sequence}};
    const auto found = types.constFind(section);
    return found == types.cend() ? std::nullopt : std::optional(*found);
}

class PlanComparing final {
public:
    PlanComparing(const Plan& before, const Plan& after)
        : m_before(before)
        , m_after(after)
    { }

    PlanDifference find()
    {
        const Json old = tree::ofPlan(m_before);
        const Json now = tree::ofPlan(m_after);
        compareHeads(old, now);
        for (const QString& section : sectionsOf(old, now)) {
            compareSection(section, tree::member(old, section), tree::member(now, section));
        }
        comparePlaces();
        compareRoutes();
        compareFiles();
        m_found.changesRun = planHash(m_before) != planHash(m_after);
        return m_found;
    }

private:
    static bool isSection(const Json& value) { return tree::isIdentified(value); }

    static QStringList sectionsOf(const Json& old, const Json& now)
    {
        QStringList sections;
        for (const Json* plan : {&old, &now}) {
            for (const auto& [key, value] : plan->items()) {
                const QString name = QString::fromStdString(key);
                if (isSection(value) && !sections.contains(name)) {
                    sections << name;
                }
            }
        }
        return sections;
    }

    /// Everything at the top level that is no list of elements.
    void compareHeads(const Json& old, const Json& now)
    {
        const QStringList sections = sectionsOf(old, now);
        const auto head = [&](const Json& plan) {
            Json made = Json::object();
            for (const auto& [key, value] : plan.items()) {
                if (!sections.contains(QString::fromStdString(key)) && key != "layout") {
                    made[key] = value;
                }
            }
            const Json layout = tree::member(plan, QStringLiteral("layout"));
            for (const char* key : {"direction", "lanes"}) {
                const Json value = tree::member(layout, QString::fromLatin1(key));
                if (!value.is_null()) {
                    made[std::string("layout.") + key] = value;
                }
            }
            return made;
        };
        QList<FieldDifference> fields = fieldsOf(head(old), head(now));
        for (const QString& section : sections) {
            const QStringList before
                = commonOrder(tree::member(old, section), tree::member(now, section));
            const QStringList after
                = commonOrder(tree::member(now, section), tree::member(old, section));
            if (before != after) {
                fields.append({section + QStringLiteral(" (order)"),
                    before.join(QStringLiteral(", ")), after.join(QStringLiteral(", "))});
            }
        }
        if (!fields.isEmpty()) {
            m_found.elements.append({DifferenceKind::Changed, QStringLiteral("plan"), {},
                m_after.header.title, std::nullopt, fields, false});
        }
    }

    /// The ids of `list` that `other` has too, in the order of `list`.
    static QStringList commonOrder(const Json& list, const Json& other)
    {
        QSet<QString> there;
        for (const Json& item : other) {
            there.insert(tree::idOf(item));
        }
        QStringList ids;
        for (const Json& item : list) {
            if (there.contains(tree::idOf(item))) {
                ids << tree::idOf(item);
            }
        }
        return ids;
    }

    void compareSection(const QString& section, const Json& old, const Json& now)
    {
        QMap<QString, Json> nowBy;
        for (const Json& item : now) {
            nowBy.insert(tree::idOf(item), item);
        }
        QSet<QString> seen;
        for (const Json& item : old) {
            const QString id = tree::idOf(item);
            seen.insert(id);
            const auto found = nowBy.constFind(id);
            if (found == nowBy.cend()) {
                add(DifferenceKind::Removed, section, id, item, {});
            } else if (const QList<FieldDifference> fields = fieldsOf(item, *found);
                       !fields.isEmpty()) {
                add(DifferenceKind::Changed, section, id, *found, fields);
            } else if (stepDiffers(section, id)) {
                // Nothing of it but the SQL in its file, which is named with the files.
                add(DifferenceKind::Changed, section, id, *found,
                    {{QStringLiteral("SQL"), PlanFileText::tr("as it was in its file"),
                        PlanFileText::tr("as it is in its file")}});
            }
        }
        for (const Json& item : now) {
            if (!seen.contains(tree::idOf(item))) {
                add(DifferenceKind::Added, section, tree::idOf(item), item, {});
            }
        }
    }

    /// Whether what a run does in a step is not the same, of one that both have.
    bool stepDiffers(const QString& section, const QString& id) const
    {
        if (section == QLatin1String("nodes")) {
            const Node* old = m_before.nodes.find(NodeId(id));
            const Node* now = m_after.nodes.find(NodeId(id));
            return old && now && stepHash(m_before, *old) != stepHash(m_after, *now);
        }
        if (section == QLatin1String("edges")) {
            const Edge* old = m_before.edges.find(EdgeId(id));
            const Edge* now = m_after.edges.find(EdgeId(id));
            return old && now && stepHash(m_before, *old) != stepHash(m_after, *now);
        }
        return false;
    }

    bool changesRun(DifferenceKind kind, const QString& section, const QString& id) const
    {
        if (kind == DifferenceKind::Changed && section != QLatin1String("targets")
            && section != QLatin1String("parameters")) {
            return stepDiffers(section, id);
        }
        if (section == QLatin1String("nodes")) {
            const Plan& plan = kind == DifferenceKind::Removed ? m_before : m_after;
            const Node* node = plan.nodes.find(NodeId(id));
            return node && traits(node->kind).flows;
        }
        if (section == QLatin1String("edges")) {
            const Plan& plan = kind == DifferenceKind::Removed ? m_before : m_after;
            const Edge* edge = plan.edges.find(EdgeId(id));
            return edge && edge->kind != EdgeKind::Data;
        }
        return section == QLatin1String("targets") || section == QLatin1String("parameters");
    }

    void add(DifferenceKind kind, const QString& section, const QString& id, const Json& item,
        const QList<FieldDifference>& fields)
    {
        ElementDifference made{kind, section, id, titleOf(section, id, item), std::nullopt, fields,
            changesRun(kind, section, id)};
        if (const auto type = typeOf(section)) {
            made.element = ElementRef{*type, id};
        }
        m_found.elements.append(made);
    }

    /// What people call an edge's end.
    QString nodeTitle(const Json& edge, const char* end) const
    {
        const NodeId id(tree::textOf(tree::member(edge, QString::fromLatin1(end))));
        const Node* node = m_after.nodes.find(id);
        node = node ? node : m_before.nodes.find(id);
        return node && !node->title.isEmpty() ? node->title : id.text();
    }

    QString titleOf(const QString& section, const QString& id, const Json& item) const
    {
        const QString title = tree::textOf(tree::member(item, QStringLiteral("title")));
        if (!title.isEmpty()) {
            return title;
        }
        if (section == QLatin1String("edges")) {
            return QStringLiteral("%1 → %2").arg(nodeTitle(item, "from"), nodeTitle(item, "to"));
        }
        const QString text
            = tree::textOf(tree::member(item, QStringLiteral("text"))); // a comment's
        return text.isEmpty() ? id : text;
    }

    void comparePlaces()
    {
        for (const Node& node : m_after.nodes) {
            const auto old = m_before.layout.places.constFind(node.id);
            const auto now = m_after.layout.places.constFind(node.id);
            const bool isInBoth = m_before.nodes.contains(node.id)
                && old != m_before.layout.places.cend() && now != m_after.layout.places.cend();
            if (!isInBoth || *old == *now) {
                continue;
            }
            const auto place = [](const Place& at) {
                return PlanFileText::tr("%1, %2%3")
                    .arg(at.position.x())
                    .arg(at.position.y())
                    .arg(at.pinned ? PlanFileText::tr(", pinned") : QString());
            };
            m_found.elements.append({DifferenceKind::Moved, QStringLiteral("nodes"), node.id.text(),
                node.title.isEmpty() ? node.id.text() : node.title, ElementRef::of(node.id),
                {{QStringLiteral("place"), place(*old), place(*now)}}, false});
        }
    }

    void compareRoutes()
    {
        const auto said = [](const EdgeRoute& route) {
            QStringList parts;
            const auto end = [&parts](const QString& text, EndSide side) {
                if (side != EndSide::Free) {
                    parts << text.arg(keyOf(side));
                }
            };
            end(PlanFileText::tr("leaves at: %1"), route.out);
            end(PlanFileText::tr("enters at: %1"), route.in);
            for (const Waypoint& point : route.through) {
                parts << PlanFileText::tr("through %1: %2, %3")
                             .arg(point.along)
                             .arg(point.off.x())
                             .arg(point.off.y());
            }
            return parts.join(QStringLiteral("; "));
        };
        for (const Edge& edge : m_after.edges) {
            const EdgeRoute old = m_before.layout.routes.value(edge.id);
            const EdgeRoute now = m_after.layout.routes.value(edge.id);
            if (m_before.edges.contains(edge.id) && old != now) {
                const QString name = edge.title.isEmpty() ? edge.id.text() : edge.title;
                m_found.elements.append({DifferenceKind::Moved, QStringLiteral("edges"),
                    edge.id.text(), name, ElementRef::of(edge.id),
                    {{QStringLiteral("route"), said(old), said(now)}}, false});
            }
        }
    }

    void compareFiles()
    {
        QStringList names = m_before.files.keys() + m_after.files.keys();
        std::sort(names.begin(), names.end());
        names.erase(std::unique(names.begin(), names.end()), names.end());
        for (const QString& name : std::as_const(names)) {
            const bool was = m_before.files.contains(name);
            const bool is = m_after.files.contains(name);
            const QByteArray old = m_before.files.value(name);
            const QByteArray now = m_after.files.value(name);
            if (was && is && old == now) {
                continue;
            }
            const DifferenceKind kind = !was ? DifferenceKind::Added
                : !is                        ? DifferenceKind::Removed
                                             : DifferenceKind::Changed;
            m_found.elements.append({kind, QStringLiteral("files"), name, name, std::nullopt,
                {{QStringLiteral("content"), QString::fromUtf8(old), QString::fromUtf8(now)}},
                true});
        }
    }

    const Plan& m_before;
    const Plan& m_after;
    PlanDifference m_found{};
};

} // namespace

QString keyOf(DifferenceKind kind)
{
    switch (kind) {
    case DifferenceKind::Added:
        return QStringLiteral("added");
    case DifferenceKind::Removed:
        return QStringLiteral("removed");
    case DifferenceKind::Changed:
        return QStringLiteral("changed");
    case DifferenceKind::Moved:
        return QStringLiteral("moved");
    }
    return {};
}

qsizetype PlanDifference::count(DifferenceKind kind) const
{
    return std::count_if(elements.begin(), elements.end(),
        [kind](const ElementDifference& each) { return each.kind == kind; });
}

PlanDifference PlanDifference::semantic() const
{
    PlanDifference made = *this;
    made.elements.removeIf(
        [](const ElementDifference& each) { return each.kind == DifferenceKind::Moved; });
    return made;
}

PlanDifference comparePlans(const Plan& before, const Plan& after)
{
    return PlanComparing(before, after).find();
}

} // namespace whimbrel
