// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/base/result.h"
#include "model/exec/journal.h"

#include <QString>

namespace whimbrel {

/// What was found out about a database before anything is done to it.
struct DatabaseProbe {
    QString version{}; ///< "SQLite 3.40.1"
    int tables = 0;
    qint64 bytes = 0;
    bool writable = false;
    QList<RunSummary> runs{}; ///< of which its journal knows
};

/// Opens the database of a URL or of "@NAME" for reading alone and looks at it. Blocks: call it in
/// a worker.
[[nodiscard]] Result<DatabaseProbe> probeDatabase(const QString& given);

/// The probe in one line: "SQLite 3.40.1, 12 tables, 48 MB, can be written".
[[nodiscard]] QString probeText(const DatabaseProbe& probe);

} // namespace whimbrel
