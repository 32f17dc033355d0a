// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/database/connection.h"

#include <QStringList>

namespace whimbrel {

/// The query that has a server sum up the digests of a table's rows, so that the rows need not
/// travel: one row with one text, "count:sum". The order of the rows does not matter; every value
/// and its column do. Columns: empty means all. Asks the catalog for them where it has to.
[[nodiscard]] Result<QString> checksumQuery(
    Connection& connection, const QString& table, const QStringList& columns);

} // namespace whimbrel
