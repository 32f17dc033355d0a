// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "model/io/plan_merge.h"

#include "model/io/plan_reader.h"
#include "model/io/plan_tree.h"
#include "model/io/violation.h"
#include "model/plan/merge_conflicts.h"

#include <QHash>
#include <QSet>

#include <algorithm>

namespace whimbrel {

namespace {

using tree::Json;

/// Where in the plan a value stands.
struct Way {
    QString section{};
    QString id{};
    QString field{};

    [[nodiscard]] Way into(const QString& key) const
    {
        Way way = *this;
        way.field += way.field.isEmpty() ? key : QLatin1Char('.') + key;
        return way;
    }
    [[nodiscard]] Way at(const QString& item) const
    {
        Way way = *this;
        if (way.id.isEmpty()) {
            way.section = way.field; // a list at the top level
            way.field.clear();
            way.id = item;
        } else {
            way.field += QLatin1Char('[') + item + QLatin1Char(']');
        }
        return way;
    }
};

bool isList(const Json& value)
{
    return value.is_null() || (value.is_array() && value.empty()) || tree::isIdentified(value);
}

QStringList idsOf(const Json& list)
{
    QStringList ids;
    for (const Json& item : list) {
        ids << tree::idOf(item);
    }
    return ids;
}

/// The items of a list by their ids; they hold as long as the list.
QHash<QString, const Json*> itemsOf(const Json& list)
{
    QHash<QString, const Json*> items;
    for (const Json& item : list) {
        items.insert(tree::idOf(item), &item);
    }
    return items;
}

/// `ids` without what `others` lacks.
QStringList only(const QStringList& ids, const QStringList& others)
{
    const QSet<QString> known(others.begin(), others.end());
    QStringList kept;
    std::copy_if(ids.begin(), ids.end(), std::back_inserter(kept),
        [&known](const QString& id) { return known.contains(id); });
    return kept;
}

/// Both lists in the order of the first; what only the second has stands behind what it stood
/// behind there.
QStringList joined(const QStringList& first, const QStringList& second)
{
    const QSet<QString> known(first.begin(), first.end());
    QStringList all = first;
    for (qsizetype i = 0; i < second.size(); ++i) {
        if (!known.contains(second.at(i))) {
            const qsizetype before = i == 0 ? -1 : all.indexOf(second.at(i - 1));
            all.insert(before + 1, second.at(i));
        }
    }
    return all;
}

/// Values that belong together: half of one side's and half of the other's would be a third that
/// nobody wrote.
bool isUnit(const Json& value)
{
    return value.is_object() && (value.contains("type") || value.contains("op"));
}

class Merging final {
public:
    Json merge(const Json& base, const Json& ours, const Json& theirs, const Way& way)
    {
        if (ours == theirs || theirs == base) {
            return ours;
        }
        if (ours == base) {
            return theirs;
        }
        const bool isArrangement = way.id.isEmpty() && way.field != QLatin1String("layout.flow")
            && way.field != QLatin1String("layout.routes")
            && way.field.startsWith(QLatin1String("layout."));
        if (isArrangement || way.section.startsWith(QLatin1String("layout"))) {
            return ours; // a place is taken whole, and none is worth a question
        }
        if (ours.is_object() && theirs.is_object()) {
            return isUnit(ours) || isUnit(theirs) ? mergeUnit(base, ours, theirs, way)
                                                  : mergeObjects(base, ours, theirs, way);
        }
        const bool areLists = isList(base) && isList(ours) && isList(theirs);
        if (areLists && !ours.is_null() && !theirs.is_null()) {
            return mergeLists(base, ours, theirs, way);
        }
        if (const std::optional<Json> settled = settle(ours, theirs, way)) {
            return *settled;
        }
        return clash(base, ours, theirs, way);
    }

