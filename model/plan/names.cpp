// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "model/plan/names.h"

#include "model/plan/node_kind.h"

#include <array>

namespace whimbrel {

#define NAME(text) QT_TRANSLATE_NOOP("Names", text)

template <>
std::span<const NamedValue<Dialect>> namedValues<Dialect>()
{
    static constexpr std::array rows{
        NamedValue<Dialect>{Dialect::Sqlite, "sqlite", NAME("SQLite")},
        NamedValue<Dialect>{Dialect::Postgresql, "postgresql", NAME("PostgreSQL")},
        NamedValue<Dialect>{Dialect::Mysql, "mysql", NAME("MariaDB / MySQL")},
        NamedValue<Dialect>{Dialect::External, "external", NAME("External system")},
    };
    return rows;
}

template <>
std::span<const NamedValue<ActionType>> namedValues<ActionType>()
{
    static constexpr std::array rows{
        NamedValue<ActionType>{ActionType::Sql, "sql", NAME("SQL")},
        NamedValue<ActionType>{ActionType::Backfill, "backfill", NAME("Backfill in batches")},
        NamedValue<ActionType>{ActionType::Copy, "copy", NAME("Copy rows in batches")},
        NamedValue<ActionType>{ActionType::Backup, "backup", NAME("Backup")},
        NamedValue<ActionType>{ActionType::Command, "command", NAME("Command")},
        NamedValue<ActionType>{ActionType::Manual, "manual", NAME("By hand")},
        NamedValue<ActionType>{ActionType::None, "none", NAME("Nothing to do")},
    };
    return rows;
}

template <>
std::span<const NamedValue<CheckType>> namedValues<CheckType>()
{
    static constexpr std::array rows{
        NamedValue<CheckType>{CheckType::Query, "query", NAME("Query")},
        NamedValue<CheckType>{CheckType::Compare, "compare", NAME("Compare two queries")},
        NamedValue<CheckType>{CheckType::RowCount, "row-count", NAME("Row count")},
        NamedValue<CheckType>{CheckType::Checksum, "checksum", NAME("Checksum")},
        NamedValue<CheckType>{
            CheckType::ReplicationLag, "replication-lag", NAME("Replication lag")},
        NamedValue<CheckType>{CheckType::Http, "http", NAME("Web address")},
        NamedValue<CheckType>{CheckType::Command, "command", NAME("Command")},
        NamedValue<CheckType>{CheckType::Manual, "manual", NAME("By hand")},
    };
    return rows;
}

template <>
std::span<const NamedValue<Comparison>> namedValues<Comparison>()
{
    static constexpr std::array rows{
        NamedValue<Comparison>{Comparison::Equal, "=", NAME("is")},
        NamedValue<Comparison>{Comparison::NotEqual, "!=", NAME("is not")},
        NamedValue<Comparison>{Comparison::Less, "<", NAME("is less than")},
        NamedValue<Comparison>{Comparison::LessOrEqual, "<=", NAME("is at most")},
        NamedValue<Comparison>{Comparison::Greater, ">", NAME("is greater than")},
        NamedValue<Comparison>{Comparison::GreaterOrEqual, ">=", NAME("is at least")},
        NamedValue<Comparison>{Comparison::IsNull, "is null", NAME("is NULL")},
        NamedValue<Comparison>{Comparison::IsNotNull, "is not null", NAME("is not NULL")},
    };
    return rows;
}

template <>
std::span<const NamedValue<Risk>> namedValues<Risk>()
{
    static constexpr std::array rows{
        NamedValue<Risk>{Risk::Safe, "safe", NAME("Safe")},
        NamedValue<Risk>{Risk::Caution, "caution", NAME("Caution")},
        NamedValue<Risk>{Risk::Risky, "risky", NAME("Risky")},
    };
    return rows;
}

template <>
std::span<const NamedValue<Outcome>> namedValues<Outcome>()
{
    static constexpr std::array rows{
        NamedValue<Outcome>{Outcome::Migrated, "migrated", NAME("Migrated")},
        NamedValue<Outcome>{Outcome::Reverted, "reverted", NAME("Reverted")},
        NamedValue<Outcome>{Outcome::Restored, "restored", NAME("Restored")},
        NamedValue<Outcome>{Outcome::Abandoned, "abandoned", NAME("Abandoned")},
    };
    return rows;
}

template <>
std::span<const NamedValue<Switched>> namedValues<Switched>()
{
    static constexpr std::array rows{
        NamedValue<Switched>{Switched::Reads, "reads", NAME("Reads")},
        NamedValue<Switched>{Switched::Writes, "writes", NAME("Writes")},
        NamedValue<Switched>{Switched::Both, "both", NAME("Reads and writes")},
    };
    return rows;
}

template <>
std::span<const NamedValue<EdgeKind>> namedValues<EdgeKind>()
{
    static constexpr std::array rows{
        NamedValue<EdgeKind>{EdgeKind::Forward, "forward", NAME("Forward")},
        NamedValue<EdgeKind>{EdgeKind::Rollback, "rollback", NAME("Rollback")},
        NamedValue<EdgeKind>{EdgeKind::Retry, "retry", NAME("Retry")},
        NamedValue<EdgeKind>{EdgeKind::Data, "data", NAME("Data")},
    };
    return rows;
}

template <>
std::span<const NamedValue<RollbackMethod>> namedValues<RollbackMethod>()
{
    static constexpr std::array rows{
        NamedValue<RollbackMethod>{RollbackMethod::Compensate, "compensate", NAME("Compensate")},
        NamedValue<RollbackMethod>{RollbackMethod::Unhide, "un-hide", NAME("Un-hide")},
        NamedValue<RollbackMethod>{RollbackMethod::Restore, "restore", NAME("Restore a backup")},
    };
    return rows;
}

template <>
std::span<const NamedValue<Leftover>> namedValues<Leftover>()
{
    static constexpr std::array rows{
        NamedValue<Leftover>{Leftover::Nothing, "nothing", NAME("Nothing")},
        NamedValue<Leftover>{Leftover::ColumnOrder, "column-order", NAME("The order of columns")},
        NamedValue<Leftover>{Leftover::Rows, "rows", NAME("Rows or values")},
        NamedValue<Leftover>{Leftover::Schema, "schema", NAME("Parts of the schema")},
    };
    return rows;
}

template <>
std::span<const NamedValue<ParameterType>> namedValues<ParameterType>()
{
    static constexpr std::array rows{
        NamedValue<ParameterType>{ParameterType::Identifier, "identifier", NAME("Identifier")},
        NamedValue<ParameterType>{ParameterType::Literal, "literal", NAME("Text")},
        NamedValue<ParameterType>{ParameterType::Number, "number", NAME("Number")},
        NamedValue<ParameterType>{ParameterType::Duration, "duration", NAME("Duration")},
    };
    return rows;
}

template <>
std::span<const NamedValue<GroupKind>> namedValues<GroupKind>()
{
    static constexpr std::array rows{
        NamedValue<GroupKind>{GroupKind::Phase, "phase", NAME("Phase")},
        NamedValue<GroupKind>{GroupKind::Region, "region", NAME("Region")},
    };
    return rows;
}

template <>
std::span<const NamedValue<PlanStatus>> namedValues<PlanStatus>()
{
    static constexpr std::array rows{
        NamedValue<PlanStatus>{PlanStatus::Draft, "draft", NAME("Draft")},
        NamedValue<PlanStatus>{PlanStatus::Reviewed, "reviewed", NAME("Reviewed")},
        NamedValue<PlanStatus>{PlanStatus::Approved, "approved", NAME("Approved")},
    };
    return rows;
}

template <>
std::span<const NamedValue<ElementType>> namedValues<ElementType>()
{
    static constexpr std::array rows{
        NamedValue<ElementType>{ElementType::Plan, "plan", NAME("Plan")},
        NamedValue<ElementType>{ElementType::Target, "target", NAME("Target")},
        NamedValue<ElementType>{ElementType::Parameter, "parameter", NAME("Parameter")},
        NamedValue<ElementType>{ElementType::Participant, "participant", NAME("Participant")},
        NamedValue<ElementType>{ElementType::Group, "group", NAME("Phase or region")},
        NamedValue<ElementType>{ElementType::Node, "node", NAME("Step")},
        NamedValue<ElementType>{ElementType::Edge, "edge", NAME("Edge")},
        NamedValue<ElementType>{ElementType::Assumption, "assumption", NAME("Assumption")},
        NamedValue<ElementType>{ElementType::Sequence, "sequence", NAME("Sequence diagram")},
        NamedValue<ElementType>{
            ElementType::SequencePart, "sequence-part", NAME("Part of a sequence diagram")},
    };
    return rows;
}

template <>
std::span<const NamedValue<FlowDirection>> namedValues<FlowDirection>()
{
    static constexpr std::array rows{
        NamedValue<FlowDirection>{FlowDirection::LeftToRight, "right", NAME("Left to right")},
        NamedValue<FlowDirection>{FlowDirection::TopDown, "down", NAME("Top down")},
    };
    return rows;
}

template <>
std::span<const NamedValue<FlowLanes>> namedValues<FlowLanes>()
{
    static constexpr std::array rows{
        NamedValue<FlowLanes>{FlowLanes::None, "none", NAME("No lanes")},
        NamedValue<FlowLanes>{FlowLanes::Owner, "owner", NAME("By owner")},
        NamedValue<FlowLanes>{FlowLanes::Region, "region", NAME("By region")},
    };
    return rows;
}

template <>
std::span<const NamedValue<EndSide>> namedValues<EndSide>()
{
    static constexpr std::array rows{
        NamedValue<EndSide>{EndSide::Free, "free", NAME("Any side")},
        NamedValue<EndSide>{EndSide::Left, "left", NAME("Left")},
        NamedValue<EndSide>{EndSide::Top, "top", NAME("Top")},
        NamedValue<EndSide>{EndSide::Right, "right", NAME("Right")},
        NamedValue<EndSide>{EndSide::Bottom, "bottom", NAME("Bottom")},
    };
    return rows;
}

#undef NAME

template <>
std::span<const NamedValue<NodeKind>> namedValues<NodeKind>()
{
    static const QList<NamedValue<NodeKind>> rows = [] {
        QList<NamedValue<NodeKind>> made;
        for (const NodeKindTraits& row : nodeKinds()) {
            made.append({row.kind, row.key, row.name});
        }
        return made;
    }();
    return {rows.constData(), static_cast<size_t>(rows.size())};
}

} // namespace whimbrel
