// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/base/result.h"
#include "model/schema/schema.h"

#include <QString>

namespace whimbrel {

/// Reads the schema of the main database of an open SQLite connection (its name in QSqlDatabase),
/// in the thread that opened it, as one snapshot. Changes nothing. Fails if the database is locked,
/// not a database, or has a virtual table whose module is not there.
[[nodiscard]] Result<Schema> readSchema(const QString& connection);

} // namespace whimbrel
