// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/io/sequence_tables.h"

// The plan file, key by key. A new field of the plan is a new row here; reader, writer, plan hash
// and schema follow (the test of the schema then asks for the new schema file).
namespace whimbrel::format {

template <>
struct ObjectOf<Link> {
    static constexpr const char* name = "link";
    static constexpr const char* about = "A web address: ticket, pull request, runbook.";
    static constexpr std::array rows{
        at<&Link::title>("title", Plain, "What people read."),
        at<&Link::url>("url", Always, "Where it leads."),
    };
};

template <>
struct ObjectOf<DialectSql> {
    static constexpr const char* name = "dialectSql";
    static constexpr const char* about = "Another SQL for one dialect; the binding chooses.";
    using Source = Direct<&DialectSql::sql>;
    static constexpr std::array rows{sqlRow<Source>(), fileRow<Source>()};
};

template <>
struct ObjectOf<Expectation> {
    static constexpr const char* name = "expectation";
    static constexpr const char* about = "The value that a check must find.";
    static constexpr std::array rows{
        at<&Expectation::op>("op", Always | Meaning, "How the values compare."),
        at<&Expectation::value>("value", Meaning, "Decimal text or text."),
        at<&Expectation::before>(
            "before", Meaning, "Compare with the value taken when the guarded change was entered."),
        at<&Expectation::tolerance>(
            "tolerance", Meaning, "How far a number may be away; decimal text."),
    };
};

template <>
struct ObjectOf<LeftSide> {
    static constexpr const char* name = "compareLeft";
    static constexpr const char* about = "The query on the check's own target.";
    using Source = Direct<&LeftSide::sql>;
    static constexpr std::array rows{sqlRow<Source>(), fileRow<Source>()};
};

template <>
struct ObjectOf<RightSide> {
    static constexpr const char* name = "compareRight";
    static constexpr const char* about = "The query whose rows must be the same.";
    using Source = Direct<&RightSide::sql>;
    static constexpr std::array rows{
        at<&RightSide::target>("target", Meaning, "Without: the check's own."),
        sqlRow<Source>(),
        fileRow<Source>(),
    };
};

template <>
struct ObjectOf<Check> {
    static constexpr const char* name = "check";
    static constexpr const char* about = "Something that must be so: pass, fail, or unknown.";
    using Type = CheckType;
    template <auto Member>
    using In = InBody<Check, Member>;

    static constexpr std::array rows{
        at<&Check::id, OwnIdCodec<CheckId>>(
            "id", Required | Always | Meaning, "Unique in its list of checks."),
        typeRow<Check>("How it is found out."),
        at<&Check::title>("title", Plain, "What people read."),
        at<&Check::target>("target", Meaning, "The target's id; without: the plan's first."),
    };
    static constexpr std::array tail{
        at<&Check::tries, WholeCodec<int, 1>>(
            "tries", Meaning, "How often it is tried before it fails; without: once."),
        at<&Check::intervalMs, Milliseconds>(
            "intervalMs", Meaning, "Between two tries; without: 1000."),
        at<&Check::timeLimitMs, Milliseconds>(
            "timeLimitMs", Meaning, "For one try; without: 30000."),
    };

