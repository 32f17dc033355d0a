// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/sql/effect_probe.h"
#include "model/sql/schema_changes.h"

#include <optional>
#include <span>

namespace whimbrel {

/// A piece of several conditions: {=name:A|B} stands for its SQL with A for $1 and B for $2.
struct EffectFragment {
    const char* name;
    const char* sql;
};

/// How one dialect's catalog shows a kind of change. The SQL is a condition: true is applied, false
/// is not applied, NULL is unknown. In it stand, for bound values:
///   {object} {table} {other}       the name alone
///   {object.schema} {table.schema} {other.schema}
///                                  the schema that the statement says, or the session's own
///   {object.path} {table.path} {other.path}
///                                  "schema"."name" or "name", as to_regclass() reads it
///   {column} {text} {columns}      as SchemaChange has them
/// and for what the dialect makes of the change, see effect_terms.h:
///   {type} {digits} {types} {notValid} {keyType} {body} {noRoutine} {comment} {right} …
/// {said:A|B} is A where the statement says the object's schema, B where it does not.
struct EffectRow {
    ChangeKind kind;
    const char* asks; ///< for people: %1 is the object, %2 the table, %3 the other name
    const char* applied;
    const char* partial = nullptr; ///< a condition that is looked at where `applied` is not true
};

/// What a dialect's catalog can tell.
struct EffectRows {
    std::span<const EffectRow> rows;
    std::span<const EffectFragment> fragments;
};

[[nodiscard]] EffectRows sqliteEffectRows();
[[nodiscard]] EffectRows postgresqlEffectRows();
[[nodiscard]] EffectRows mysqlEffectRows();

/// The question that a row asks about a change; none where a name is missing that it needs.
[[nodiscard]] std::optional<EffectQuestion> effectQuestion(
    const EffectRow& row, const SchemaChange& change, const EffectRows& rows, Dialect dialect);

} // namespace whimbrel
