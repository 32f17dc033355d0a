// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/plan/plan.h"
#include "model/schema/fingerprint.h"

namespace whimbrel {

/// How many rows there were in the tables that a step's time follows from; -1 where it names none
/// that was there.
[[nodiscard]] qint64 rowsInTablesOf(
    const Plan& plan, const Node& node, const QString& environment, const Fingerprint& before);

} // namespace whimbrel