    static constexpr std::array query{
        sqlRow<In<&QueryCheck::sql>>(),
        fileRow<In<&QueryCheck::sql>>(),
        row<In<&QueryCheck::expect>>("expect", Meaning, "What must be found."),
    };
    static constexpr std::array compare{
        leftRow(),
        rightRow(),
        row<In<&CompareCheck::maxRows>, WholeCodec<int, 1>>(
            "maxRows", Meaning, "More rows than this are not compared; without: 10000."),
        row<In<&CompareCheck::tolerance>>(
            "tolerance", Meaning, "How far a number may be away; decimal text."),
    };
    static constexpr std::array rowCount{
        row<In<&RowCountCheck::table>>("table", Meaning, "The table that is looked at."),
        row<In<&RowCountCheck::where>>("where", Meaning, "An SQL condition; without: all rows."),
        row<In<&RowCountCheck::expect>>("expect", Meaning, "What must be found."),
    };
    static constexpr std::array checksum{
        row<In<&ChecksumCheck::table>>("table", Meaning, "The table that is looked at."),
        row<In<&ChecksumCheck::columns>>("columns", Meaning, "Without: all."),
        row<In<&ChecksumCheck::expect>>("expect", Meaning, "What must be found."),
    };
    static constexpr std::array replicationLag{
        row<In<&ReplicationLagCheck::atMostMs>, Milliseconds>(
            "atMostMs", Meaning, "The longest time that is good."),
    };
    static constexpr std::array http{
        row<In<&HttpCheck::url>>("url", Meaning, "The web address that is asked."),
        row<In<&HttpCheck::status>, WholeCodec<int, 100, 599>>(
            "status", Meaning, "The HTTP status expected; without: 200."),
        row<In<&HttpCheck::atMostMs>, OptionalCodec<Milliseconds>>(
            "atMostMs", Meaning, "The longest time that is good."),
        row<In<&HttpCheck::number>>("number", Meaning, "JSON pointer to a number in the answer."),
        row<In<&HttpCheck::expect>>("expect", Meaning, "What must be found."),
    };
    static constexpr std::array command{
        row<In<&CommandCheck::program>>("program", Meaning, "A program that must end with 0."),
        row<In<&CommandCheck::arguments>>("arguments", Meaning, "Its arguments, one an item."),
    };
    static constexpr std::array manual{
        row<In<&ManualCheck::question>>("question", Meaning, "What someone answers."),
    };

    static std::span<const Field<Check>> body(size_t index)
    {
        switch (static_cast<CheckType>(index)) {
        case CheckType::Query:
            return query;
        case CheckType::Compare:
            return compare;
        case CheckType::RowCount:
            return rowCount;
        case CheckType::Checksum:
            return checksum;
        case CheckType::ReplicationLag:
            return replicationLag;
        case CheckType::Http:
            return http;
        case CheckType::Command:
            return command;
        case CheckType::Manual:
            return manual;
        }
        return {};
    }
};

template <>
struct ObjectOf<Action> {
    static constexpr const char* name = "action";
    static constexpr const char* about
        = "What is done on entering a node or on following a rollback edge.";
    using Type = ActionType;
    template <auto Member>
    using In = InBody<Action, Member>;

    static constexpr std::array rows{
        typeRow<Action>("What is done."),
        at<&Action::target>("target", Meaning, "The target's id; without: the plan's first."),
    };
    static constexpr std::array tail{
        at<&Action::lockTimeoutMs, OptionalCodec<Milliseconds>>(
            "lockTimeoutMs", Meaning, "How long a statement waits for a lock."),
        at<&Action::statementTimeoutMs, OptionalCodec<Milliseconds>>(
            "statementTimeoutMs", Meaning, "How long a statement may take."),
        at<&Action::tries, WholeCodec<int, 1>>(
            "tries", Meaning, "How often a statement is tried that met a lock; without: once."),
        at<&Action::repeatable>(
            "repeatable", Meaning, "After a crash it may simply be done again."),
        at<&Action::dialects, DialectsCodec>(
            "dialects", Meaning, "Other SQL by dialect; the binding chooses."),
        at<&Action::leaves>("leaves", Meaning,
            "What a way back leaves otherwise than it was; each holds those before it."),
        at<&Action::leavesBecause>("leavesBecause", Plain, "Why that may be."),
    };

