// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "render/layout/row_layout.h"

#include "render/layout/group_boxes.h"

#include <algorithm>
#include <cmath>

namespace whimbrel {

namespace {

constexpr double siblingGap = 40;

class RowBuilder final {
public:
    RowBuilder(const FlowScene& scene, const FlowRow& row)
        : m_scene(scene)
        , m_row(row)
        , m_out(waysOutOf(scene, row))
        , m_ranks(rankRow(scene, row))
    {
        for (int i = 0; i < row.nodes.size(); ++i) {
            m_local.insert(row.nodes[i], i);
        }
    }

    QList<QRectF> build()
    {
        placeAlong();
        placeAcross();
        QList<QRectF> boxes;
        for (int i = 0; i < m_row.nodes.size(); ++i) {
            const QSizeF size = sizeOf(i);
            boxes.append(QRectF(
                QPointF(m_along[i] - size.width() / 2, m_across[i] - size.height() / 2), size));
        }
        return boxes;
    }

private:
    [[nodiscard]] QSizeF sizeOf(int local) const
    {
        return m_scene.turned(m_scene.faces[m_row.nodes[local]].size);
    }
    [[nodiscard]] bool isMain(int local) const
    {
        return m_scene.pathIndex[m_row.nodes[local]] >= 0;
    }

    void placeAlong()
    {
        QList<double> extent(m_ranks.count, 0);
        QList<double> gap(m_ranks.count, 56); // before the rank
        QList<QSet<int>> groups(m_ranks.count);
        for (int i = 0; i < m_row.nodes.size(); ++i) {
            extent[m_ranks.rank[i]] = std::max(extent[m_ranks.rank[i]], sizeOf(i).width());
            groups[m_ranks.rank[i]].insert(static_cast<int>(
                m_scene.plan.groups.indexOf(m_scene.plan.nodes.at(m_row.nodes[i]).group)));
        }
        for (int r = 1; r < m_ranks.count; ++r) {
            if (groups[r] != groups[r - 1]) {
                gap[r] += 40;
            }
        }
        // Labels of lines straight ahead stand in the gap.
        for (const int e : m_row.edges) {
            const Edge& edge = m_scene.plan.edges.at(e);
            const int to = m_local[m_scene.to[e]];
            if (edge.kind != EdgeKind::Forward || leavesCourse(edge)
                || m_ranks.rank[to] != m_ranks.rank[m_local[m_scene.from[e]]] + 1) {
                continue;
            }
            const QStringList lines = m_scene.labelLines(e);
            if (!lines.isEmpty()) {
                const double room = m_scene.turned(m_scene.labelSize(lines)).width() + 36;
                gap[m_ranks.rank[to]] = std::max(gap[m_ranks.rank[to]], std::min(room, 200.0));
            }
        }
        QList<double> centre(m_ranks.count, 0);
        double at = 0;
        for (int r = 0; r < m_ranks.count; ++r) {
            at += (r == 0 ? 0 : std::ceil(gap[r] / 4) * 4);
            centre[r] = at + extent[r] / 2;
            at += extent[r];
        }
        for (int i = 0; i < m_row.nodes.size(); ++i) {
            m_along.append(centre[m_ranks.rank[i]]);
        }
    }

    [[nodiscard]] double gapBetween(int a, int b) const
    {
        const Node& one = m_scene.plan.nodes.at(m_row.nodes[a]);
        const Node& other = m_scene.plan.nodes.at(m_row.nodes[b]);
        return one.group == other.group ? siblingGap
                                        : siblingGap + groupRoom::title + groupRoom::padding;
    }

