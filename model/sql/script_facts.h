// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/sql/statement.h"

#include <QList>
#include <QString>
#include <QStringList>

namespace whimbrel {

/// What a script leaves behind of one kind of object, as its last statement sees it. What it
/// creates and drops again is in none of the lists. Names as written, unquoted, without schema.
struct ObjectChanges {
    QStringList created{}; ///< there afterwards, not before
    QStringList dropped{}; ///< there before, not afterwards
    QStringList replaced{}; ///< dropped (or renamed away) and created anew under its name
    bool operator==(const ObjectChanges&) const = default;
};

/// A column that a script adds with ALTER TABLE … ADD.
struct AddedColumn {
    QString table{};
    QString column{};
    bool notNull = false;
    bool hasDefault = false; ///< other than NULL
    bool references = false;
    qsizetype statement = 0; ///< index into Script::statements
    bool operator==(const AddedColumn&) const = default;
};

/// A column that a script drops with ALTER TABLE … DROP.
struct DroppedColumn {
    QString table{};
    QString column{};
    qsizetype statement = 0;
    bool operator==(const DroppedColumn&) const = default;
};

/// A table (column empty) or column that gets another name.
struct RenamedThing {
    QString table{}; ///< its name before, where a table is renamed
    QString column{};
    QString newName{};
    qsizetype statement = 0;
    bool operator==(const RenamedThing&) const = default;
};

/// A trigger that a script creates: what it watches and what it writes. Triggers are how databases
/// write old and new structure both.
struct CreatedTrigger {
    QString name{};
    QString table{};
    QStringList writes{}; ///< tables that its body inserts into, updates or deletes from
    qsizetype statement = 0;
    bool operator==(const CreatedTrigger&) const = default;
};

/// An index that a script creates.
struct CreatedIndex {
    QString name{};
    QString table{};
    bool unique = false;
    qsizetype statement = 0;
    bool operator==(const CreatedIndex&) const = default;
};

/// What a script does, gathered over its statements.
struct ScriptFacts {
    ObjectChanges tables{};
    ObjectChanges indexes{};
    ObjectChanges triggers{};
    ObjectChanges views{};
    /// Those of tables.replaced whose rows were copied into their new form: the rebuild that SQLite
    /// needs for most changes. Nothing is lost by dropping the old form.
    QStringList rebuiltTables{};
    /// The names under which their old forms were when their rows were copied.
    QStringList carriedOver{};
    QList<AddedColumn> columnsAdded{};
    QList<DroppedColumn> columnsDropped{};
    QList<RenamedThing> renamed{}; ///< tables and columns, but not the renames of a rebuild
    QList<CreatedTrigger> triggersCreated{};
    QList<CreatedIndex> indexesCreated{};
    QStringList tablesWritten{}; ///< whose rows are inserted, updated or deleted; no duplicates
    QStringList tablesEmptied{}; ///< DELETE without WHERE, TRUNCATE; no duplicates
    bool operator==(const ScriptFacts&) const = default;

    /// Whether the statement drops the old form of a table that the script rebuilds, whose rows
    /// live on in the new one.
    [[nodiscard]] bool isRebuildDrop(const Statement& statement, Dialect dialect) const;
};

[[nodiscard]] ScriptFacts scriptFacts(const Script& script, Dialect dialect);

/// Whether a table, column or other object is named anywhere in the script, bare or quoted, outside
/// strings and comments.
[[nodiscard]] bool mentions(const Script& script, const QString& name, Dialect dialect);

} // namespace whimbrel