    static constexpr std::array sql{
        sqlRow<In<&SqlAction::sql>>(),
        fileRow<In<&SqlAction::sql>>(),
        row<In<&SqlAction::foreignKeysOff>, ForeignKeysCodec>("foreignKeys", Meaning,
            "“off” for SQLite table rebuilds: switched off outside the transaction, child rows "
            "compared."),
    };
    static constexpr std::array backfill{
        row<In<&BackfillAction::table>>("table", Meaning, "Whose keys are walked."),
        row<In<&BackfillAction::key>>("key", Meaning, "One unique NOT NULL column."),
        row<In<&BackfillAction::batch>, WholeCodec<int, 1>>(
            "batch", Meaning, "Rows to a batch, at first; without: 1000."),
        row<In<&BackfillAction::pauseMs>, WholeCodec<int, 0>>(
            "pauseMs", Meaning, "Rest between two batches."),
        row<In<&BackfillAction::batchMs>, OptionalCodec<Milliseconds>>("batchMs", Meaning,
            "How long a batch should take: the rows to a batch follow; without: 500 on servers, "
            "not followed on SQLite."),
        row<In<&BackfillAction::maxLagMs>, OptionalCodec<Milliseconds>>(
            "maxLagMs", Meaning, "How far replicas may fall behind before it waits for them."),
        row<In<&BackfillAction::limits>>("limits", Meaning,
            "Checks that must pass before each batch; while one does not, it waits."),
        sqlRow<In<&BackfillAction::sql>>(),
        fileRow<In<&BackfillAction::sql>>(),
    };
    static constexpr std::array copy{
        row<In<&CopyAction::from>>("from", Meaning, "The id of the target whose rows are read."),
        row<In<&CopyAction::table>>("table", Meaning, "Whose keys are walked."),
        row<In<&CopyAction::key>>("key", Meaning, "One unique NOT NULL column."),
        row<In<&CopyAction::columns>>(
            "columns", Meaning, "Which are copied beside the key, by the names that both have."),
        row<In<&CopyAction::into>>(
            "into", Meaning, "The table that they come into; without: of the same name."),
        row<In<&CopyAction::where>>("where", Meaning, "A condition on the rows; without: all."),
        row<In<&CopyAction::batch>, WholeCodec<int, 1>>(
            "batch", Meaning, "Rows to a batch, at first; without: 1000."),
        row<In<&CopyAction::pauseMs>, WholeCodec<int, 0>>(
            "pauseMs", Meaning, "Rest between two batches."),
        row<In<&CopyAction::batchMs>, OptionalCodec<Milliseconds>>("batchMs", Meaning,
            "How long a batch should take: the rows to a batch follow; without: 500 on servers, "
            "not followed on SQLite."),
        row<In<&CopyAction::maxLagMs>, OptionalCodec<Milliseconds>>(
            "maxLagMs", Meaning, "How far replicas may fall behind before it waits for them."),
        row<In<&CopyAction::limits>>("limits", Meaning,
            "Checks that must pass before each batch; while one does not, it waits."),
    };
    static constexpr std::array backup{
        row<In<&BackupAction::path>>(
            "path", Meaning, "Where to, beside the plan; without: named after the run."),
    };
    static constexpr std::array command{
        row<In<&CommandAction::program>>("program", Meaning, "The program, never a shell line."),
        row<In<&CommandAction::arguments>>("arguments", Meaning, "Its arguments, one an item."),
    };
    static constexpr std::array manual{
        row<In<&ManualAction::instructions>>("instructions", Meaning, "What someone does."),
    };
    static constexpr std::array none{
        row<In<&NoAction::because>>("because", Plain, "Why there is nothing to do."),
    };

