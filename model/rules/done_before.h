// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/plan/flow.h"
#include "model/rules/node_sql.h"
#include "model/rules/way_back.h"

#include <QList>

namespace whimbrel {

/// What has certainly been done when a node is entered, whichever way led there. Unlike dominance
/// it knows that all branches of a fork have been taken at its join.
class DoneBefore final {
public:
    enum Deed : unsigned {
        Backup = 1U << 0U,
        Staging = 1U << 1U,
        DualWrite = 1U << 2U,
        SyncTrigger = 1U << 3U, ///< a trigger was created
        Deploy = 1U << 4U,
        ReadsSwitched = 1U << 5U, ///< for all traffic
        WritesSwitched = 1U << 6U,
        SomethingSwitched = 1U << 7U, ///< by a cutover that does not say what
        Gate = 1U << 8U, ///< and nothing was changed since
        NoReturn = 1U << 9U, ///< a change from which only a restore leads back
    };

    DoneBefore(const Flow& flow, const QList<NodeSql>& effects, const QList<PlannedWayBack>& ways);

    /// Whether all of these were done. Of nodes that the start does not reach nothing is known:
    /// the answer is yes.
    [[nodiscard]] bool has(int node, unsigned deeds) const
    {
        return (m_before[node] & deeds) == deeds;
    }
    /// Whether at least one of these was done.
    [[nodiscard]] bool hasAny(int node, unsigned deeds) const
    {
        return (m_before[node] & deeds) != 0;
    }

private:
    QList<unsigned> m_before{};
};

} // namespace whimbrel
