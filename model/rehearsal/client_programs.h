// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/base/result.h"
#include "model/database/connection_url.h"

#include <QByteArray>
#include <QStringList>

#include <functional>

namespace whimbrel {

/// The database servers' own programs (pg_dump and psql, mariadb-dump and mariadb), which know how
/// to write a schema down and to read it again. A password goes to them in the environment, never
/// in their arguments. Blocks.
namespace programs {

using IsCancelled = std::function<bool()>;

/// A table as rows are copied from it: with its name and columns as SQL writes them.
struct SampledTable {
    QString name{};
    QString columns{}; ///< that can be written; generated ones cannot
};

/// Of a schema: what rows need in order to be there, and what watches over them (indexes, foreign
/// keys, triggers; on MariaDB triggers alone).
enum class Part { Whole, Tables, Rest };

/// The schema of the database that the URL names, as a script for load().
[[nodiscard]] Result<QByteArray> dumpSchema(
    const ConnectionUrl& url, Part part, const IsCancelled& isCancelled);
/// Up to `rows` rows of each of the tables (MariaDB: of all), and where sequences stand, as a
/// script for load().
[[nodiscard]] Result<QByteArray> dumpSample(const ConnectionUrl& url,
    const QList<SampledTable>& tables, int rows, const IsCancelled& isCancelled);
/// Runs a script in the database that the URL names; it ends at the first error.
[[nodiscard]] Result<> load(
    const ConnectionUrl& url, const QByteArray& script, const IsCancelled& isCancelled);

} // namespace programs

} // namespace whimbrel
