// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/exec/key_walk.h"

#include <QStringList>

namespace whimbrel {

/// What a copy takes along and where it goes.
struct CopyPlan {
    QStringList columns{}; ///< beside the key
    QString into{};
    QString where{}; ///< SQL of the source, its parameters filled in; empty: all rows
};

/// The rows of the next batch, the key first, in the order of the keys; fewer than a batch at the
/// end. Reads the source alone.
[[nodiscard]] Result<QList<Row>> readRows(
    Connection& source, const KeyWalk& walk, const CopyPlan& plan);

/// Writes rows that readRows() gave, in the open transaction. One whose key is there already is
/// brought up to date, so that writing the same rows again changes nothing. Gives how many.
[[nodiscard]] Result<qint64> writeRows(
    Connection& destination, const QString& key, const CopyPlan& plan, const QList<Row>& rows);

} // namespace whimbrel
