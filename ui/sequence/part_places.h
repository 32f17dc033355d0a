// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "render/layout/sequence_layout.h"
#include "ui/session/sequence_edits.h"

namespace whimbrel {

/// Where a part can go, as it is seen: a line across what it would stand in.
struct SlotPlace {
    PartSlot slot{};
    double y = 0;
    double left = 0;
    double right = 0;
};

/// The height that each part takes, from top to bottom. Activations take none.
[[nodiscard]] QHash<SequencePartId, std::pair<double, double>> extentsOf(
    const SequenceGeometry& geometry);

/// Every place for a part, from top to bottom.
[[nodiscard]] QList<SlotPlace> placesOf(const Sequence& sequence, const SequenceGeometry& geometry);

/// The place that is nearest to a height. There is always one.
[[nodiscard]] SlotPlace nearestPlace(const QList<SlotPlace>& places, double y);
/// The line of a place; nothing if it is not among them.
[[nodiscard]] std::optional<SlotPlace> placeOf(
    const QList<SlotPlace>& places, const PartSlot& slot);

} // namespace whimbrel
