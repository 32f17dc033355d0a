// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/plan/elements.h"
#include "model/plan/node.h"
#include "model/plan/sequence.h"

#include <QMap>
#include <QPointF>
#include <QSet>

namespace whimbrel {

/// A named database role that steps run on. Never a host, user or password: those are bound when
/// a run begins.
struct Target {
    TargetId id{};
    Dialect dialect = Dialect::Sqlite;
    QString title{};
    Extras extras{};
    bool operator==(const Target&) const = default;
};

enum class ParameterType { Identifier, Literal, Number, Duration };

/// A typed value that SQL refers to as {{id}}. It is quoted by its type, never pasted as text.
struct Parameter {
    ParameterId id{};
    ParameterType type = ParameterType::Literal;
    QString title{};
    QString value{}; ///< where no environment has its own
    QMap<QString, QString> byEnvironment{}; ///< "development", "staging", "production"
    Extras extras{};
    bool operator==(const Parameter&) const = default;
};

enum class ParticipantKind {
    Person, ///< or a team
    Application,
    Runner, ///< what carries the plan out
    Database, ///< a primary
    Replica,
    Flags, ///< a feature-flag service
    Queue,
    Service, ///< anything else that answers
};

/// Who or what takes part: a person, a team, an application version, a service, a database.
struct Participant {
    ParticipantId id{};
    QString title{};
    QString role{};
    ParticipantKind kind = ParticipantKind::Person;
    QString version{}; ///< application: which release
    TargetId target{}; ///< database, replica: the target that it is
    GroupId region{};
    QList<Link> links{}; ///< where it is watched, its repository
    Extras extras{};
    bool operator==(const Participant&) const = default;
};

enum class GroupKind { Phase, Region };

/// A phase or a region; groups nest by `parent`.
struct Group {
    GroupId id{};
    QString title{};
    GroupKind kind = GroupKind::Phase;
    GroupId parent{};
    Extras extras{};
    bool operator==(const Group&) const = default;
};

/// What the plan takes for granted, what would follow if it were wrong, and what is done about it.
struct Assumption {
    AssumptionId id{};
    QString assumption{};
    QString impact{};
    QString mitigation{};
    Extras extras{};
    bool operator==(const Assumption&) const = default;
};

/// A finding that people decided to live with, and why.
struct Acceptance {
    AcceptanceId id{}; ///< the finding's stable key
    QString because{};
    QString by{};
    QString at{}; ///< ISO 8601
    Extras extras{};
    bool operator==(const Acceptance&) const = default;
};

/// What a reader remarks on an element, or (ElementType::Plan) on the plan as a whole. Open until
/// somebody resolves it; several on one element are read as a talk, in the plan's order.
struct Comment {
    CommentId id{};
    ElementRef on{};
    QString text{};
    QString by{};
    QString at{}; ///< ISO 8601
    bool resolved = false;
    Extras extras{};
    bool operator==(const Comment&) const = default;
};

enum class PlanStatus { Draft, Reviewed, Approved };

/// What the plan says of itself.
struct PlanHeader {
    QString title{};
    QString why{};
    PlanStatus status = PlanStatus::Draft;
    QStringList authors{};
    QString ticket{};
    int revision = 0;
    Extras extras{}; ///< unknown keys at the file's top level
    bool operator==(const PlanHeader&) const = default;
};

/// Where a node's top left corner stands, in the diagram's pixels.
struct Place {
    QPointF position{};
    bool pinned = false; ///< placed by hand: automatic layout leaves it there
    Extras extras{};
    bool operator==(const Place&) const = default;
};

enum class FlowDirection { LeftToRight, TopDown };

/// Whether steps stand in swim lanes, and by what.
enum class FlowLanes { None, Owner, Region };

/// Where a line goes through on its way: off the straight line between the middles of the two
/// nodes that it joins, so that it goes along when they move.
struct Waypoint {
    double along = 0.5; ///< 0 at the node that the edge leaves, 1 at the one that it enters
    QPointF off{}; ///< from there, in pixels
    Extras extras{};
    bool operator==(const Waypoint&) const = default;
};

/// The side of a node at which an edge leaves or enters.
enum class EndSide { Free, Left, Top, Right, Bottom };

/// What of an edge's line was laid by hand; the rest is the router's.
struct EdgeRoute {
    EndSide out = EndSide::Free;
    EndSide in = EndSide::Free;
    QList<Waypoint> through{};
    Extras extras{};
    bool operator==(const EdgeRoute&) const = default;
};

/// How the flow diagram is arranged. No part of the plan's meaning.
struct FlowLayout {
    FlowDirection direction = FlowDirection::LeftToRight;
    FlowLanes lanes = FlowLanes::None;
    QMap<NodeId, Place> places{};
    QSet<GroupId> folded{}; ///< groups that are shown as one box
    QMap<EdgeId, EdgeRoute> routes{}; ///< of edges that were led by hand
    Extras extras{};
    bool operator==(const FlowLayout&) const = default;
};

/// One migration, as a plain value. Changed through edits alone
/// (edit.h). Copies are cheap and can be handed to any thread.
struct Plan {
    PlanHeader header{};
    Elements<Target> targets{};
    Elements<Parameter> parameters{};
    Elements<Participant> participants{};
    Elements<Group> groups{};
    Elements<Node> nodes{};
    Elements<Edge> edges{};
    Elements<Sequence> sequences{};
    Elements<Assumption> assumptions{};
    Elements<Acceptance> accepted{};
    Elements<Comment> comments{};
    FlowLayout layout{};
    /// The bytes of the files that SqlSource::file names, by that path; a referenced file that is
    /// not there has no entry. They are saved with the plan.
    QMap<QString, QByteArray> files{};

    bool operator==(const Plan&) const = default;

    /// The SQL of a source as UTF-8; empty if its file is missing.
    [[nodiscard]] QByteArray sqlText(const SqlSource& source) const;
    /// The target that an action or check with this target field means; null if there is none.
    [[nodiscard]] const Target* targetOf(const TargetId& id) const;
};

} // namespace whimbrel
