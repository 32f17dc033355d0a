// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ui/canvas/flow_view.h"
#include "ui/shell/actions.h"

class QMenu;

namespace whimbrel {

/// The menu of an element on the canvas, or (ElementType::Plan) of the canvas itself; also holds
/// the fixes of its findings. The caller shows it.
[[nodiscard]] QMenu* makeCanvasMenu(const ElementRef& element, PlanSession& session,
    FlowView& canvas, const ActionSet& actions, QWidget* parent);

} // namespace whimbrel