    QList<MergeConflict> conflicts{};

private:
    /// What the two may differ in without anybody having to decide.
    static std::optional<Json> settle(const Json& ours, const Json& theirs, const Way& way)
    {
        if (way.id.isEmpty() && way.field == QLatin1String("revision")) {
            return tree::textOf(ours).toInt() < tree::textOf(theirs).toInt() ? theirs : ours;
        }
        const bool isSet = (way.id.isEmpty() && way.field == QLatin1String("authors"))
            || (way.section == QLatin1String("sequences")
                && way.field == QLatin1String("generated"));
        if (isSet && ours.is_array() && theirs.is_array()) {
            Json all = ours;
            for (const Json& item : theirs) {
                if (std::find(all.begin(), all.end(), item) == all.end()) {
                    all.push_back(item);
                }
            }
            return all;
        }
        return std::nullopt;
    }

    Json clash(const Json& base, const Json& ours, const Json& theirs, const Way& way)
    {
        conflicts.append({way.section.isEmpty() ? QStringLiteral("plan") : way.section, way.id,
            way.field, tree::textOf(base), tree::textOf(ours), tree::textOf(theirs)});
        // Of removed and changed, changed stays: nothing is lost before somebody has decided.
        return ours.is_null() ? theirs : ours;
    }

    Json mergeObjects(const Json& base, const Json& ours, const Json& theirs, const Way& way)
    {
        Json made = Json::object();
        const auto take = [&](const std::string& key) {
            const QString name = QString::fromStdString(key);
            const Json value = merge(tree::member(base, name), tree::member(ours, name),
                tree::member(theirs, name), way.into(name));
            if (!value.is_null()) {
                made[key] = value;
            }
        };
        for (const auto& [key, value] : ours.items()) {
            take(key);
        }
        for (const auto& [key, value] : theirs.items()) {
            if (!ours.contains(key)) {
                take(key);
            }
        }
        return made;
    }

    Json mergeUnit(const Json& base, const Json& ours, const Json& theirs, const Way& way)
    {
        const auto kind
            = [](const Json& value) { return tree::member(value, QStringLiteral("type")); };
        Merging inner;
        const Json made = inner.mergeObjects(base, ours, theirs, way);
        const bool isOne = kind(ours) == kind(theirs) && kind(base) == kind(ours)
            && !(made.contains("sql") && made.contains("file")) && inner.conflicts.isEmpty();
        return isOne ? made : clash(base, ours, theirs, way);
    }

