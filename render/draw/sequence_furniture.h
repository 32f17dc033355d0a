// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "render/draw/sequence_drawing.h"

namespace whimbrel {

/// Adds to a picture whose parts cover `content` what the options ask for: the title above, legend
/// (bottom left) and title block (bottom right) below. Returns the bounds of the whole with the
/// page's margin.
[[nodiscard]] QRectF addFurniture(DisplayList& list, const Plan& plan, const Sequence& sequence,
    const QRectF& content, const SequenceDrawingOptions& options);

} // namespace whimbrel
