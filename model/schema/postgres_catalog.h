// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/schema/catalog_query.h"

#include <QHash>

namespace whimbrel {

/// The schema that is being read from PostgreSQL, and where the relations of the catalog have
/// gone in it.
struct PostgresReading {
    Connection& connection;
    int version = 0; ///< 150003
    Schema schema{};
    QHash<qint64, qsizetype> tables{}; ///< by oid
    QHash<qint64, qsizetype> views{};
};

// Each reads some kinds of objects with one query a kind. Relations come before what is in them.
[[nodiscard]] Result<> readPostgresRelations(PostgresReading& reading);
[[nodiscard]] Result<> readPostgresColumns(PostgresReading& reading);
[[nodiscard]] Result<> readPostgresIndexes(PostgresReading& reading);
[[nodiscard]] Result<> readPostgresConstraints(PostgresReading& reading);
[[nodiscard]] Result<> readPostgresTriggers(PostgresReading& reading);
[[nodiscard]] Result<> readPostgresPolicies(PostgresReading& reading);
[[nodiscard]] Result<> readPostgresTypes(PostgresReading& reading);
[[nodiscard]] Result<> readPostgresRoutines(PostgresReading& reading);
[[nodiscard]] Result<> readPostgresSequences(PostgresReading& reading);
[[nodiscard]] Result<> readPostgresDatabase(PostgresReading& reading);

/// A condition on pg_namespace n: it holds no journal of ours.
[[nodiscard]] QString isNoJournal();
/// A condition: the namespace `n` holds what users made, and no extension brought the object.
[[nodiscard]] QString isUsers(const char* catalog, const char* oid);
/// An expression: what the access list grants, for CatalogRow::list(); no list means the usual one
/// for the kind ('r' tables, 's' sequences, 'f' routines, 'n' schemas, 'T' types, 'd' databases).
[[nodiscard]] QString grantsOf(const char* list, const char* owner, char kind);
/// An expression: the name of a collation; NULL for 0.
[[nodiscard]] QString collationName(const char* oid);
/// An expression: the comment on an object.
[[nodiscard]] QString commentOn(const char* catalog, const char* oid, const char* part = "0");

} // namespace whimbrel
