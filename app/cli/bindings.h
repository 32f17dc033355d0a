// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/base/result.h"
#include "model/exec/journal.h"
#include "model/plan/plan.h"

#include <QMap>
#include <QStringList>

namespace whimbrel::cli {

/// What --bind gave: TARGET=URL, or only URL for a plan with one database. The error says which
/// target is unknown, bound twice or not bound at all.
[[nodiscard]] Result<QMap<TargetId, QString>> parseBindings(
    const Plan& plan, const QStringList& given);

/// The databases of the bindings, that of the plan's first target first.
[[nodiscard]] QStringList urlsInOrder(const Plan& plan, const QMap<TargetId, QString>& bindings);

/// A run in the journal of the bound databases.
struct FoundRun {
    QStringList urls{}; ///< home first, as readEvents() takes them
    RunSummary summary{};
};

/// The run of that id; without one the last run that is open, else the last one. The error says
/// that there is none.
[[nodiscard]] Result<FoundRun> findRun(
    const Plan& plan, const QStringList& bind, const QString& run);

} // namespace whimbrel::cli
