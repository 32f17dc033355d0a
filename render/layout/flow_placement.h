// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "render/layout/flow_scene.h"

#include <optional>

namespace whimbrel {

/// Top left corners for all nodes, by position in plan.nodes, as if none were placed: rows (see
/// flow_rows.h), within each the ranks and the order that dot finds, the happy path in one straight
/// line, ways out below it.
[[nodiscard]] QList<QPointF> placeFlow(const FlowScene& scene);

/// Top left corners for all nodes when some are fixed: those stay, the others come where they
/// stand in relation to them and where there is room.
[[nodiscard]] QList<QPointF> placeAround(
    const FlowScene& scene, const QList<std::optional<QPointF>>& fixed);

} // namespace whimbrel
