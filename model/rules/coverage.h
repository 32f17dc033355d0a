// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/plan/rehearsal.h"

#include <QList>
#include <QString>

#include <optional>

namespace whimbrel {

enum class Covered {
    No,
    Yes,
    Explained, ///< a recorded reason stands in for it
    NothingToUndo,
    NotYet, ///< rehearsed: nobody has tried
    Stale, ///< rehearsed: tried, but the plan was changed since
};

/// What is known of one forward edge into a change (edges into other nodes are listed with
/// NothingToUndo throughout).
struct CoverageRow {
    EdgeId edge{};
    NodeId from{};
    NodeId to{};
    Covered wayBack = Covered::No;
    Covered targetSafe = Covered::No;
    Covered hasAction = Covered::No;
    Covered verified = Covered::No;
    Covered rehearsed = Covered::NotYet; ///< outside the total
    std::optional<WayVerdict> verdict{}; ///< the worst that rehearsals of its ways back came to
};

/// One row for each forward edge, in plan order, and what they come to.
struct Coverage {
    QList<CoverageRow> rows{};
    int covered = 0; ///< cells of the first four columns that are Yes or Explained
    int total = 0; ///< cells of the first four columns that are not NothingToUndo

    /// 0 … 100; a plan without changes is fully covered.
    [[nodiscard]] int percent() const { return total == 0 ? 100 : covered * 100 / total; }
};

} // namespace whimbrel
