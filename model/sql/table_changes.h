// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/sql/statement.h"
#include "model/sql/token_cursor.h"

#include <QList>

namespace whimbrel {

/// One of the things that an ALTER TABLE does.
struct TableChange {
    StatementClass kind = StatementClass::OtherDdl;
    QString words{}; ///< "ADD COLUMN", "DROP COLUMN", "RENAME TO", "ADD CONSTRAINT" …
    /// As `words`, but finer: "ALTER COLUMN SET NOT NULL", "ADD FOREIGN KEY" (also of ADD
    /// CONSTRAINT name FOREIGN KEY), "DETACH PARTITION CONCURRENTLY".
    QString form{};
    QString name{}; ///< the column, constraint, index or trigger; empty where there is none
    QString newName{}; ///< of a rename
    QString type{}; ///< of the column that is added or altered, blanks made one
    QString defaultText{}; ///< of the column's new default, as written
    QualifiedName other{}; ///< the table of a foreign key, the partition, parent or new schema
    QStringList columns{}; ///< of a key or constraint, in order, where they are plain names
    bool notNull = false; ///< the added column refuses NULL
    bool hasDefault = false; ///< the added column has a default other than NULL
    bool unique = false;
    bool references = false; ///< the added column has a foreign key
    bool conditional = false; ///< IF EXISTS or IF NOT EXISTS
    bool notValid = false; ///< the constraint is not checked against what is there
    bool hasMore = false; ///< the column's definition says more than type, NULL and default
    bool usingIndex = false; ///< the key is made from an index that is there
};

/// What stands behind ALTER TABLE name, one entry for each comma-separated part.
[[nodiscard]] QList<TableChange> readTableChanges(TokenCursor& cursor);

/// Goes past ALTER TABLE, its conditions and the table's name, to the first change.
QualifiedName takeAlteredTable(TokenCursor& cursor);

} // namespace whimbrel
