// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/io/read_report.h"
#include "model/plan/plan.h"

#include <QByteArray>

#include <optional>

namespace whimbrel {

/// The plan file format that this version writes.
inline constexpr int planFormatVersion = 1;
inline constexpr qsizetype maxPlanBytes = 64 * 1024 * 1024;
inline constexpr int maxPlanDepth = 100;

/// What reading gave: a plan, or everything that is wrong with it.
struct PlanReading {
    std::optional<Plan> plan{};
    QList<Violation> violations{};
    QList<FileReference> files{}; ///< where the plan names files beside it
};

/// Reads the plan file's JSON. Referenced SQL files are not looked at (Plan::files stays empty).
[[nodiscard]] PlanReading readPlan(const QByteArray& json);

/// Reads a plan that is a part of a document.
[[nodiscard]] PlanReading readPlan(const JsonRef& value);

/// The refusal of a plan that is larger than maxPlanBytes.
[[nodiscard]] QString tooLargeText(qint64 bytes);

} // namespace whimbrel
