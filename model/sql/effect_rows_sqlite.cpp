// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "model/sql/effect_rows.h"

namespace whimbrel {

namespace {

constexpr EffectFragment fragments[] = {
    {"is",
        "EXISTS (SELECT 1 FROM pragma_table_list WHERE schema = $1 AND name = $2 COLLATE "
        "NOCASE)"},
    {"object",
        "EXISTS (SELECT 1 FROM {master} WHERE type = $1 AND name = {object} COLLATE NOCASE)"},
    {"moved", "CASE WHEN $1 AND NOT $2 THEN 1 WHEN $2 AND NOT $1 THEN 0 END"},
    {"column",
        "EXISTS (SELECT 1 FROM pragma_table_xinfo({table}, {table.schema}) WHERE name = $1 "
        "COLLATE NOCASE)"},
};

constexpr EffectRow rows[] = {
    {ChangeKind::CreateTable, "Is there a table %1?", "{=object:'table'}"},
    {ChangeKind::DropTable, "Is there no table %1?", "NOT {=object:'table'}"},
    {ChangeKind::RenameTables, "Is %1 called %3 now?", "{renamed}"},
    {ChangeKind::AddColumn, "Has %2 a column %1?", "{=column:{column}}"},
    {ChangeKind::DropColumn, "Has %2 no column %1?",
        "CASE WHEN {=is:{table.schema}|{table}} THEN NOT {=column:{column}} END"},
    {ChangeKind::RenameColumn, "Is column %1 of %2 called %3 now?",
        "{=moved:{=column:{other}}|{=column:{column}}}"},
    {ChangeKind::CreateIndex, "Is there an index %1?", "{=object:'index'}"},
    {ChangeKind::DropIndex, "Is there no index %1?", "NOT {=object:'index'}"},
    {ChangeKind::CreateView, "Is there a view %1?", "{=object:'view'}"},
    {ChangeKind::DropView, "Is there no view %1?", "NOT {=object:'view'}"},
    {ChangeKind::CreateTrigger, "Is there a trigger %1?", "{=object:'trigger'}"},
    {ChangeKind::DropTrigger, "Is there no trigger %1?", "NOT {=object:'trigger'}"},
};

} // namespace

EffectRows sqliteEffectRows()
{
    return {rows, fragments};
}

} // namespace whimbrel
