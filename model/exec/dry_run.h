// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/base/result.h"
#include "model/exec/executor.h"
#include "model/plan/ids.h"

#include <QList>
#include <QString>
#include <QStringList>

namespace whimbrel {

/// One thing that a run would do.
struct DryRunLine {
    NodeId node{};
    EdgeId edge{}; ///< set for the way back
    int segment = 0; ///< statements of one number run in one transaction; 0: no statement
    bool inTransaction = true;
    QString kind{}; ///< "statement", "backfill", "backup", "command", "manual", "check", "gate" …
    QString text{}; ///< the statement with its parameters, or what is done, in words
    QString note{}; ///< the statement's class; why there is nothing to do …
};

/// What a run of the plan would do, in the order of the drawing, the ways back behind the step they
/// belong to. Looks at the databases (they are there, nobody else is at work) but writes nothing.
/// Blocks. The error is what would stop the run before its first step.
[[nodiscard]] Result<QList<DryRunLine>> dryRun(const RunRequest& request);

/// As text for people.
[[nodiscard]] QStringList describe(const QList<DryRunLine>& lines, const Plan& plan);

} // namespace whimbrel