    static std::span<const Field<Action>> body(size_t index)
    {
        switch (static_cast<ActionType>(index)) {
        case ActionType::Sql:
            return sql;
        case ActionType::Backfill:
            return backfill;
        case ActionType::Copy:
            return copy;
        case ActionType::Backup:
            return backup;
        case ActionType::Command:
            return command;
        case ActionType::Manual:
            return manual;
        case ActionType::None:
            return none;
        }
        return {};
    }
};

template <>
struct ObjectOf<Window> {
    static constexpr const char* name = "window";
    static constexpr const char* about = "When a step may be begun.";
    static constexpr std::array rows{
        at<&Window::days, ListCodec<DayCodec>>("days", Meaning, "Without: every day."),
        at<&Window::from, TimeCodec>("from", Meaning, "Time of day, 22:00."),
        at<&Window::to, TimeCodec>("to", Meaning, "Before “from”: the next day."),
        at<&Window::zone>("zone", Meaning, "IANA time zone; without: UTC."),
    };
};

template <>
struct ObjectOf<RiskOverride> {
    static constexpr const char* name = "risk";
    static constexpr const char* about
        = "A person's judgement of the risk where it differs from the kind's.";
    static constexpr std::array rows{
        at<&RiskOverride::risk>("level", Required | Always, "How risky it is."),
        at<&RiskOverride::because>("because", Plain, "Why it differs."),
    };
};

template <>
struct ObjectOf<BackupEvidence> {
    static constexpr const char* name = "evidence";
    static constexpr const char* about = "What shows that a recovery point exists.";
    static constexpr std::array rows{
        at<&BackupEvidence::reference>("reference", Plain, "How to find it."),
        at<&BackupEvidence::takenAt>("takenAt", Plain, "ISO 8601."),
        at<&BackupEvidence::position>("position", Plain, "Log position or snapshot id."),
        at<&BackupEvidence::restoreTestedAt>(
            "restoreTestedAt", Plain, "ISO 8601 of the last time that it was restored."),
    };
};

template <>
struct ObjectOf<Node> {
    static constexpr const char* name = "node";
    static constexpr const char* about
        = "A state or step: its kind says what it is, its action what is done to reach it.";
    static constexpr std::array rows{
        at<&Node::id, OwnIdCodec<NodeId>>(
            "id", Required | Always | Meaning, "Stable; edges refer to it."),
        at<&Node::kind>("kind", Required | Always | Meaning, "What it is."),
        at<&Node::title>("title", Plain, "What people read."),
        at<&Node::notes>("notes", Plain, "Remarks."),
        at<&Node::group>("group", Plain, "The phase or region that it stands in."),
        at<&Node::owner>("owner", Plain, "The participant who answers for it."),
        at<&Node::estimateMs, OptionalCodec<Milliseconds>>(
            "estimateMs", Plain, "How long it will take."),
        at<&Node::window>("window", Meaning, "When it may be begun."),
        at<&Node::risk>("risk", Plain, "Where it differs from the kind's."),
        at<&Node::ask>("ask", Plain, "Gate: the question."),
        at<&Node::approvers>(
            "approvers", Meaning, "Gate: participants who may answer; without: anyone."),
        at<&Node::mustBeSigned>(
            "signed", Meaning, "Gate: an answer counts only with the person's signature."),
        at<&Node::outcome>("outcome", Meaning, "End: what it means; without: migrated."),
        at<&Node::switches>("switches", Meaning, "Cutover: what it switches."),
        at<&Node::percent, OptionalCodec<WholeCodec<int, 0, 100>>>(
            "percent", Meaning, "Cutover: the share of traffic."),
        at<&Node::holdMs, OptionalCodec<Milliseconds>>(
            "holdMs", Meaning, "Monitor: for how long its checks repeat."),
        at<&Node::everyMs, OptionalCodec<Milliseconds>>(
            "everyMs", Meaning, "Monitor: the pause between two rounds."),
        at<&Node::entry>("entry", Meaning, "Checks that must hold before the action."),
        at<&Node::action>("action", Meaning, "What is done to reach the state."),
        at<&Node::exit>("exit", Meaning, "Checks that must hold after the action."),
        at<&Node::checks>("checks", Meaning, "What a verification finds out."),
        at<&Node::evidence>("evidence", Plain, "Backup: what shows that it exists."),
        at<&Node::links>("links", Plain, "Ticket, pull request, runbook."),
    };
};

template <>
struct ObjectOf<Edge> {
    static constexpr const char* name = "edge";
    static constexpr const char* about = "A way from node to node.";
    static constexpr std::array rows{
        at<&Edge::id, OwnIdCodec<EdgeId>>("id", Required | Always | Meaning, "Stable."),
        at<&Edge::kind>("kind", Meaning, "What it is for; without: forward."),
        at<&Edge::from>("from", Required | Always | Meaning, "The node that it leaves."),
        at<&Edge::to>("to", Required | Always | Meaning, "The node that it enters."),
        at<&Edge::when>("when", Meaning,
            "Forward: the outcome that takes it (pass, fail, yes, no or a label); without: pass "
            "or yes."),
        at<&Edge::title>("title", Plain, "Shown beside the line."),
        at<&Edge::notes>("notes", Plain, "Remarks."),
        at<&Edge::estimateMs, OptionalCodec<Milliseconds>>(
            "estimateMs", Plain, "How long the way takes."),
        at<&Edge::method>(
            "method", Meaning, "Rollback: how the change is taken back; without: compensate."),
        at<&Edge::backup>("backup", Meaning, "Rollback by restore: the backup node."),
        at<&Edge::action>("action", Meaning, "Rollback: what compensates."),
        at<&Edge::generated>(
            "generated", Plain, "Its action was generated and nobody has accepted it yet."),
        at<&Edge::links>("links", Plain, "Ticket, pull request, runbook."),
    };
};

template <>
struct ObjectOf<Target> {
    static constexpr const char* name = "target";
    static constexpr const char* about
        = "A named database role; bound to a connection when a run begins.";
    static constexpr std::array rows{
        at<&Target::id, OwnIdCodec<TargetId>>(
            "id", Required | Always | Meaning, "Stable; actions and checks refer to it."),
        at<&Target::dialect>("dialect", Required | Always | Meaning, "The SQL that it speaks."),
        at<&Target::title>("title", Plain, "What people read."),
    };
};

template <>
struct ObjectOf<Parameter> {
    static constexpr const char* name = "parameter";
    static constexpr const char* about = "A typed value that SQL refers to as {{id}}.";
    static constexpr std::array rows{
        at<&Parameter::id, OwnIdCodec<ParameterId>>(
            "id", Required | Always | Meaning, "The name between the braces."),
        at<&Parameter::type>("type", Always | Meaning, "How it is quoted; without: literal."),
        at<&Parameter::title>("title", Plain, "What people read."),
        at<&Parameter::value>("value", Meaning, "Where no environment has its own."),
        at<&Parameter::byEnvironment, TextMapCodec>(
            "byEnvironment", Meaning, "By development, staging, production."),
    };
};

template <>
struct ObjectOf<Participant> {
    static constexpr const char* name = "participant";
    static constexpr const char* about
        = "Who or what takes part: a person, a team, an application version, a service.";
    static constexpr std::array rows{
        at<&Participant::id, OwnIdCodec<ParticipantId>>("id", Required | Always, "Stable."),
        at<&Participant::title>("title", Plain, "What people read."),
        at<&Participant::role>("role", Plain, "What it does in the migration."),
        at<&Participant::kind>("kind", Plain, "What it is; without: person."),
        at<&Participant::version>("version", Plain, "Application: which release."),
        at<&Participant::target>("target", Plain, "Database, replica: the target that it is."),
        at<&Participant::region>("region", Plain, "The group that it stands in."),
        at<&Participant::links>("links", Plain, "Where it is watched, its repository."),
    };
};

template <>
struct ObjectOf<Group> {
    static constexpr const char* name = "group";
    static constexpr const char* about = "A phase or a region.";
    static constexpr std::array rows{
        at<&Group::id, OwnIdCodec<GroupId>>("id", Required | Always, "Stable."),
        at<&Group::title>("title", Plain, "What people read."),
        at<&Group::kind>("kind", Plain, "Without: phase."),
        at<&Group::parent>("parent", Plain, "The group that it stands in."),
    };
};

template <>
struct ObjectOf<Assumption> {
    static constexpr const char* name = "assumption";
    static constexpr const char* about = "What the plan takes for granted.";
    static constexpr std::array rows{
        at<&Assumption::id, OwnIdCodec<AssumptionId>>("id", Required | Always, "Stable."),
        at<&Assumption::assumption>("assumption", Plain, "What is taken for granted."),
        at<&Assumption::impact>("impact", Plain, "What would follow if it were wrong."),
        at<&Assumption::mitigation>("mitigation", Plain, "What is done about it."),
    };
};

template <>
struct ObjectOf<Acceptance> {
    static constexpr const char* name = "acceptance";
    static constexpr const char* about = "A finding that people decided to live with.";
    static constexpr std::array rows{
        at<&Acceptance::id, OwnIdCodec<AcceptanceId>>(
            "id", Required | Always, "The finding's stable key."),
        at<&Acceptance::because>("because", Plain, "Why."),
        at<&Acceptance::by>("by", Plain, "Who."),
        at<&Acceptance::at>("at", Plain, "When, ISO 8601."),
    };
};

template <>
struct ObjectOf<Comment> {
    static constexpr const char* name = "comment";
    static constexpr const char* about = "What a reader remarks on an element.";
    static constexpr std::array rows{
        at<&Comment::id, OwnIdCodec<CommentId>>("id", Required | Always, "Stable."),
        at<&Comment::on, AnchorCodec>(
            "on", Plain, "The element: its type, a colon and its id; without: the plan."),
        at<&Comment::text>("text", Plain, "What is remarked."),
        at<&Comment::by>("by", Plain, "Who."),
        at<&Comment::at>("at", Plain, "When, ISO 8601."),
        at<&Comment::resolved>("resolved", Plain, "Nothing is left to do about it."),
    };
};

template <>
struct ObjectOf<PlaceEntry> {
    static constexpr const char* name = "place";
    static constexpr const char* about = "Where a node's top left corner stands, in pixels.";
    static constexpr std::array rows{
        at<&PlaceEntry::id, OwnIdCodec<NodeId>>("node", Required | Always, "The node's id."),
        at<&PlaceEntry::x, NumberCodec>("x", Required | Always, "To the right."),
        at<&PlaceEntry::y, NumberCodec>("y", Required | Always, "Downwards."),
        at<&PlaceEntry::pinned>("pinned", Plain, "Automatic layout leaves it there."),
    };
};

template <>
struct ObjectOf<WaypointEntry> {
    static constexpr const char* name = "waypoint";
    static constexpr const char* about
        = "Where a line goes through, off the straight line between the middles of its nodes.";
    static constexpr std::array rows{
        at<&WaypointEntry::along, NumberCodec>("along", Required | Always,
            "How far along that line: 0 at the node that the edge leaves, 1 at the other."),
        at<&WaypointEntry::x, NumberCodec>("x", Required | Always, "From there to the right."),
        at<&WaypointEntry::y, NumberCodec>("y", Required | Always, "From there downwards."),
    };
};

template <>
struct ObjectOf<RouteEntry> {
    static constexpr const char* name = "route";
    static constexpr const char* about = "What of an edge's line was laid by hand.";
    static constexpr std::array rows{
        at<&RouteEntry::id, OwnIdCodec<EdgeId>>("edge", Required | Always, "The edge's id."),
        at<&RouteEntry::out>("out", Plain, "The side at which it leaves. Without: free."),
        at<&RouteEntry::in>("in", Plain, "The side at which it enters. Without: free."),
        at<&RouteEntry::through, ListCodec<ObjectCodec<WaypointEntry>>>(
            "through", Plain, "Where it goes through, in order."),
    };
};

template <>
struct ObjectOf<LayoutEntry> {
    static constexpr const char* name = "layout";
    static constexpr const char* about = "How the diagram is arranged; no part of the meaning.";
    static constexpr std::array rows{
        at<&LayoutEntry::direction>("direction", Plain, "Without: right."),
        at<&LayoutEntry::lanes>("lanes", Plain, "Swim lanes. Without: none."),
        at<&LayoutEntry::folded>("folded", Plain, "Groups that are shown as one box."),
        at<&LayoutEntry::flow, PlacesCodec>("flow", Plain, "Places of nodes."),
        at<&LayoutEntry::routes, RoutesCodec>("routes", Plain, "Edges that were led by hand."),
    };
};

template <>
struct ObjectOf<Plan> {
    static constexpr const char* name = "plan";
    static constexpr const char* about = "One migration.";
    template <auto Member>
    using Header = Then<Direct<&Plan::header>, Member>;

