// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/sql/statement.h"

namespace whimbrel {

/// How much work a statement is for the database, from light to heavy.
enum class StatementWeight {
    Nothing, ///< settings of the session, transactions
    Metadata, ///< the catalog alone: over in a moment, however large the table is
    Reads, ///< rows
    Writes, ///< rows
    ReadsTable, ///< every row of a table, to see whether they hold to a constraint
    BuildsIndex, ///< reads every row of a table and writes an index
    MayRewrite, ///< every row of a table, or none: types, defaults or the server decide
    Rewrites, ///< every row of a table
    Unknown,
};

/// What the words of a statement tell; `sql` is the text of the statement alone, as Script::text()
/// gives it. Where the catalog decides (a type's kin, a check that is validated already) the
/// heavier one is said.
[[nodiscard]] StatementWeight weightOf(
    const Statement& statement, const QByteArray& sql, Dialect dialect);

/// For people: "metadata only", "rewrites the table".
[[nodiscard]] QString weightName(StatementWeight weight);

/// Whether the time that it takes follows from the number of rows.
[[nodiscard]] bool growsWithRows(StatementWeight weight);

} // namespace whimbrel
