// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/base/result.h"
#include "model/plan/rehearsal.h"

#include <QByteArray>
#include <QString>

namespace whimbrel {

/// Where the rehearsals of a plan are kept: beside it, NAME.rehearsal.json.
[[nodiscard]] QString rehearsalPath(const QString& planPath);

/// The rehearsals of the plan; an empty log if there never were any. The error names every
/// violation, one a line.
[[nodiscard]] Result<RehearsalLog> loadRehearsals(const QString& planPath);

/// Writes the log beside the plan, whole or not at all.
[[nodiscard]] Result<> saveRehearsals(const RehearsalLog& log, const QString& planPath);

/// Adds one rehearsal to those that are kept. A file that cannot be read is left as it is, and the
/// error says so.
[[nodiscard]] Result<> keepRehearsal(const Rehearsal& rehearsal, const QString& planPath);

[[nodiscard]] QByteArray writeRehearsals(const RehearsalLog& log);
[[nodiscard]] Result<RehearsalLog> readRehearsals(const QByteArray& json, const QString& where);
/// One rehearsal, or one way back, as a JSON text on one line; and read again.
[[nodiscard]] QByteArray writeRehearsal(const Rehearsal& rehearsal);
[[nodiscard]] QByteArray writeRehearsedWay(const RehearsedWay& way);
[[nodiscard]] Result<RehearsedWay> readRehearsedWay(const QByteArray& json);

namespace format {
/// The JSON Schema (draft 7) of the file, made of the same tables that read and write it.
[[nodiscard]] QByteArray rehearsalSchema();
} // namespace format

} // namespace whimbrel
