// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/base/result.h"
#include "model/plan/plan.h"

#include <QSet>

#include <optional>
#include <variant>

namespace whimbrel {

/// Puts an element in the place of the one with the same id, or inserts it at position `at` of the
/// plan's order (at the end when negative).
template <class T>
struct Put {
    T value{};
    qsizetype at = -1;
    bool operator==(const Put&) const = default;
};

/// Takes an element out. What refers to it stays as it is: dangling ends are findings, not errors.
template <class T>
struct Erase {
    decltype(T::id) id{};
    bool operator==(const Erase&) const = default;
};

struct SetHeader {
    PlanHeader header{};
    bool operator==(const SetHeader&) const = default;
};

/// Places a node on the diagram, or leaves its place to the automatic layout.
struct SetPlace {
    NodeId node{};
    std::optional<Place> place{};
    bool operator==(const SetPlace&) const = default;
};

struct SetDirection {
    FlowDirection direction = FlowDirection::LeftToRight;
    bool operator==(const SetDirection&) const = default;
};

struct SetLanes {
    FlowLanes lanes = FlowLanes::None;
    bool operator==(const SetLanes&) const = default;
};

/// Leads an edge by hand, or leaves its line to the router.
struct SetRoute {
    EdgeId edge{};
    std::optional<EdgeRoute> route{};
    bool operator==(const SetRoute&) const = default;
};

/// Shows a group as one box, or opens it again.
struct SetFolded {
    GroupId group{};
    bool folded = false;
    bool operator==(const SetFolded&) const = default;
};

/// Sets the content of a file beside the plan, or (without content) lets go of it. Nothing on the
/// disk is deleted by that.
struct SetFile {
    QString path{};
    std::optional<QByteArray> content{};
    bool operator==(const SetFile&) const = default;
};

/// The primitive changes of a plan.
using Op = std::variant<SetHeader, Put<Target>, Erase<Target>, Put<Parameter>, Erase<Parameter>,
    Put<Participant>, Erase<Participant>, Put<Group>, Erase<Group>, Put<Node>, Erase<Node>,
    Put<Edge>, Erase<Edge>, Put<Sequence>, Erase<Sequence>, Put<Assumption>, Erase<Assumption>,
    Put<Acceptance>, Erase<Acceptance>, Put<Comment>, Erase<Comment>, SetPlace, SetDirection,
    SetLanes, SetRoute, SetFolded, SetFile>;

/// A change of a plan as data, applied all or none. Undo, the inspector, dragging, pasting, quick
/// fixes, autosave and the command line all use it.
struct Edit {
    QString text{}; ///< what it does, as the undo menu says it: "Rename step"
    QList<Op> ops{};
    /// Consecutive edits with the same key that is not empty are one step of the undo history
    /// (typing in one field).
    QString mergeKey{};

    [[nodiscard]] bool isEmpty() const { return ops.isEmpty(); }
    bool operator==(const Edit&) const = default;
};

/// Which elements an edit touched, for views that follow the plan. Ids, never pointers.
struct PlanChange {
    QSet<ElementRef> put{}; ///< added or changed
    QSet<ElementRef> erased{};
    QSet<NodeId> placed{};
    QSet<EdgeId> routed{};
    QSet<QString> files{};
    bool header = false;
    bool direction = false; ///< or the lanes are others
    bool folded = false; ///< groups were folded or opened
    bool everything = false; ///< another plan was loaded
};

/// Applies the edit and returns the one that takes it back: apply(plan, *apply(plan, edit)) leaves
/// the plan equal to what it was. Fails with ErrorCode::Impossible, the plan untouched, if an
/// operation erases what is not there or puts an element without an id.
[[nodiscard]] Result<Edit> apply(Plan& plan, const Edit& edit);

/// What the edit would touch.
[[nodiscard]] PlanChange changeOf(const Edit& edit);

} // namespace whimbrel
