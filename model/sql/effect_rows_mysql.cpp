// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "model/sql/effect_rows.h"

namespace whimbrel {

namespace {

// MariaDB and MySQL 8 both have these views of information_schema.
constexpr EffectFragment fragments[] = {
    {"is",
        "EXISTS (SELECT 1 FROM information_schema.TABLES WHERE TABLE_SCHEMA = $1 AND "
        "TABLE_NAME = $2)"},
    {"made",
        "EXISTS (SELECT 1 FROM information_schema.TABLES WHERE TABLE_SCHEMA = "
        "{object.schema} AND TABLE_NAME = {object} AND TABLE_TYPE LIKE $1)"},
    {"moved", "CASE WHEN $1 AND NOT $2 THEN 1 WHEN $2 AND NOT $1 THEN 0 END"},
    {"unlessGone",
        "CASE WHEN EXISTS (SELECT 1 FROM information_schema.TABLES WHERE TABLE_SCHEMA "
        "= {table.schema} AND TABLE_NAME = {table}) THEN $1 END"},
    {"column",
        "EXISTS (SELECT 1 FROM information_schema.COLUMNS WHERE TABLE_SCHEMA = "
        "{table.schema} AND TABLE_NAME = {table} AND COLUMN_NAME = $1)"},
    {"ofColumn",
        "(SELECT $1 FROM information_schema.COLUMNS WHERE TABLE_SCHEMA = {table.schema} "
        "AND TABLE_NAME = {table} AND COLUMN_NAME = {column})"},
    {"ofTable",
        "(SELECT $1 FROM information_schema.TABLES WHERE TABLE_SCHEMA = {table.schema} AND "
        "TABLE_NAME = {table})"},
    {"index",
        "EXISTS (SELECT 1 FROM information_schema.STATISTICS WHERE TABLE_SCHEMA = "
        "{table.schema} AND TABLE_NAME = {table} AND INDEX_NAME = $1)"},
    {"constraint",
        "EXISTS (SELECT 1 FROM information_schema.TABLE_CONSTRAINTS WHERE TABLE_SCHEMA "
        "= {table.schema} AND TABLE_NAME = {table} AND CONSTRAINT_NAME = $1)"},
    {"trigger",
        "EXISTS (SELECT 1 FROM information_schema.TRIGGERS WHERE TRIGGER_SCHEMA = "
        "{object.schema} AND TRIGGER_NAME = {object})"},
    {"routine",
        "EXISTS (SELECT 1 FROM information_schema.ROUTINES WHERE ROUTINE_SCHEMA = "
        "{object.schema} AND ROUTINE_NAME = {object} AND ROUTINE_TYPE = {routineType})"},
    {"event",
        "EXISTS (SELECT 1 FROM information_schema.EVENTS WHERE EVENT_SCHEMA = "
        "{object.schema} AND EVENT_NAME = {object})"},
    {"schema", "EXISTS (SELECT 1 FROM information_schema.SCHEMATA WHERE SCHEMA_NAME = {object})"},
    {"right",
        "EXISTS (SELECT 1 FROM information_schema.TABLE_PRIVILEGES WHERE TABLE_SCHEMA = "
        "{object.schema} AND TABLE_NAME = {object} AND PRIVILEGE_TYPE = {arguments} AND "
        "GRANTEE = {grantee})"},
};

constexpr EffectRow rows[] = {
    {ChangeKind::CreateTable, "Is there a table %1?", "{=made:'%TABLE'}"},
    {ChangeKind::DropTable, "Is there no table %1?", "NOT {=made:'%TABLE'}"},
    {ChangeKind::RenameTables, "Is %1 called %3 now?", "{renamed}"},
    {ChangeKind::AddColumn, "Has %2 a column %1?", "{=column:{column}}"},
    {ChangeKind::DropColumn, "Has %2 no column %1?", "{=unlessGone:NOT {=column:{column}}}"},
    {ChangeKind::RenameColumn, "Is column %1 of %2 called %3 now?",
        "{=moved:{=column:{other}}|{=column:{column}}}"},
    {ChangeKind::ColumnDefault, "Has column %1 of %2 the new default?",
        "{=ofColumn:{sameDefault}}"},
    {ChangeKind::ColumnNoDefault, "Has column %1 of %2 no default?",
        "{=ofColumn:COLUMN_DEFAULT IS NULL OR COLUMN_DEFAULT = 'NULL'}"},
    // Of a definition that says more, only the difference can be seen.
    {ChangeKind::RedefineColumn, "Is column %1 of %2 as the statement defines it?",
        "{=ofColumn:CASE WHEN COLUMN_TYPE IN {types} AND IS_NULLABLE = {nullable} AND "
        "{sameDefault} THEN {noMore} ELSE 0 END}"},
    {ChangeKind::CreateIndex, "Has %2 an index %1?", "{=index:{object}}"},
    {ChangeKind::DropIndex, "Has %2 no index %1?", "{=unlessGone:NOT {=index:{object}}}"},
    {ChangeKind::RenameIndex, "Is the index %1 of %2 called %3 now?",
        "{=moved:{=index:{other}}|{=index:{object}}}"},
    {ChangeKind::AddConstraint, "Has %2 the constraint %1?", "{=constraint:{object}}"},
    {ChangeKind::AddPrimaryKey, "Has %2 a primary key?", "{=index:'PRIMARY'}"},
    {ChangeKind::AddKeyColumns, "Has %2 a key of these columns?",
        "EXISTS (SELECT 1 FROM information_schema.KEY_COLUMN_USAGE k WHERE k.TABLE_SCHEMA = "
        "{table.schema} AND k.TABLE_NAME = {table} AND {keyTable} GROUP BY k.CONSTRAINT_NAME "
        "HAVING GROUP_CONCAT(k.COLUMN_NAME ORDER BY k.ORDINAL_POSITION) = {columns})"},
    {ChangeKind::DropConstraint, "Has %2 no constraint %1?",
        "{=unlessGone:NOT {=constraint:{object}}}"},
    {ChangeKind::DropPrimaryKey, "Has %2 no primary key?", "{=unlessGone:NOT {=index:'PRIMARY'}}"},
    {ChangeKind::TableEngine, "Has %2 the engine that the statement says?",
        "{=ofTable:UPPER(ENGINE) = {text}}"},
    {ChangeKind::CreateView, "Is there a view %1?", "{=made:'VIEW'}"},
    {ChangeKind::DropView, "Is there no view %1?", "NOT {=made:'VIEW'}"},
    {ChangeKind::CreateTrigger, "Is there a trigger %1?", "{=trigger:}"},
    {ChangeKind::DropTrigger, "Is there no trigger %1?", "NOT {=trigger:}"},
    {ChangeKind::CreateFunction, "Is there a function %1?", "{=routine:}"},
    {ChangeKind::DropFunction, "Is there no function %1?", "NOT {=routine:}"},
    {ChangeKind::CreateProcedure, "Is there a procedure %1?", "{=routine:}"},
    {ChangeKind::DropProcedure, "Is there no procedure %1?", "NOT {=routine:}"},
    {ChangeKind::CreateEvent, "Is there an event %1?", "{=event:}"},
    {ChangeKind::DropEvent, "Is there no event %1?", "NOT {=event:}"},
    {ChangeKind::CreateSequence, "Is there a sequence %1?", "{=made:'SEQUENCE'}"},
    {ChangeKind::DropSequence, "Is there no sequence %1?", "NOT {=made:'SEQUENCE'}"},
    {ChangeKind::CreateSchema, "Is there a schema %1?", "{=schema:}"},
    {ChangeKind::DropSchema, "Is there no schema %1?", "NOT {=schema:}"},
    {ChangeKind::Grant, "Has the user the right on %1?", "{=right:}"},
    {ChangeKind::Revoke, "Has the user not the right on %1?", "NOT {=right:}"},
};

} // namespace

EffectRows mysqlEffectRows()
{
    return {rows, fragments};
}

} // namespace whimbrel
