// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "ui/sequence/part_places.h"

#include <algorithm>
#include <cmath>

namespace whimbrel {

namespace {

constexpr double frameRoom = 6; ///< of a frame's own row, above and below it
constexpr double emptyOperand = 18; ///< below the upper edge of a compartment without parts
constexpr double inset = 6; ///< of the line, in a frame

/// Lists the places of a diagram; what stands between them says where they are.
class PlaceLister final {
public:
    PlaceLister(const Sequence& sequence, const SequenceGeometry& geometry)
        : m_extents(extentsOf(geometry))
    {
        for (const PlacedFragment& fragment : geometry.fragments) {
            m_frames.insert(fragment.id, &fragment);
        }
        double top = geometry.headHeight + 10;
        for (const PlacedLifeline& line : geometry.lifelines) {
            if (!line.heads.isEmpty()) {
                top = std::max(top, line.heads.first().bottom() + 10);
                break;
            }
        }
        list(sequence.parts, {}, top, geometry.bounds.left(), geometry.bounds.right());
    }

    [[nodiscard]] QList<SlotPlace> found() const { return m_found; }

private:
    void list(const QList<SequencePart>& parts, PartSlot slot, double y, double left, double right)
    {
        for (const SequencePart& part : parts) {
            const auto extent = m_extents.constFind(part.id);
            y = extent == m_extents.cend() ? y : extent->first;
            slot.before = part.id;
            m_found.append({slot, y, left, right});
            if (const PlacedFragment* frame = m_frames.value(part.id)) {
                listOperands(*part.fragment(), *frame);
            }
            y = extent == m_extents.cend() ? y : extent->second;
        }
        slot.before = {};
        m_found.append({slot, y, left, right});
    }

    void listOperands(const Fragment& fragment, const PlacedFragment& frame)
    {
        for (int o = 0; o < fragment.operands.size(); ++o) {
            const double top
                = o < frame.operands.size() ? frame.operands.at(o).top : frame.box.top();
            list(fragment.operands.at(o).parts, {frame.id, o, {}}, top + emptyOperand,
                frame.box.left() + inset, frame.box.right() - inset);
        }
    }

    QHash<SequencePartId, std::pair<double, double>> m_extents;
    QHash<SequencePartId, const PlacedFragment*> m_frames{};
    QList<SlotPlace> m_found{};
};

} // namespace

QHash<SequencePartId, std::pair<double, double>> extentsOf(const SequenceGeometry& geometry)
{
    QHash<SequencePartId, std::pair<double, double>> extents;
    for (const PlacedMessage& message : geometry.messages) {
        extents.insert(message.id, {message.row.top(), message.row.bottom()});
    }
    for (const PlacedFragment& fragment : geometry.fragments) {
        extents.insert(
            fragment.id, {fragment.box.top() - frameRoom, fragment.box.bottom() + frameRoom});
    }
    for (const QList<PlacedBox>& boxes : {geometry.notes, geometry.states}) {
        for (const PlacedBox& box : boxes) {
            extents.insert(box.id, {box.box.top() - frameRoom, box.box.bottom() + frameRoom});
        }
    }
    return extents;
}

QList<SlotPlace> placesOf(const Sequence& sequence, const SequenceGeometry& geometry)
{
    return PlaceLister(sequence, geometry).found();
}

SlotPlace nearestPlace(const QList<SlotPlace>& places, double y)
{
    const auto distance = [y](const SlotPlace& place) { return std::abs(place.y - y); };
    return *std::ranges::min_element(places, {}, distance);
}

std::optional<SlotPlace> placeOf(const QList<SlotPlace>& places, const PartSlot& slot)
{
    const auto found = std::ranges::find(places, slot, &SlotPlace::slot);
    return found == places.end() ? std::nullopt : std::optional(*found);
}

} // namespace whimbrel
