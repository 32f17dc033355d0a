// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/plan/edit.h"
#include "ui/session/plan_session.h"

#include <QList>
#include <QString>

#include <concepts>
#include <functional>
#include <optional>
#include <utility>
#include <variant>

namespace whimbrel {

/// How a change through a Property enters the history.
struct Commit {
    QString what{}; ///< as the undo menu says it
    QString mergeKey{}; ///< see Edit::mergeKey
    QList<Op> before{}; ///< what must be there first: a new participant, a file's content
    QList<Op> after{}; ///< what follows: a file that nothing refers to any more
};

/// A value of the plan that a field shows and changes, seen through the element (or the several
/// selected elements) that hold it. Reads always see the present plan; nothing is kept. Properties
/// of parts are made from the property of the whole, so that a change is always one Edit that puts
/// whole elements.
template <class V>
struct Property {
    using Value = V;
    using Visitor = std::function<bool(const V&)>; ///< returns whether to go on
    using Change = std::function<void(V&)>;

    /// Calls the visitor with the value of each element that has one.
    std::function<void(const Visitor&)> visit{};
    /// Changes it in each element that has one; false if the edit was refused.
    std::function<bool(const Change&, const Commit&)> modify{};

    [[nodiscard]] bool exists() const
    {
        bool any = false;
        visit([&any](const V&) {
            any = true;
            return false;
        });
        return any;
    }

    /// The first element's value, or V's own default.
    [[nodiscard]] V first() const
    {
        V found{};
        visit([&found](const V& value) {
            found = value;
            return false;
        });
        return found;
    }

    /// The value if all elements agree on it.
    [[nodiscard]] std::optional<V> common() const
    {
        std::optional<V> found;
        bool mixed = false;
        visit([&](const V& value) {
            if (!found) {
                found = value;
            } else if (!(*found == value)) {
                mixed = true;
            }
            return !mixed;
        });
        return mixed ? std::nullopt : found;
    }

    [[nodiscard]] bool isMixed() const { return exists() && !common(); }

    bool set(const V& value, const Commit& commit) const
    {
        return modify([&value](V& held) { held = value; }, commit);
    }

    /// The value behind a function that finds it inside the whole; null where there is none.
    /// P is taken apart as `const V& → const P*`; the same function serves changes.
    template <class P>
    [[nodiscard]] Property<P> at(std::function<const P*(const V&)> find) const
    {
        const auto outerVisit = visit;
        const auto outerModify = modify;
        return {[outerVisit, find](const typename Property<P>::Visitor& visitor) {
                    outerVisit([&](const V& whole) {
                        const P* part = find(whole);
                        return part ? visitor(*part) : true;
                    });
                },
            [outerModify, find](const typename Property<P>::Change& change, const Commit& commit) {
                return outerModify(
                    [&](V& whole) {
                        // The whole is ours to change: find() only looks at it as constant.
                        if (auto* part = const_cast<P*>(find(whole))) {
                            change(*part);
                        }
                    },
                    commit);
            }};
    }

