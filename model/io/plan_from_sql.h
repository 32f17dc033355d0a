// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/base/result.h"
#include "model/plan/plan.h"

#include <QByteArray>
#include <QString>

namespace whimbrel {

/// A plan around a script that exists already: a change for each run of statements of one kind,
/// between a backup, a rehearsal and an end. Ways back are generated where the statements have an
/// exact inverse (Edge::generated: a person has to look at them), verifications where the catalog
/// can answer; what remains open is left to be filled in and named by the validator. Transaction
/// statements are left out, since the executor begins and commits by itself. The error names the
/// line that cannot be read (ErrorCode::Unreadable).
[[nodiscard]] Result<Plan> planFromSql(
    const QByteArray& script, const QString& title, Dialect dialect = Dialect::Sqlite);

/// The kind of step that a whole script is: that of its weightiest statement. A script that cannot
/// be read is a task.
[[nodiscard]] NodeKind kindOfScript(const QByteArray& script, Dialect dialect);

} // namespace whimbrel
