// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

namespace whimbrel {

/// Makes the canvas readable to assistive technology: its steps and edges are children of it, with
/// names, places, and the state of being selected. May be called any number of times.
void installCanvasAccess();

} // namespace whimbrel
