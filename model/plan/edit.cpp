// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "model/plan/edit.h"

#include <QCoreApplication>

#include <algorithm>

namespace whimbrel {

namespace {

Elements<Target>& elementsOf(Plan& plan, const Target*)
{
    return plan.targets;
}
Elements<Parameter>& elementsOf(Plan& plan, const Parameter*)
{
    return plan.parameters;
}
Elements<Participant>& elementsOf(Plan& plan, const Participant*)
{
    return plan.participants;
}
Elements<Group>& elementsOf(Plan& plan, const Group*)
{
    return plan.groups;
}
Elements<Node>& elementsOf(Plan& plan, const Node*)
{
    return plan.nodes;
}
Elements<Edge>& elementsOf(Plan& plan, const Edge*)
{
    return plan.edges;
}
Elements<Sequence>& elementsOf(Plan& plan, const Sequence*)
{
    return plan.sequences;
}
Elements<Assumption>& elementsOf(Plan& plan, const Assumption*)
{
    return plan.assumptions;
}
Elements<Acceptance>& elementsOf(Plan& plan, const Acceptance*)
{
    return plan.accepted;
}
Elements<Comment>& elementsOf(Plan& plan, const Comment*)
{
    return plan.comments;
}

constexpr ElementType typeOf(const Target*)
{
    return ElementType::Target;
}
constexpr ElementType typeOf(const Parameter*)
{
    return ElementType::Parameter;
}
constexpr ElementType typeOf(const Participant*)
{
    return ElementType::Participant;
}
constexpr ElementType typeOf(const Group*)
{
    return ElementType::Group;
}
constexpr ElementType typeOf(const Node*)
{
    return ElementType::Node;
}
constexpr ElementType typeOf(const Edge*)
{
    return ElementType::Edge;
}
constexpr ElementType typeOf(const Sequence*)
{
    return ElementType::Sequence;
}
constexpr ElementType typeOf(const Assumption*)
{
    return ElementType::Assumption;
}
constexpr ElementType typeOf(const Acceptance*)
{
    return ElementType::Plan;
}
constexpr ElementType typeOf(const Comment*)
{
    return ElementType::Plan;
}

QString tr(const char* text)
{
    return QCoreApplication::translate("Edit", text);
}

/// Performs one operation and returns the one that takes it back.
struct Performer {
    Plan& plan;

    template <class T>
    Result<Op> operator()(const Put<T>& put) const
    {
        if (put.value.id.isEmpty()) {
            return fail({ErrorCode::Impossible, tr("An element without an id cannot be added.")});
        }
        Elements<T>& elements = elementsOf(plan, static_cast<const T*>(nullptr));
        Op inverse = Erase<T>{put.value.id};
        if (const T* old = elements.find(put.value.id)) {
            inverse = Put<T>{*old, -1};
        }
        elements.put(put.value, put.at);
        return inverse;
    }

    template <class T>
    Result<Op> operator()(const Erase<T>& erase) const
    {
        Elements<T>& elements = elementsOf(plan, static_cast<const T*>(nullptr));
        const T* old = elements.find(erase.id);
        if (!old) {
            return fail({ErrorCode::Impossible,
                tr("There is no element \"%1\" to delete.").arg(erase.id.text())});
        }
        T kept = *old;
        const qsizetype at = elements.erase(erase.id);
        return Op{Put<T>{std::move(kept), at}};
    }

    Result<Op> operator()(const SetHeader& set) const
    {
        return Op{SetHeader{std::exchange(plan.header, set.header)}};
    }

    Result<Op> operator()(const SetPlace& set) const
    {
        SetPlace inverse{set.node, std::nullopt};
        const auto old = plan.layout.places.constFind(set.node);
        if (old != plan.layout.places.cend()) {
            inverse.place = *old;
        }
        if (set.place) {
            plan.layout.places.insert(set.node, *set.place);
        } else {
            plan.layout.places.remove(set.node);
        }
        return Op{std::move(inverse)};
    }

    Result<Op> operator()(const SetDirection& set) const
    {
        return Op{SetDirection{std::exchange(plan.layout.direction, set.direction)}};
    }

    Result<Op> operator()(const SetLanes& set) const
    {
        return Op{SetLanes{std::exchange(plan.layout.lanes, set.lanes)}};
    }

    Result<Op> operator()(const SetRoute& set) const
    {
        SetRoute inverse{set.edge, std::nullopt};
        const auto old = plan.layout.routes.constFind(set.edge);
        if (old != plan.layout.routes.cend()) {
            inverse.route = *old;
        }
        if (set.route) {
            plan.layout.routes.insert(set.edge, *set.route);
        } else {
            plan.layout.routes.remove(set.edge);
        }
        return Op{std::move(inverse)};
    }

    Result<Op> operator()(const SetFolded& set) const
    {
        const SetFolded inverse{set.group, plan.layout.folded.contains(set.group)};
        if (set.folded) {
            plan.layout.folded.insert(set.group);
        } else {
            plan.layout.folded.remove(set.group);
        }
        return Op{inverse};
    }

    Result<Op> operator()(const SetFile& set) const
    {
        SetFile inverse{set.path, std::nullopt};
        const auto old = plan.files.constFind(set.path);
        if (old != plan.files.cend()) {
            inverse.content = *old;
        }
        if (set.content) {
            plan.files.insert(set.path, *set.content);
        } else {
            plan.files.remove(set.path);
        }
        return Op{std::move(inverse)};
    }
};

struct ChangeCollector {
    PlanChange& change;

    template <class T>
    void operator()(const Put<T>& put) const
    {
        const ElementRef ref{typeOf(static_cast<const T*>(nullptr)), put.value.id.text()};
        change.put.insert(ref);
        change.erased.remove(ref);
    }
    template <class T>
    void operator()(const Erase<T>& erase) const
    {
        const ElementRef ref{typeOf(static_cast<const T*>(nullptr)), erase.id.text()};
        change.erased.insert(ref);
        change.put.remove(ref);
    }
    void operator()(const SetHeader&) const { change.header = true; }
    void operator()(const SetPlace& set) const { change.placed.insert(set.node); }
    void operator()(const SetDirection&) const { change.direction = true; }
    void operator()(const SetLanes&) const { change.direction = true; }
    void operator()(const SetRoute& set) const { change.routed.insert(set.edge); }
    void operator()(const SetFolded&) const { change.folded = true; }
    void operator()(const SetFile& set) const { change.files.insert(set.path); }
};

} // namespace

Result<Edit> apply(Plan& plan, const Edit& edit)
{
    Plan changed = plan;
    Edit inverse{edit.text, {}, edit.mergeKey};
    inverse.ops.reserve(edit.ops.size());
    for (const Op& op : edit.ops) {
        Result<Op> back = std::visit(Performer{changed}, op);
        if (!back) {
            return fail(std::move(back).error());
        }
        inverse.ops.append(*std::move(back));
    }
    std::reverse(inverse.ops.begin(), inverse.ops.end());
    plan = std::move(changed);
    return inverse;
}

PlanChange changeOf(const Edit& edit)
{
    PlanChange change;
    for (const Op& op : edit.ops) {
        std::visit(ChangeCollector{change}, op);
    }
    return change;
}

} // namespace whimbrel
