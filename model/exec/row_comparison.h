// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/database/interrupter.h"
#include "model/exec/judge.h"

#include <QByteArray>
#include <QHash>
#include <QList>

#include <array>
#include <condition_variable>
#include <mutex>

namespace whimbrel {

using FoundRow = QList<FoundValue>;

/// Two sets of rows that are read at the same time, in two threads, held against each other as they
/// come. A row that stands on both sides is let go of, so that only those without a counterpart are
/// kept; the side that is ahead waits. Where both come in the same order that is next to nothing,
/// however many rows there are.
class RowComparison final {
public:
    enum class Side { Left, Right };

    /// With more than `maxRows` on a side nothing is compared. `together`: the sides are read at
    /// the same time, else one after the other.
    RowComparison(int maxRows, bool together);

    /// Takes the next row of a side. False: no more are wanted, or somebody has cancelled.
    [[nodiscard]] bool take(Side side, const FoundRow& row, const Interrupter& interrupter);
    /// A side has come to its end, or cannot be read any further.
    void end(Side side);

    /// Once both have ended.
    [[nodiscard]] Verdict verdict() const;
    /// The most rows that were kept at one time.
    [[nodiscard]] qsizetype mostKept() const { return m_mostKept; }

private:
    struct Unmatched {
        FoundRow row{};
        qint64 surplus = 0; ///< how many more of it stand on the left; negative: on the right
    };
    struct Progress {
        qint64 rows = 0;
        bool ended = false;
    };
    [[nodiscard]] Progress& of(Side side) { return m_sides[side == Side::Left ? 0 : 1]; }
    void weigh(Side side, const FoundRow& row);

    const int m_maxRows;
    const bool m_together;
    mutable std::mutex m_mutex{};
    std::condition_variable m_moved{};
    std::array<Progress, 2> m_sides{};
    QHash<QByteArray, Unmatched> m_unmatched{};
    qsizetype m_mostKept = 0;
    bool m_tooMany = false;
};

/// Whether two sets of rows are the same, in whatever order, numbers within `tolerance`; the
/// message shows the first row that differs. Unknown if one has more than `maxRows`.
[[nodiscard]] Verdict compareRows(
    QList<FoundRow> left, QList<FoundRow> right, int maxRows, const QString& tolerance);

} // namespace whimbrel
