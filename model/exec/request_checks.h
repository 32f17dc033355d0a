// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/base/result.h"
#include "model/database/connection_url.h"
#include "model/plan/plan.h"

#include <QMap>

namespace whimbrel {

/// Whether every statement of the plan could be sent, and every action be done where it is to be:
/// what cannot is said before anything runs.
[[nodiscard]] Result<> checkActions(const Plan& plan, const QString& environment);

/// Whether nothing of the plan is to change a database that takes no changes: why it does not, by
/// target.
[[nodiscard]] Result<> checkOnlyRead(
    const Plan& plan, const TargetId& home, const QMap<TargetId, Error>& onlyRead);

/// Whether every target of the plan that is a database is bound, to one of its own dialect.
[[nodiscard]] Result<> checkBindings(
    const Plan& plan, const QMap<TargetId, ConnectionUrl>& bindings);

} // namespace whimbrel
