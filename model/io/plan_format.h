// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/io/json_text.h"
#include "model/io/read_report.h"
#include "model/plan/plan.h"

namespace whimbrel::format {

/// Reads a plan out of a tree whose version was checked.
void readPlan(const JsonRef& value, Plan& plan, ReadReport& report);

/// The plan in the file's order.
[[nodiscard]] JsonText planText(const Plan& plan);

/// What execution depends on in an element, SQL by the digest of its bytes.
[[nodiscard]] JsonText meaningOf(const Plan& plan, const Node& node);
[[nodiscard]] JsonText meaningOf(const Plan& plan, const Edge& edge);
[[nodiscard]] JsonText meaningOf(const Plan& plan, const Target& target);
[[nodiscard]] JsonText meaningOf(const Plan& plan, const Parameter& parameter);

/// The JSON Schema (draft 7) of the plan file, made of the same tables that read and write it.
[[nodiscard]] QByteArray planSchema();

} // namespace whimbrel::format