    template <class P, std::same_as<V> Whole>
    [[nodiscard]] Property<P> part(P Whole::*member) const
    {
        return at<P>([member](const V& whole) { return &(whole.*member); });
    }
};

/// What an optional holds; elements where it is empty take no part.
template <class V>
[[nodiscard]] Property<V> inside(const Property<std::optional<V>>& property)
{
    return property.template at<V>(
        [](const std::optional<V>& held) { return held ? &*held : nullptr; });
}

/// What a variant holds, in the elements where it is an A.
template <class A, class... All>
[[nodiscard]] Property<A> alternative(const Property<std::variant<All...>>& property)
{
    return property.template at<A>(
        [](const std::variant<All...>& held) { return std::get_if<A>(&held); });
}

/// The item of a list at a place, where the list is long enough.
template <class V>
[[nodiscard]] Property<V> item(const Property<QList<V>>& property, qsizetype index)
{
    const auto visit = property.visit;
    const auto modify = property.modify;
    return {[visit, index](const typename Property<V>::Visitor& visitor) {
                visit([&](const QList<V>& list) {
                    return index < list.size() ? visitor(list.at(index)) : true;
                });
            },
        [modify, index](const typename Property<V>::Change& change, const Commit& commit) {
            return modify(
                [&](QList<V>& list) {
                    if (index < list.size()) {
                        change(list[index]);
                    }
                },
                commit);
        }};
}

/// An optional of which only the engaged state matters: a switch that puts `initial` in or takes
/// the value out.
template <class V>
[[nodiscard]] Property<bool> presence(const Property<std::optional<V>>& property, V initial)
{
    const auto visit = property.visit;
    const auto modify = property.modify;
    return {[visit](const Property<bool>::Visitor& visitor) {
                visit([&](const std::optional<V>& held) { return visitor(held.has_value()); });
            },
        [modify, initial](const Property<bool>::Change& change, const Commit& commit) {
            return modify(
                [&](std::optional<V>& held) {
                    bool present = held.has_value();
                    change(present);
                    if (present && !held) {
                        held = initial;
                    } else if (!present) {
                        held.reset();
                    }
                },
                commit);
        }};
}

namespace detail {
inline const Elements<Target>& elementsOf(const Plan& plan, const TargetId&)
{
    return plan.targets;
}
inline const Elements<Parameter>& elementsOf(const Plan& plan, const ParameterId&)
{
    return plan.parameters;
}
inline const Elements<Participant>& elementsOf(const Plan& plan, const ParticipantId&)
{
    return plan.participants;
}
inline const Elements<Group>& elementsOf(const Plan& plan, const GroupId&)
{
    return plan.groups;
}
inline const Elements<Node>& elementsOf(const Plan& plan, const NodeId&)
{
    return plan.nodes;
}
inline const Elements<Edge>& elementsOf(const Plan& plan, const EdgeId&)
{
    return plan.edges;
}
inline const Elements<Sequence>& elementsOf(const Plan& plan, const SequenceId&)
{
    return plan.sequences;
}
inline const Elements<Assumption>& elementsOf(const Plan& plan, const AssumptionId&)
{
    return plan.assumptions;
}
inline const Elements<Acceptance>& elementsOf(const Plan& plan, const AcceptanceId&)
{
    return plan.accepted;
}
inline const Elements<Comment>& elementsOf(const Plan& plan, const CommentId&)
{
    return plan.comments;
}
} // namespace detail

/// The elements with these ids, each as a whole. Ids that are gone take no part. The session
/// outlives the property.
template <class T>
[[nodiscard]] Property<T> elementsProperty(PlanSession& session, QList<decltype(T::id)> ids)
{
    PlanSession* holder = &session;
    return {[holder, ids](const typename Property<T>::Visitor& visitor) {
                for (const auto& id : ids) {
                    const T* found = detail::elementsOf(holder->plan(), id).find(id);
                    if (found && !visitor(*found)) {
                        return;
                    }
                }
            },
        [holder, ids](const typename Property<T>::Change& change, const Commit& commit) {
            Edit edit{commit.what, commit.before, commit.mergeKey};
            for (const auto& id : ids) {
                if (const T* found = detail::elementsOf(holder->plan(), id).find(id)) {
                    T changed = *found;
                    change(changed);
                    if (!(changed == *found)) {
                        edit.ops.append(Put<T>{std::move(changed), -1});
                    }
                }
            }
            edit.ops += commit.after;
            return edit.isEmpty() || holder->perform(edit);
        }};
}

/// What the plan says of itself.
[[nodiscard]] inline Property<PlanHeader> headerProperty(PlanSession& session)
{
    PlanSession* holder = &session;
    return {
        [holder](const Property<PlanHeader>::Visitor& visitor) { visitor(holder->plan().header); },
        [holder](const Property<PlanHeader>::Change& change, const Commit& commit) {
            PlanHeader changed = holder->plan().header;
            change(changed);
            if (changed == holder->plan().header) {
                return true;
            }
            return holder->perform(Edit{commit.what, {SetHeader{changed}}, commit.mergeKey});
        }};
}

} // namespace whimbrel
