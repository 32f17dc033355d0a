// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/base/result.h"
#include "model/plan/dialect.h"

#include <QString>

namespace whimbrel {

/// Where a target's database is, as written on the command line or in the connection dialog.
struct ConnectionUrl {
    Dialect dialect = Dialect::Sqlite;
    QString path{}; ///< SQLite: the database file, absolute and clean
    QString shown{}; ///< the URL without its password: the only form that is echoed or journaled
    bool operator==(const ConnectionUrl&) const = default;
};

/// Reads `sqlite:PATH` (relative to the working directory), `postgresql://…` and `mysql://…`. The
/// last two are understood but refused: this version executes on SQLite alone.
[[nodiscard]] Result<ConnectionUrl> parseConnectionUrl(const QString& url);

/// The URL with its password replaced by "***".
[[nodiscard]] QString redactedUrl(const QString& url);

} // namespace whimbrel
