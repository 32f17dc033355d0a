// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/sql/statement.h"

#include <QList>
#include <QStringList>

#include <optional>

namespace whimbrel {

/// A statement that takes a constraint up: NOT NULL, UNIQUE, a validated CHECK.
struct Tightening {
    QString table{}; ///< plain
    Statement statement{};
};

/// What the SQL of one action does, beyond the classes of its statements. Objects that a script
/// makes and takes away again itself do not count; a table that is rebuilt (made anew, filled from
/// the old one, put in its place) counts as a rebuild, neither as a drop nor as a copy. Of each
/// kind the first statement is kept. Names are plain: unquoted, lower case, without schema.
struct NodeSql {
    bool any = false; ///< there are statements
    bool understood = true; ///< all of them could be classified
    bool rebuilds = false;
    bool createsTrigger = false;
    std::optional<Statement> adds{}; ///< CREATE …, ALTER TABLE … ADD
    std::optional<Statement> losesData{}; ///< drops a table or column, or empties a table
    std::optional<Statement> dropsOther{}; ///< drops an index, view, trigger …
    std::optional<Statement> manyRows{}; ///< copies or rewrites a table's rows in one go
    std::optional<Statement> rename{};
    std::optional<Statement> writing{}; ///< changes anything
    std::optional<Statement> ddl{}; ///< changes the schema
    std::optional<Statement> tableDdl{}; ///< changes, makes or drops a table that stays
    QStringList created{}; ///< tables
    QStringList addedColumns{}; ///< "table.column"
    QStringList lost{}; ///< what losesData takes away: tables and "table.column"
    QStringList writtenTables{};
    QStringList touched{}; ///< tables, indexes, views … that its statements are about
    QList<Tightening> tightenings{};
};

[[nodiscard]] NodeSql readEffects(const Script& script, Dialect dialect);

} // namespace whimbrel
