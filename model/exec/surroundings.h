// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/exec/sighting.h"
#include "model/plan/ids.h"

namespace whimbrel {

/// Somebody who has, or waits for, a lock that the step to come would have to wait for.
struct LockHolder {
    QString table{}; ///< empty: a transaction whose end the step would wait for, whatever it locks
    QString mode{}; ///< as the server calls it: "ACCESS SHARE"; empty: the server does not say
    bool granted = true; ///< or waited for; who waits comes before us too
    Blocker who{};
    bool operator==(const LockHolder&) const = default;
};

/// How large a table is, as far as the server knows without counting.
struct TableSize {
    QString table{};
    qint64 rows = -1; ///< negative: unknown
    qint64 bytes = -1;
    bool operator==(const TableSize&) const = default;
};

/// What a database shows of the tables of the step to come, while the run rests before it.
struct Surroundings {
    NodeId node{}; ///< which step; of a way back the change that is taken back
    EdgeId edge{};
    QList<LockHolder> holders{};
    QList<TableSize> tables{};
    QString unseen{}; ///< why it is not known who holds locks; empty: it is
    bool operator==(const Surroundings&) const = default;
};

} // namespace whimbrel
