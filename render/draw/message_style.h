// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/plan/plan.h"
#include "render/draw/flow_marks.h"

namespace whimbrel {

/// How messages look; the legend lists them in this order.
enum class MessageLook { Call, Signal, Answer, Creates, Destroys, Failure, WayBack };

/// What a message looks like: what compensates is a way back, whatever else it is.
[[nodiscard]] MessageLook lookOf(const Plan& plan, const Message& message);
[[nodiscard]] LineStyle lineStyle(MessageLook look, const Theme& theme);
/// In the reader's language, for the legend and for screen readers.
[[nodiscard]] QString nameOf(MessageLook look);

/// The node whose sign a message carries: the first that it shows; null if there is none.
[[nodiscard]] const Node* shownNode(const Plan& plan, const Message& message);

} // namespace whimbrel
