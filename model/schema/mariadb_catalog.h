// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/schema/catalog_query.h"

#include <QHash>

namespace whimbrel {

/// The schema that is being read from MariaDB or MySQL. information_schema is not joined there:
/// without indexes a join of two of its tables takes the square of their sizes.
struct MariadbReading {
    Connection& connection;
    bool isMariadb = true;
    int version = 0; ///< 101100 for 10.11.0
    QString database{};
    Schema schema{};
    QHash<QString, qsizetype> tables{}; ///< by name
    QHash<QString, qsizetype> views{};

    [[nodiscard]] Table* table(const QString& name)
    {
        const auto found = tables.constFind(name);
        return found == tables.cend() ? nullptr : &schema.tables[*found];
    }
};

// Each reads some kinds of objects with one query a kind. Tables come before what is in them.
[[nodiscard]] Result<> readMariadbTables(MariadbReading& reading);
[[nodiscard]] Result<> readMariadbColumns(MariadbReading& reading);
[[nodiscard]] Result<> readMariadbIndexes(MariadbReading& reading);
[[nodiscard]] Result<> readMariadbForeignKeys(MariadbReading& reading);
[[nodiscard]] Result<> readMariadbChecks(MariadbReading& reading);
[[nodiscard]] Result<> readMariadbPartitions(MariadbReading& reading);
[[nodiscard]] Result<> readMariadbViews(MariadbReading& reading);
[[nodiscard]] Result<> readMariadbTriggers(MariadbReading& reading);
[[nodiscard]] Result<> readMariadbRoutines(MariadbReading& reading);
[[nodiscard]] Result<> readMariadbEvents(MariadbReading& reading);
[[nodiscard]] Result<> readMariadbSequences(MariadbReading& reading);
[[nodiscard]] Result<> readMariadbDatabase(MariadbReading& reading);
/// Behind all others.
[[nodiscard]] Result<> readMariadbGrants(MariadbReading& reading);

/// Names of the sequences of the database; MySQL has none.
/// A condition on TABLE_NAME: it is none of our own tables.
[[nodiscard]] QString mariadbNotOurs(const Connection& connection);

[[nodiscard]] Result<QStringList> mariadbSequences(Connection& connection);
/// One query over many sequences, each of which is a table of one row.
[[nodiscard]] QString selectFromSequences(const QStringList& names, const QString& columns);

} // namespace whimbrel