    static constexpr std::array rows{
        versionRow(),
        row<Header<&PlanHeader::title>>("title", Plain, "What people read."),
        row<Header<&PlanHeader::why>>("why", Plain, "What the migration is for."),
        row<Header<&PlanHeader::status>>("status", Plain, "Without: draft."),
        row<Header<&PlanHeader::authors>>("authors", Plain, "Who wrote it."),
        row<Header<&PlanHeader::ticket>>("ticket", Plain, "Where it is discussed."),
        row<Header<&PlanHeader::revision>, WholeCodec<int, 0>>(
            "revision", Plain, "Counted by its authors."),
        at<&Plan::parameters>("parameters", Plain, "Typed values in its SQL."),
        at<&Plan::targets>("targets", Plain, "Database roles; the first holds the journal."),
        at<&Plan::participants>("participants", Plain, "Who takes part."),
        at<&Plan::groups>("groups", Plain, "Phases and regions."),
        at<&Plan::nodes>("nodes", Plain, "States and steps."),
        at<&Plan::edges>("edges", Plain, "Ways on, back, again, and of data."),
        at<&Plan::sequences, SequencesCodec>(
            "sequences", Plain, "Sequence diagrams; pictures that execute nothing."),
        at<&Plan::assumptions>("assumptions", Plain, "What is taken for granted."),
        at<&Plan::accepted>("accepted", Plain, "Findings that people decided to live with."),
        at<&Plan::comments>("comments", Plain, "What readers remark."),
    };
    static constexpr std::array last{
        at<&Plan::layout, LayoutCodec>("layout", Plain, "How the diagram is arranged."),
    };
};

} // namespace whimbrel::format
