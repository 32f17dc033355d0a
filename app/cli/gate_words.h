// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/exec/gate_statement.h"
#include "model/plan/plan.h"

#include <QJsonArray>
#include <QStringList>

namespace whimbrel::cli {

/// The answers to gates that a run has, each with what is known of who gave it; none gives no line.
/// `allowedSigners`: the file of those whose signatures count, may be empty. Blocks for a moment.
[[nodiscard]] QStringList gateLines(
    const Plan& plan, const QList<GateAnswer>& answers, const QString& allowedSigners);
[[nodiscard]] QJsonArray gatesJson(const QList<GateAnswer>& answers, const QString& allowedSigners);

} // namespace whimbrel::cli
