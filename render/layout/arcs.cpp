// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "render/layout/arcs.h"

#include <algorithm>

namespace whimbrel {

int arcsBeside(const FlowScene& scene, const QList<int>& edges, const QList<QRectF>& boxes)
{
    struct Turn {
        double at;
        int step;
    };
    QList<Turn> turns;
    for (const int e : edges) {
        double a = boxes[scene.from[e]].center().x();
        double b = boxes[scene.to[e]].center().x();
        if (a > b) {
            std::swap(a, b);
        }
        turns << Turn{a + 1, 1} << Turn{b - 1, -1};
    }
    std::ranges::sort(turns,
        [](const Turn& a, const Turn& b) { return a.at != b.at ? a.at < b.at : a.step < b.step; });
    int open = 0;
    int most = 0;
    for (const Turn& turn : turns) {
        open += turn.step;
        most = std::max(most, open);
    }
    return most;
}

} // namespace whimbrel
