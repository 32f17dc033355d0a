// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ui/inspector/section.h"

namespace whimbrel {

/// Adds the list of steps that a message or reference shows: each with a button to go there and one
/// to let go of it, and a choice to add another.
void addStepLinks(Section& section, const QString& label, const Property<QList<NodeId>>& property);

} // namespace whimbrel
