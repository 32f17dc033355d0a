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
    QString name{}; ///< the column or constraint; empty where there is none
    QString newName{}; ///< of a rename
    bool notNull = false; ///< the added column refuses NULL
    bool hasDefault = false; ///< the added column has a default other than NULL
    bool unique = false;
    bool references = false; ///< the added column has a foreign key
};

/// What stands behind ALTER TABLE name, one entry for each comma-separated part.
[[nodiscard]] QList<TableChange> readTableChanges(TokenCursor& cursor);

} // namespace whimbrel
