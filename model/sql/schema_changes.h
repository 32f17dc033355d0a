// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/sql/statement.h"
#include "model/sql/token_cursor.h"

#include <QList>

namespace whimbrel {

/// What happens to one object of the schema, in the same words for every dialect.
enum class ChangeKind {
    CreateTable,
    DropTable,
    RenameTables, ///< one or several, as a whole
    MoveTable, ///< to another schema
    AddColumn,
    DropColumn,
    RenameColumn,
    ColumnType,
    ColumnNotNull,
    ColumnNull,
    ColumnDefault,
    ColumnNoDefault,
    RedefineColumn, ///< MySQL's MODIFY: type, nullability and default at once
    CreateIndex,
    DropIndex,
    RenameIndex,
    AddConstraint, ///< with a name
    AddPrimaryKey,
    AddKeyColumns, ///< unique or foreign key that the server names
    DropConstraint,
    DropPrimaryKey,
    RenameConstraint,
    ValidateConstraint,
    AttachPartition,
    DetachPartition,
    Inherit,
    NoInherit,
    Logged,
    Unlogged,
    Owner,
    EnableRowSecurity,
    DisableRowSecurity,
    ForceRowSecurity,
    NoForceRowSecurity,
    EnableTrigger,
    DisableTrigger,
    TableEngine,
    TableComment,
    CreateView,
    DropView,
    RenameView,
    CreateTrigger,
    DropTrigger,
    RenameTrigger,
    CreateFunction,
    DropFunction,
    CreateProcedure,
    DropProcedure,
    CreateEvent,
    DropEvent,
    CreateSequence,
    DropSequence,
    RenameSequence,
    CreateType, ///< and domains
    DropType,
    RenameType,
    AddEnumValue,
    RenameEnumValue,
    CreateSchema,
    DropSchema,
    RenameSchema,
    CreateExtension,
    DropExtension,
    ExtensionVersion,
    CreatePolicy,
    DropPolicy,
    CreateRule,
    DropRule,
    CreateStatistics,
    DropStatistics,
    CreatePublication,
    DropPublication,
    CreateRole,
    DropRole,
    Comment,
    CommentOnColumn,
    Grant,
    Revoke,
};

/// One change, with what the catalog needs to find it. Names are as the catalog holds them.
struct SchemaChange {
    ChangeKind kind = ChangeKind::CreateTable;
    QualifiedName object{};
    QualifiedName table{}; ///< that the object belongs to, where it is no table itself
    QString column{};
    QualifiedName other{}; ///< the new name, the partition, the table of a foreign key
    QStringList columns{}; ///< of a key
    QString type{}; ///< as written, blanks made one; of a comment or grant: the kind of object
    QString text{}; ///< a default, comment, label, body, role …
    QString arguments{}; ///< of a function that is dropped, as written; of a grant: the right
    QList<std::pair<QualifiedName, QualifiedName>> renames{};
    bool foreign = false; ///< the key is a foreign one
    bool conditional = false; ///< IF EXISTS or IF NOT EXISTS
    bool orReplace = false;
    bool notNull = false;
    bool notValid = false;
    bool concurrently = false;
    bool isNull = false; ///< the comment or default is NULL
    bool hasMore = false; ///< the definition says more than is kept here
};

/// What a statement changes, for those of its parts that the catalog shows.
struct SchemaChanges {
    QList<SchemaChange> list{};
    QString unreadable{}; ///< why nothing can be told of it, as a sentence; empty with a list
    bool atomic = true; ///< the parts take effect together or not at all
};

[[nodiscard]] SchemaChanges schemaChanges(
    const Statement& statement, const QByteArray& sql, Dialect dialect);

/// Those of ALTER TABLE; the cursor stands at ALTER.
[[nodiscard]] SchemaChanges alterTableChanges(TokenCursor cursor, Dialect dialect);

/// Those of GRANT and REVOKE; the cursor stands there.
[[nodiscard]] SchemaChanges privilegeChanges(TokenCursor cursor, Dialect dialect);

} // namespace whimbrel
