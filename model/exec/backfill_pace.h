// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QList>
#include <QtGlobal>

namespace whimbrel {

/// How fast a backfill goes: the rows of its next batch, so that a batch takes about as long as it
/// should, and a range for the time that is left.
class BackfillPace final {
public:
    BackfillPace() = default;
    /// `targetMs` 0: every batch has `batch` rows.
    BackfillPace(int batch, qint64 targetMs);

    [[nodiscard]] int batch() const { return m_batch; }
    /// A batch is done: how long it took, commit included, and how far (0 … 1) all is now; a
    /// negative fraction is not known.
    void took(qint64 ms, double fraction);

    /// How long the batches took together; pauses and waiting do not count.
    [[nodiscard]] qint64 workedMs() const { return m_tookMs; }

    struct Left {
        qint64 atLeastMs = -1; ///< negative: not known
        qint64 atMostMs = -1;
    };
    /// From the pace of all batches and from that of the last few; pauses do not count.
    [[nodiscard]] Left left() const;

private:
    struct Step {
        qint64 ms = 0;
        double fraction = 0; ///< carried over in it
    };
    int m_batch = 1000;
    qint64 m_targetMs = 0;
    double m_at = -1;
    double m_began = -1;
    qint64 m_tookMs = 0; ///< all batches
    qint64 m_workedMs = 0; ///< those that are known to have carried it on
    QList<Step> m_recent{};
};

} // namespace whimbrel
