// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "render/layout/sequence_layout.h"
#include "render/layout/sequence_measure.h"

namespace whimbrel {

/// The heights of the rows of a diagram.
struct SequenceHeights {
    QList<double> tops{};
    QList<double> bottoms{};
};

/// Places ranges: the bands over the rows, brackets and texts beside the diagram, durations on the
/// right, all others on the left. `left` and `right` are how far the diagram reaches, before and
/// after.
void placeRanges(const Sequence& sequence, const SequenceRows& rows, const SequenceMeasure& measure,
    const SequenceHeights& heights, const SequenceMeters& meters, SequenceGeometry& geometry);

/// Places the boxes around neighboring lifelines of one region, over the whole height.
void placeRegions(const Plan& plan, const SequenceMeasure& measure, SequenceGeometry& geometry);

} // namespace whimbrel
