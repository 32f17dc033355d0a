// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QList>
#include <QPointF>
#include <QRectF>
#include <QVarLengthArray>

#include <optional>
#include <vector>

namespace whimbrel {

/// The room between boxes as streets: rectangles that reach from box to box sideways, each as high
/// as its sides stay the same. Streets that touch are joined, so that a long way is a short list of
/// streets however much stands beside it. Made once for a diagram.
class StreetMap final {
public:
    /// Streets keep `clearance` from the boxes, up to four pixels more above and below.
    /// Without `within` they reach a little farther than the boxes.
    StreetMap(const QList<QRectF>& boxes, double clearance,
        const std::optional<QRectF>& within = std::nullopt);

    [[nodiscard]] const QRectF& area(int street) const { return m_streets[street].area; }

    /// The street that the point lies in, its borders included; -1: it stands too near a box.
    [[nodiscard]] int at(const QPointF& point) const;

    /// The streets from one point to the other, both ends' included: short, with few turns, and not
    /// where others go already. Nothing if there is no way, which costs nothing to find out.
    [[nodiscard]] std::optional<QList<int>> way(
        int first, const QPointF& start, int last, const QPointF& goal);

    /// Remembers a stretch of a line: where it goes there is room for fewer others, and who crosses
    /// it pays.
    void take(const QPointF& a, const QPointF& b);

private:
    struct Street {
        QRectF area{};
        QList<int> above{}; ///< streets that it touches, from left to right
        QList<int> below{};
        int lengthwise = 0; ///< lines that go up or down in it …
        double across = 0; ///< … and from side to side, in it or (half) where one
                           ///< comes out of it
        qsizetype lastSlab = 0; ///< that it reaches down to
        int island = 0; ///< equal for streets between which there is a way
    };
    struct Piece {
        double left = 0;
        double right = 0;
        int street = -1;
    };
    /// What lies between two neighbouring heights at which something begins or ends.
    struct Slab {
        double top = 0;
        double bottom = 0;
        QList<Piece> pieces{};
    };
    /// One way into a street that a search has found.
    struct Entry {
        QPointF at{};
        double spent = 0;
        int street = 0;
        int before = -1; ///< entry
    };
    /// The ways into a street that the last search to come here has found.
    struct Known {
        quint32 turn = 0;
        QVarLengthArray<int, 8> entries{};
    };

    void addSlab(Slab slab);
    void findIslands();
    void takeUpright(const QRectF& span, qsizetype slab);
    void takeLevel(const QRectF& span, qsizetype slab);
    template <class Visit>
    void eachNext(int street, double x, double goal, const Visit& visit) const;
    [[nodiscard]] static double priceOf(const Street& street);

    QList<Street> m_streets{};
    QList<Slab> m_slabs{};
    std::vector<Known> m_known{};
    quint32 m_turn = 0;
};

} // namespace whimbrel
