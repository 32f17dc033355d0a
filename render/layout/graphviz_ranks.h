// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QList>
#include <QPointF>
#include <QSizeF>

#include <optional>

namespace whimbrel {

/// What dot is asked to arrange, from the top down.
struct RankGraph {
    struct Edge {
        int from = 0;
        int to = 0;
        int weight = 1;
        bool constrains = true; ///< whether `to` must stand below `from`
    };
    struct Cluster {
        int parent = -1; ///< an earlier cluster, or none
        QList<int> members{};
    };
    QList<QSizeF> sizes{};
    QList<bool> main{}; ///< nodes that should stand in one column
    QList<Edge> edges{};
    QList<Cluster> clusters{};
    double rankGap = 56;
    double siblingGap = 40;
};

/// The nodes' centres by Graphviz' dot; nothing if it failed in every way that was tried (with
/// clusters, without them, without the wish for one straight column). Its libraries keep global
/// state: calls wait for each other. Prints nothing.
[[nodiscard]] std::optional<QList<QPointF>> rankByDot(const RankGraph& graph);

} // namespace whimbrel