    void placeAcross()
    {
        const auto count = static_cast<int>(m_row.nodes.size());
        m_across.fill(0, count);
        double mainWish = 0;
        int mains = 0;
        double mainHalf = 0;
        int firstMainRank = m_ranks.count;
        int lastMainRank = -1;
        for (int i = 0; i < count; ++i) {
            if (isMain(i)) {
                mainWish += m_ranks.wish[i];
                ++mains;
                mainHalf = std::max(mainHalf, sizeOf(i).height() / 2);
                firstMainRank = std::min(firstMainRank, m_ranks.rank[i]);
                lastMainRank = std::max(lastMainRank, m_ranks.rank[i]);
            }
        }
        if (mains == 0) {
            for (int i = 0; i < count; ++i) {
                m_across[i] = m_ranks.wish[i];
            }
            separate();
            return;
        }
        mainWish /= mains;
        // Ways out share one line below the path where they can.
        double outHalf = 0;
        for (int i = 0; i < count; ++i) {
            if (m_out[i]) {
                outHalf = std::max(outHalf, sizeOf(i).height() / 2);
            }
        }
        double outGap = siblingGap;
        for (const int e : m_scene.down ? m_row.edges : QList<int>()) {
            // From the top down, the label of a way out stands between it and the path.
            if (m_scene.plan.edges.at(e).kind == EdgeKind::Forward
                && m_out[m_local[m_scene.to[e]]]) {
                const double width = m_scene.labelSize(m_scene.labelLines(e)).width();
                outGap = std::max(outGap, std::min(width, 144.0) + 44);
            }
        }
        const double outLine = std::ceil((mainHalf + outGap + outHalf) / 2) * 2;
        QList<QList<int>> ranks(m_ranks.count);
        for (int i = 0; i < count; ++i) {
            ranks[m_ranks.rank[i]].append(i);
        }
        for (int r = 0; r < m_ranks.count; ++r) {
            QList<int>& here = ranks[r];
            std::ranges::stable_sort(here, {}, [&](int i) { return m_ranks.wish[i]; });
            int main = -1;
            QList<int> above;
            QList<int> below;
            QList<int> out;
            for (const int i : here) {
                if (isMain(i)) {
                    main = i;
                } else if (m_out[i]) {
                    out.append(i);
                } else if (m_ranks.wish[i] < mainWish) {
                    above.prepend(i);
                } else {
                    below.append(i);
                }
            }
            const bool passed = main < 0 && r > firstMainRank && r < lastMainRank;
            const double half = main >= 0 ? sizeOf(main).height() / 2 : passed ? 12 : -1e9;
            const auto stack = [&](const QList<int>& some, double sign) {
                double edge = half;
                int before = main;
                for (const int i : some) {
                    const double own = sizeOf(i).height() / 2;
                    const double gap = before >= 0 ? gapBetween(before, i) : siblingGap;
                    const double wish = sign * (m_ranks.wish[i] - mainWish);
                    const double at = std::max(std::round(wish), std::ceil(edge + gap + own));
                    m_across[i] = sign * at;
                    edge = at + own;
                    before = i;
                }
                return std::pair(edge, before);
            };
            stack(above, -1);
            auto [edge, before] = stack(below, 1);
            for (const int i : out) {
                const double own = sizeOf(i).height() / 2;
                const double gap = before >= 0 ? gapBetween(before, i) : siblingGap;
                const double at = std::max(outLine, std::ceil(std::max(edge, -1e6) + gap + own));
                m_across[i] = at;
                edge = at + own;
                before = i;
            }
        }
    }

    /// Keeps nodes of one rank apart, in the order of their wishes.
    void separate()
    {
        QList<QList<int>> ranks(m_ranks.count);
        for (int i = 0; i < m_row.nodes.size(); ++i) {
            ranks[m_ranks.rank[i]].append(i);
        }
        for (QList<int>& here : ranks) {
            std::ranges::stable_sort(here, {}, [&](int i) { return m_ranks.wish[i]; });
            for (qsizetype k = 1; k < here.size(); ++k) {
                const double least = m_across[here[k - 1]] + sizeOf(here[k - 1]).height() / 2
                    + siblingGap + sizeOf(here[k]).height() / 2;
                m_across[here[k]] = std::max(m_across[here[k]], least);
            }
            for (const int i : here) {
                m_across[i] = std::round(m_across[i]);
            }
        }
    }

    const FlowScene& m_scene;
    const FlowRow& m_row;
    QList<bool> m_out;
    RowRanks m_ranks;
    QHash<int, int> m_local{};
    QList<double> m_along{};
    QList<double> m_across{};
};

} // namespace

QList<QRectF> layOutRow(const FlowScene& scene, const FlowRow& row)
{
    return RowBuilder(scene, row).build();
}

} // namespace whimbrel
