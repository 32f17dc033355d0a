// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/plan/ids.h"

class QMenu;
class QWidget;

namespace whimbrel {

class ActionSet;
class SequenceView;

/// The menu of an element of a sequence diagram (Plan: of the diagram). The parent owns it.
[[nodiscard]] QMenu* makeSequenceMenu(
    const ElementRef& element, SequenceView& view, const ActionSet& actions, QWidget* parent);

} // namespace whimbrel
