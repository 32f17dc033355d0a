// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "render/layout/flow_scene.h"

namespace whimbrel {

/// Room inside groups, in pixels.
namespace groupRoom {
inline constexpr double padding = 24;
inline constexpr double title = 32;
} // namespace groupRoom

/// Boxes of the groups, by position in plan.groups; empty groups get empty boxes. Each holds its
/// members' boxes, groups inside it, and of `inner` (what lies between its members: lines and
/// labels, with the two nodes that they join) what can be taken in without reaching over a node
/// that is no member.
struct InnerPart {
    int from = 0;
    int to = 0;
    QRectF box{};
};
[[nodiscard]] QList<QRectF> boxesOfGroups(
    const FlowScene& scene, const QList<QRectF>& nodes, const QList<InnerPart>& inner = {});

/// Where a group's title stands, for its box.
[[nodiscard]] QRectF groupTitleBox(const QString& title, const TextMeter& meter, const QRectF& box);

} // namespace whimbrel
