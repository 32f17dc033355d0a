// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "model/sql/effect_rows.h"

namespace whimbrel {

namespace {

// A name that is made goes into the schema that comes first in the search path; one that is there
// is found wherever the path finds it.
constexpr EffectFragment fragments[] = {
    {"made",
        "EXISTS (SELECT 1 FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid "
        "= c.relnamespace WHERE n.nspname = {object.schema} AND c.relname = {object} AND "
        "c.relkind IN ($1))"},
    {"is", "(pg_catalog.to_regclass($1) IS NOT NULL)"},
    {"isType", "(pg_catalog.to_regtype($1) IS NOT NULL)"},
    {"named", "EXISTS (SELECT 1 FROM pg_catalog.$1 WHERE $2 = {object})"},
    {"moved", "CASE WHEN $1 AND NOT $2 THEN true WHEN $2 AND NOT $1 THEN false END"},
    {"unlessGone", "CASE WHEN pg_catalog.to_regclass({table.path}) IS NOT NULL THEN $1 END"},
    {"column",
        "EXISTS (SELECT 1 FROM pg_catalog.pg_attribute a WHERE a.attrelid = "
        "pg_catalog.to_regclass({table.path}) AND a.attname = $1 AND a.attnum > 0 AND NOT "
        "a.attisdropped)"},
    {"ofColumn",
        "(SELECT $1 FROM pg_catalog.pg_attribute a LEFT JOIN pg_catalog.pg_attrdef d ON "
        "d.adrelid = a.attrelid AND d.adnum = a.attnum WHERE a.attrelid = "
        "pg_catalog.to_regclass({table.path}) AND a.attname = {column} AND NOT "
        "a.attisdropped)"},
    {"ofTable",
        "(SELECT $1 FROM pg_catalog.pg_class c WHERE c.oid = "
        "pg_catalog.to_regclass({table.path}))"},
    {"index",
        "EXISTS (SELECT 1 FROM pg_catalog.pg_index i JOIN pg_catalog.pg_class c ON c.oid = "
        "i.indexrelid WHERE i.indrelid = pg_catalog.to_regclass({table.path}) AND c.relname "
        "= {object}$1)"},
    {"constraint",
        "EXISTS (SELECT 1 FROM pg_catalog.pg_constraint c WHERE c.conrelid = "
        "pg_catalog.to_regclass({table.path}) AND $1)"},
    {"trigger",
        "EXISTS (SELECT 1 FROM pg_catalog.pg_trigger t WHERE t.tgrelid = "
        "pg_catalog.to_regclass({table.path}) AND NOT t.tgisinternal AND t.tgname = $1)"},
    {"ofTrigger",
        "(SELECT $1 FROM pg_catalog.pg_trigger t WHERE t.tgrelid = "
        "pg_catalog.to_regclass({table.path}) AND t.tgname = {object})"},
    {"routine",
        "EXISTS (SELECT 1 FROM pg_catalog.pg_proc p JOIN pg_catalog.pg_namespace n ON "
        "n.oid = p.pronamespace WHERE p.proname = {object} AND $1)"},
    {"inherits",
        "EXISTS (SELECT 1 FROM pg_catalog.pg_inherits i WHERE i.inhrelid = "
        "pg_catalog.to_regclass($1) AND i.inhparent = pg_catalog.to_regclass($2))"},
    {"label",
        "EXISTS (SELECT 1 FROM pg_catalog.pg_enum e WHERE e.enumtypid = "
        "pg_catalog.to_regtype({object.path}) AND e.enumlabel = $1)"},
    {"onTable",
        "EXISTS (SELECT 1 FROM pg_catalog.$1 WHERE $2 = "
        "pg_catalog.to_regclass({table.path}) AND $3 = {object})"},
};

constexpr EffectRow rows[] = {
    {ChangeKind::CreateTable, "Is there a table %1?", "{=made:'r', 'p', 'f'}"},
    {ChangeKind::DropTable, "Is there no table %1?", "NOT {=is:{object.path}}"},
    {ChangeKind::RenameTables, "Is %1 called %3 now?", "{renamed}"},
    {ChangeKind::MoveTable, "Is %2 in the schema %3 now?", "{=is:{other.path}}"},
    {ChangeKind::AddColumn, "Has %2 a column %1?", "{=column:{column}}"},
    {ChangeKind::DropColumn, "Has %2 no column %1?", "{=unlessGone:NOT {=column:{column}}}"},
    {ChangeKind::RenameColumn, "Is column %1 of %2 called %3 now?",
        "{=moved:{=column:{other}}|{=column:{column}}}"},
    // The type's digits are compared as the catalog writes them: numeric(10,2), timestamp(3).
    {ChangeKind::ColumnType, "Has column %1 of %2 the new type?",
        "{=ofColumn:a.atttypid = pg_catalog.to_regtype({type}) AND "
        "coalesce(substring(pg_catalog.format_type(a.atttypid, a.atttypmod) from "
        "'[(]([^)]*)[)]'), '') = {digits}}"},
    {ChangeKind::ColumnNotNull, "Does column %1 of %2 refuse NULL?", "{=ofColumn:a.attnotnull}"},
    {ChangeKind::ColumnNull, "Does column %1 of %2 take NULL?", "{=ofColumn:NOT a.attnotnull}"},
    // The server keeps a default as it understood it, with casts that nobody wrote.
    {ChangeKind::ColumnDefault, "Has column %1 of %2 the new default?",
        "{=ofColumn:CASE WHEN NOT a.atthasdef THEN false WHEN lower(regexp_replace("
        "pg_catalog.pg_get_expr(d.adbin, d.adrelid), '::[a-z ]+([(][0-9, ]+[)])*$', '')) = "
        "lower({text}) THEN true END}"},
    {ChangeKind::ColumnNoDefault, "Has column %1 of %2 no default?", "{=ofColumn:NOT a.atthasdef}"},
    {ChangeKind::CreateIndex, "Is there a valid index %1 of %2?",
        "{=index: AND i.indisvalid AND i.indisready}", "{=index:}"},
    {ChangeKind::DropIndex, "Is there no index %1?", "NOT {=is:{object.path}}",
        "EXISTS (SELECT 1 FROM pg_catalog.pg_index i WHERE i.indexrelid = "
        "pg_catalog.to_regclass({object.path}) AND NOT (i.indisvalid AND i.indislive))"},
    {ChangeKind::RenameIndex, "Is the index %1 called %3 now?",
        "{=moved:{=is:{other.path}}|{=is:{object.path}}}"},
    {ChangeKind::AddConstraint, "Has %2 the constraint %1, checked if the statement asks for it?",
        "{=constraint:c.conname = {object} AND (c.convalidated OR {notValid})}"},
    {ChangeKind::AddPrimaryKey, "Has %2 a primary key?", "{=constraint:c.contype = 'p'}"},
    {ChangeKind::AddKeyColumns, "Has %2 a key of these columns?",
        "{=constraint:c.contype = {keyType} AND array_to_string(ARRAY(SELECT a.attname FROM "
        "unnest(c.conkey) WITH ORDINALITY k(number, place) JOIN pg_catalog.pg_attribute a ON "
        "a.attrelid = c.conrelid AND a.attnum = k.number ORDER BY k.place), ',') = {columns}}"},
    {ChangeKind::DropConstraint, "Has %2 no constraint %1?",
        "{=unlessGone:NOT {=constraint:c.conname = {object}}}"},
    {ChangeKind::RenameConstraint, "Is the constraint %1 of %2 called %3 now?",
        "{=moved:{=constraint:c.conname = {other}}|{=constraint:c.conname = {object}}}"},
    {ChangeKind::ValidateConstraint, "Is the constraint %1 of %2 validated?",
        "(SELECT c.convalidated FROM pg_catalog.pg_constraint c WHERE c.conrelid = "
        "pg_catalog.to_regclass({table.path}) AND c.conname = {object})"},
    {ChangeKind::AttachPartition, "Is %3 a partition of %2?",
        "{=inherits:{other.path}|{table.path}}"},
    {ChangeKind::DetachPartition, "Is %3 no partition of %2 any more?",
        "NOT {=inherits:{other.path}|{table.path}}",
        "EXISTS (SELECT 1 FROM pg_catalog.pg_inherits i WHERE i.inhrelid = "
        "pg_catalog.to_regclass({other.path}) AND i.inhdetachpending)"},
    {ChangeKind::Inherit, "Does %2 inherit from %3?", "{=inherits:{table.path}|{other.path}}"},
    {ChangeKind::NoInherit, "Does %2 no longer inherit from %3?",
        "NOT {=inherits:{table.path}|{other.path}}"},
    {ChangeKind::Logged, "Is %2 logged?", "{=ofTable:c.relpersistence = 'p'}"},
    {ChangeKind::Unlogged, "Is %2 unlogged?", "{=ofTable:c.relpersistence = 'u'}"},
    {ChangeKind::Owner, "Has %2 the new owner?",
        "{=ofTable:pg_catalog.pg_get_userbyid(c.relowner) = {text}}"},
    {ChangeKind::EnableRowSecurity, "Has %2 row security?", "{=ofTable:c.relrowsecurity}"},
    {ChangeKind::DisableRowSecurity, "Has %2 no row security?", "{=ofTable:NOT c.relrowsecurity}"},
    {ChangeKind::ForceRowSecurity, "Is row security of %2 forced?",
        "{=ofTable:c.relforcerowsecurity}"},
    {ChangeKind::NoForceRowSecurity, "Is row security of %2 not forced?",
        "{=ofTable:NOT c.relforcerowsecurity}"},
    {ChangeKind::EnableTrigger, "Is the trigger %1 of %2 switched on?",
        "{=ofTrigger:t.tgenabled <> 'D'}"},
    {ChangeKind::DisableTrigger, "Is the trigger %1 of %2 switched off?",
        "{=ofTrigger:t.tgenabled = 'D'}"},
    {ChangeKind::CreateView, "Is there a view %1?", "{=made:'v', 'm'}"},
    {ChangeKind::DropView, "Is there no view %1?", "NOT {=is:{object.path}}"},
    {ChangeKind::RenameView, "Is the view %1 called %3 now?",
        "{=moved:{=is:{other.path}}|{=is:{object.path}}}"},
    {ChangeKind::CreateTrigger, "Has %2 the trigger %1?", "{=trigger:{object}}"},
    {ChangeKind::DropTrigger, "Has %2 no trigger %1?", "{=unlessGone:NOT {=trigger:{object}}}"},
    {ChangeKind::RenameTrigger, "Is the trigger %1 of %2 called %3 now?",
        "{=moved:{=trigger:{other}}|{=trigger:{object}}}"},
    {ChangeKind::CreateFunction, "Is there a function %1 with this body?",
        "{=routine:n.nspname = {object.schema}{body}}"},
    {ChangeKind::DropFunction, "Is there no such function %1?", "{noRoutine}"},
    {ChangeKind::CreateProcedure, "Is there a procedure %1 with this body?",
        "{=routine:n.nspname = {object.schema}{body}}"},
    {ChangeKind::DropProcedure, "Is there no such procedure %1?", "{noRoutine}"},
    {ChangeKind::CreateSequence, "Is there a sequence %1?", "{=made:'S'}"},
    {ChangeKind::DropSequence, "Is there no sequence %1?", "NOT {=is:{object.path}}"},
    {ChangeKind::RenameSequence, "Is the sequence %1 called %3 now?",
        "{=moved:{=is:{other.path}}|{=is:{object.path}}}"},
    {ChangeKind::CreateType, "Is there a type %1?",
        "EXISTS (SELECT 1 FROM pg_catalog.pg_type t JOIN pg_catalog.pg_namespace n ON n.oid = "
        "t.typnamespace WHERE n.nspname = {object.schema} AND t.typname = {object})"},
    {ChangeKind::DropType, "Is there no type %1?", "NOT {=isType:{object.path}}"},
    {ChangeKind::RenameType, "Is the type %1 called %3 now?",
        "{=moved:{=isType:{other.path}}|{=isType:{object.path}}}"},
    {ChangeKind::AddEnumValue, "Has the type %1 the new value?", "{=label:{text}}"},
    {ChangeKind::RenameEnumValue, "Is the value of the type %1 called %3 now?",
        "{=moved:{=label:{other}}|{=label:{text}}}"},
    {ChangeKind::CreateSchema, "Is there a %4 %1?", "{schemaOrDatabase}"},
    {ChangeKind::DropSchema, "Is there no %4 %1?", "NOT {schemaOrDatabase}"},
    {ChangeKind::RenameSchema, "Is the schema %1 called %3 now?",
        "{=moved:EXISTS (SELECT 1 FROM pg_catalog.pg_namespace WHERE nspname = {other})|"
        "{=named:pg_namespace|nspname}}"},
    {ChangeKind::CreateExtension, "Is the extension %1 installed?",
        "{=named:pg_extension|extname}"},
    {ChangeKind::DropExtension, "Is the extension %1 not installed?",
        "NOT {=named:pg_extension|extname}"},
    {ChangeKind::ExtensionVersion, "Has the extension %1 the new version?",
        "(SELECT extversion = {text} FROM pg_catalog.pg_extension WHERE extname = {object})"},
    {ChangeKind::CreatePolicy, "Has %2 the policy %1?", "{=onTable:pg_policy|polrelid|polname}"},
    {ChangeKind::DropPolicy, "Has %2 no policy %1?", "NOT {=onTable:pg_policy|polrelid|polname}"},
    {ChangeKind::CreateRule, "Has %2 the rule %1?", "{=onTable:pg_rewrite|ev_class|rulename}"},
    {ChangeKind::DropRule, "Has %2 no rule %1?", "NOT {=onTable:pg_rewrite|ev_class|rulename}"},
    {ChangeKind::CreateStatistics, "Are there statistics %1?",
        "EXISTS (SELECT 1 FROM pg_catalog.pg_statistic_ext s JOIN pg_catalog.pg_namespace n ON "
        "n.oid = s.stxnamespace WHERE n.nspname = {object.schema} AND s.stxname = {object})"},
    {ChangeKind::DropStatistics, "Are there no statistics %1?",
        "NOT EXISTS (SELECT 1 FROM pg_catalog.pg_statistic_ext s JOIN pg_catalog.pg_namespace n "
        "ON n.oid = s.stxnamespace WHERE {said:n.nspname = {object.schema}|"
        "pg_catalog.pg_statistics_obj_is_visible(s.oid)} AND s.stxname = {object})"},
    {ChangeKind::CreatePublication, "Is there a publication %1?",
        "{=named:pg_publication|pubname}"},
    {ChangeKind::DropPublication, "Is there no publication %1?",
        "NOT {=named:pg_publication|pubname}"},
    {ChangeKind::CreateRole, "Is there a role %1?", "{=named:pg_roles|rolname}"},
    {ChangeKind::DropRole, "Is there no role %1?", "NOT {=named:pg_roles|rolname}"},
    {ChangeKind::Comment, "Is the comment of %1 as the statement says?", "{comment}"},
    {ChangeKind::CommentOnColumn, "Is the comment of column %1 of %2 as the statement says?",
        "(SELECT coalesce(pg_catalog.col_description(a.attrelid, a.attnum), '') = {text} FROM "
        "pg_catalog.pg_attribute a WHERE a.attrelid = pg_catalog.to_regclass({table.path}) AND "
        "a.attname = {column})"},
    {ChangeKind::Grant, "Has the role the right on %1?", "{right}"},
    {ChangeKind::Revoke, "Has the role not the right on %1?", "NOT {right}"},
};

} // namespace

EffectRows postgresqlEffectRows()
{
    return {rows, fragments};
}

} // namespace whimbrel
