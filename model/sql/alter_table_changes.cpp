// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "model/sql/quoting.h"
#include "model/sql/schema_changes.h"
#include "model/sql/table_changes.h"

#include <QCoreApplication>

#include <algorithm>
#include <iterator>

namespace whimbrel {

namespace {

struct FormRow {
    const char* form;
    ChangeKind kind;
};

/// Forms of ALTER TABLE that the catalog shows, and what each changes.
constexpr FormRow rows[] = {
    {"ADD COLUMN", ChangeKind::AddColumn},
    {"DROP COLUMN", ChangeKind::DropColumn},
    {"RENAME COLUMN", ChangeKind::RenameColumn},
    {"RENAME CONSTRAINT", ChangeKind::RenameConstraint},
    {"RENAME INDEX", ChangeKind::RenameIndex},
    {"RENAME TO", ChangeKind::RenameTables},
    {"ALTER COLUMN TYPE", ChangeKind::ColumnType},
    {"ALTER COLUMN SET NOT NULL", ChangeKind::ColumnNotNull},
    {"ALTER COLUMN DROP NOT NULL", ChangeKind::ColumnNull},
    {"ALTER COLUMN SET DEFAULT", ChangeKind::ColumnDefault},
    {"ALTER COLUMN DROP DEFAULT", ChangeKind::ColumnNoDefault},
    {"MODIFY COLUMN", ChangeKind::RedefineColumn},
    {"CHANGE COLUMN", ChangeKind::RedefineColumn},
    {"ADD PRIMARY KEY", ChangeKind::AddPrimaryKey},
    {"ADD FOREIGN KEY", ChangeKind::AddConstraint},
    {"ADD UNIQUE", ChangeKind::AddConstraint},
    {"ADD CHECK", ChangeKind::AddConstraint},
    {"ADD EXCLUDE", ChangeKind::AddConstraint},
    {"ADD INDEX", ChangeKind::CreateIndex},
    {"DROP CONSTRAINT", ChangeKind::DropConstraint},
    {"DROP FOREIGN KEY", ChangeKind::DropConstraint},
    {"DROP CHECK", ChangeKind::DropConstraint},
    {"DROP PRIMARY KEY", ChangeKind::DropPrimaryKey},
    {"DROP INDEX", ChangeKind::DropIndex},
    {"VALIDATE CONSTRAINT", ChangeKind::ValidateConstraint},
    {"ATTACH PARTITION", ChangeKind::AttachPartition},
    {"DETACH PARTITION", ChangeKind::DetachPartition},
    {"DETACH PARTITION CONCURRENTLY", ChangeKind::DetachPartition},
    {"DETACH PARTITION FINALIZE", ChangeKind::DetachPartition},
    {"INHERIT", ChangeKind::Inherit},
    {"NO INHERIT", ChangeKind::NoInherit},
    {"SET LOGGED", ChangeKind::Logged},
    {"SET UNLOGGED", ChangeKind::Unlogged},
    {"SET SCHEMA", ChangeKind::MoveTable},
    {"OWNER TO", ChangeKind::Owner},
    {"ENABLE ROW LEVEL SECURITY", ChangeKind::EnableRowSecurity},
    {"DISABLE ROW LEVEL SECURITY", ChangeKind::DisableRowSecurity},
    {"FORCE ROW LEVEL SECURITY", ChangeKind::ForceRowSecurity},
    {"NO FORCE ROW LEVEL SECURITY", ChangeKind::NoForceRowSecurity},
    {"ENABLE TRIGGER", ChangeKind::EnableTrigger},
    {"DISABLE TRIGGER", ChangeKind::DisableTrigger},
    {"ENGINE", ChangeKind::TableEngine},
};

/// The change that a form stands for, or none where its names do not tell which object it is.
bool fill(SchemaChange& change, const QualifiedName& table, const TableChange& part)
{
    change.table = table;
    change.conditional = part.conditional;
    change.column = part.name;
    change.object = {{}, part.name};
    change.other = part.other;
    change.columns = part.columns;
    change.type = part.type;
    change.text = part.defaultText;
    change.isNull = part.defaultText == QLatin1String("NULL");
    change.notNull = part.notNull;
    change.notValid = part.notValid;
    change.foreign = part.references;
    change.hasMore = part.hasMore;
    switch (change.kind) {
    case ChangeKind::RenameTables: {
        QualifiedName to = part.other;
        to.schema = to.schema.isEmpty() ? table.schema : to.schema;
        change.renames = {{table, to}};
        return true;
    }
    case ChangeKind::MoveTable:
        change.object = table;
        change.other = {part.other.name, table.name};
        return true;
    case ChangeKind::RenameColumn:
    case ChangeKind::RenameConstraint:
    case ChangeKind::RenameIndex:
        change.other = {{}, part.newName};
        return true;
    case ChangeKind::RedefineColumn:
        if (!part.newName.isEmpty() && part.newName.compare(part.name, Qt::CaseInsensitive) != 0) {
            change.kind = ChangeKind::RenameColumn;
            change.other = {{}, part.newName};
        }
        return true;
    case ChangeKind::AddConstraint:
        // The name behind MySQL's ADD FOREIGN KEY is the index's.
        if (!part.name.isEmpty() && part.words != QLatin1String("ADD FOREIGN KEY")) {
            return true;
        }
        change.kind = ChangeKind::AddKeyColumns;
        return !part.columns.isEmpty() && (part.references || part.unique);
    case ChangeKind::CreateIndex:
        return !part.name.isEmpty();
    case ChangeKind::EnableTrigger:
    case ChangeKind::DisableTrigger:
        return part.name != QLatin1String("all") && part.name != QLatin1String("user");
    case ChangeKind::TableEngine:
        change.text = part.name;
        return true;
    case ChangeKind::Owner:
        change.text = part.name;
        return part.name != QLatin1String("current_user")
            && part.name != QLatin1String("session_user")
            && part.name != QLatin1String("current_role");
    default:
        return true;
    }
}

struct Opposites {
    ChangeKind add;
    ChangeKind drop;
};

/// What one ALTER TABLE may drop and add under the same name.
constexpr Opposites opposites[] = {{ChangeKind::AddColumn, ChangeKind::DropColumn},
    {ChangeKind::CreateIndex, ChangeKind::DropIndex},
    {ChangeKind::AddConstraint, ChangeKind::DropConstraint},
    {ChangeKind::AddPrimaryKey, ChangeKind::DropPrimaryKey}};

bool isReplaced(const SchemaChange& change, const QList<SchemaChange>& list, Dialect dialect)
{
    return std::any_of(std::begin(opposites), std::end(opposites), [&](const Opposites& pair) {
        const bool adds = change.kind == pair.add;
        return (adds || change.kind == pair.drop)
            && std::any_of(list.begin(), list.end(), [&](const SchemaChange& each) {
                   return each.kind == (adds ? pair.drop : pair.add)
                       && sameName(each.object.name, change.object.name, dialect);
               });
    });
}

/// Leaves what is seen afterwards: not what is dropped and added in one go, and of a table that
/// gets another name (on MySQL beside other changes) only that.
QList<SchemaChange> visible(const QList<SchemaChange>& list, Dialect dialect)
{
    const auto renames = std::find_if(list.begin(), list.end(),
        [](const SchemaChange& each) { return each.kind == ChangeKind::RenameTables; });
    if (renames != list.end()) {
        return {*renames};
    }
    QList<SchemaChange> left;
    std::copy_if(list.begin(), list.end(), std::back_inserter(left),
        [&](const SchemaChange& each) { return !isReplaced(each, list, dialect); });
    return left;
}

} // namespace

SchemaChanges alterTableChanges(TokenCursor cursor, Dialect dialect)
{
    SchemaChanges changes;
    const QualifiedName table = takeAlteredTable(cursor);
    for (const TableChange& part : readTableChanges(cursor)) {
        const auto row = std::find_if(std::begin(rows), std::end(rows),
            [&](const FormRow& each) { return part.form == QLatin1String(each.form); });
        if (row == std::end(rows)) {
            continue;
        }
        SchemaChange change;
        change.kind = row->kind;
        // MySQL's unique key is an index of that name.
        if (dialect == Dialect::Mysql && part.form == QLatin1String("ADD UNIQUE")) {
            change.kind = ChangeKind::CreateIndex;
        }
        if (fill(change, table, part)) {
            changes.list.append(change);
        }
    }
    changes.list = visible(changes.list, dialect);
    if (changes.list.isEmpty()) {
        changes.unreadable = QCoreApplication::translate("Sql",
            "The catalog does not show under a name of its own what this ALTER TABLE changes.");
    }
    return changes;
}

} // namespace whimbrel