    Json mergeLists(const Json& base, const Json& ours, const Json& theirs, const Way& way)
    {
        const QStringList old = idsOf(base);
        const QStringList mine = idsOf(ours);
        const QStringList their = idsOf(theirs);
        const QStringList shared = only(only(old, mine), their);
        const bool mineMoved = only(mine, shared) != shared;
        const bool theirMoved = only(their, shared) != shared;
        if (mineMoved && theirMoved && only(mine, shared) != only(their, shared)
            && !way.field.startsWith(QLatin1String("layout"))) {
            const auto said = [&shared](const QStringList& ids) {
                return only(ids, shared).join(QStringLiteral(", "));
            };
            conflicts.append({way.section.isEmpty() ? QStringLiteral("plan") : way.section, way.id,
                way.field + QStringLiteral(" (order)"), said(old), said(mine), said(their)});
        }
        const auto inBase = itemsOf(base);
        const auto inOurs = itemsOf(ours);
        const auto inTheirs = itemsOf(theirs);
        const Json nothing;
        Json made = Json::array();
        for (const QString& id :
            theirMoved && !mineMoved ? joined(their, mine) : joined(mine, their)) {
            const auto itemOf = [&](const QHash<QString, const Json*>& items) -> const Json& {
                const Json* item = items.value(id);
                return item ? *item : nothing;
            };
            const Json item = merge(itemOf(inBase), itemOf(inOurs), itemOf(inTheirs), way.at(id));
            if (!item.is_null()) {
                made.push_back(item);
            }
        }
        return made;
    }
};

/// Names edges that lead to a node which the other side removed. What dangles on one side alone is
/// no matter of the merge.
void findTornEdges(
    const Plan& ours, const Plan& theirs, const Plan& merged, QList<MergeConflict>& conflicts)
{
    const auto danglesIn = [](const Plan& plan, const EdgeId& edge, const NodeId& node) {
        return plan.edges.contains(edge) && !plan.nodes.contains(node);
    };
    for (const Edge& edge : merged.edges) {
        for (const auto& [field, node] : {std::pair{QStringLiteral("from"), edge.from},
                 std::pair{QStringLiteral("to"), edge.to}}) {
            if (merged.nodes.contains(node) || danglesIn(ours, edge.id, node)
                || danglesIn(theirs, edge.id, node)) {
                continue;
            }
            const QString removed = PlanFileText::tr("the step “%1” was removed").arg(node.text());
            const QString kept = PlanFileText::tr("an edge leads to it or from it");
            const bool byUs = !ours.nodes.contains(node);
            conflicts.append({QStringLiteral("edges"), edge.id.text(), field, node.text(),
                byUs ? removed : kept, byUs ? kept : removed});
        }
    }
}

/// Conflicts of an earlier merge that nobody has decided yet.
QByteArray undecided(const Plan& plan)
{
    for (const auto& [key, value] : plan.header.extras) {
        if (key == mergeConflictsKey) {
            return value;
        }
    }
    return {};
}

Plan without(Plan plan)
{
    plan.header.extras.removeIf([](const auto& extra) { return extra.first == mergeConflictsKey; });
    return plan;
}

/// The conflicts as the plan keeps them, behind those of before.
QByteArray kept(const QByteArray& before, const QList<MergeConflict>& conflicts)
{
    const Json known = tree::parsed(before);
    Json all = known.is_array() ? known : Json::array();
    for (const MergeConflict& each : conflicts) {
        Json item = Json::object();
        const auto put = [&item](const char* key, const QString& value) {
            if (!value.isEmpty()) {
                item[key] = value.toStdString();
            }
        };
        put("section", each.section);
        put("element", each.id);
        put("field", each.field);
        put("base", each.base);
        put("ours", each.ours);
        put("theirs", each.theirs);
        all.push_back(item);
    }
    return tree::toBytes(all);
}

} // namespace

MergedPlan mergePlans(const Plan& base, const Plan& ours, const Plan& theirs)
{
    Merging merging;
    const Json made = merging.merge(tree::ofPlan(without(base)), tree::ofPlan(without(ours)),
        tree::ofPlan(without(theirs)), {});
    PlanReading reading = readPlan(tree::toBytes(made));
    MergedPlan merged;
    merged.conflicts = merging.conflicts;
    if (reading.plan) {
        merged.plan = *std::move(reading.plan);
    } else {
        // Both sides can be read and what comes of them cannot: nothing of theirs is taken.
        merged.plan = ours;
        merged.conflicts = {{QStringLiteral("plan"), {}, {}, {}, {},
            PlanFileText::tr("cannot be joined: %1").arg(describe(reading.violations))}};
    }
    merged.plan.files = ours.files;
    // A place goes with its node, unless it was one side's that it has none.
    for (const NodeId& node : merged.plan.layout.places.keys()) {
        const bool wasHeld = ours.nodes.contains(node) || theirs.nodes.contains(node);
        if (wasHeld && !merged.plan.nodes.contains(node)) {
            merged.plan.layout.places.remove(node);
        }
    }
    for (const EdgeId& edge : merged.plan.layout.routes.keys()) {
        const bool wasHeld = ours.edges.contains(edge) || theirs.edges.contains(edge);
        if (wasHeld && !merged.plan.edges.contains(edge)) {
            merged.plan.layout.routes.remove(edge);
        }
    }
    findTornEdges(ours, theirs, merged.plan, merged.conflicts);
    const QByteArray all = kept(undecided(ours), merged.conflicts);
    merged.plan = without(merged.plan);
    if (all != "[]") {
        merged.plan.header.extras.append({mergeConflictsKey, all});
    }
    return merged;
}

} // namespace whimbrel
