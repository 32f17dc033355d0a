// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/base/result.h"
#include "model/database/connection_url.h"
#include "model/exec/journal.h"

#include <QString>

namespace whimbrel {

/// What was found out about a database before anything is done to it.
struct DatabaseProbe {
    QString name{}; ///< the database as messages name it: "shop on db1:5432"
    QString version{}; ///< "SQLite 3.40.1"
    QString user{}; ///< as the server knows it; empty on SQLite
    int tables = 0;
    qint64 bytes = 0;
    bool writable = false;
    QList<RunSummary> runs{}; ///< of which its journal knows
};

/// Opens a database for reading alone and looks at it. Blocks: call it in a worker.
[[nodiscard]] Result<DatabaseProbe> probeDatabase(const ConnectionUrl& url);

/// The probe in one line: "SQLite 3.40.1, 12 tables, 48 MB, can be written".
[[nodiscard]] QString probeText(const DatabaseProbe& probe);

} // namespace whimbrel
