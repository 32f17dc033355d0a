// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "render/layout/happy_path.h"

#include "model/base/digraph.h"

namespace whimbrel {

bool leavesCourse(const Edge& edge)
{
    return edge.when == outcomes::fail || edge.when == outcomes::no;
}

HappyPath findHappyPath(const Plan& plan)
{
    const auto count = static_cast<int>(plan.nodes.size());
    struct Way {
        int edge;
        int to;
    };
    QList<QList<Way>> ways(count);
    Digraph course(count);
    int start = -1;
    QList<int> goals;
    QList<int> ends;
    for (int i = 0; i < count; ++i) {
        const Node& node = plan.nodes.at(i);
        if (node.kind == NodeKind::Start && start < 0) {
            start = i;
        }
        if (node.kind == NodeKind::End) {
            (node.outcome == Outcome::Migrated ? goals : ends).append(i);
        }
    }
    for (int e = 0; e < plan.edges.size(); ++e) {
        const Edge& edge = plan.edges.at(e);
        const auto from = static_cast<int>(plan.nodes.indexOf(edge.from));
        const auto to = static_cast<int>(plan.nodes.indexOf(edge.to));
        if (edge.kind == EdgeKind::Forward && from >= 0 && to >= 0 && !leavesCourse(edge)) {
            // Ways without a label of their own come before labelled ones.
            const bool plain
                = edge.when.isEmpty() || edge.when == outcomes::pass || edge.when == outcomes::yes;
            if (plain) {
                qsizetype at = 0;
                while (at < ways[from].size()
                    && (plan.edges.at(ways[from][at].edge).when.isEmpty()
                        || plan.edges.at(ways[from][at].edge).when == outcomes::pass
                        || plan.edges.at(ways[from][at].edge).when == outcomes::yes)) {
                    ++at;
                }
                ways[from].insert(at, {e, to});
            } else {
                ways[from].append({e, to});
            }
            course.addEdge(from, to);
        }
    }
    HappyPath path;
    path.onCourse = start >= 0 ? course.reachable(start) : QList<bool>(count, true);
    if (start < 0) {
        return path;
    }
    QList<bool> leads(count, false);
    for (const QList<int>& some : {goals, ends}) {
        for (const int goal : some) {
            if (path.onCourse[goal]) {
                const QList<bool> to = course.reaching(goal);
                for (int i = 0; i < count; ++i) {
                    leads[i] = leads[i] || to[i];
                }
            }
        }
        if (leads[start]) {
            break;
        }
        leads.fill(false);
    }
    const bool arrives = leads[start];
    QList<bool> visited(count, false);
    int at = start;
    path.nodes.append(at);
    visited[at] = true;
    while (true) {
        const Way* next = nullptr;
        for (const Way& way : ways[at]) {
            if (!visited[way.to] && (!arrives || leads[way.to])) {
                next = &way;
                break;
            }
        }
        if (!next) {
            break;
        }
        path.edges.append(next->edge);
        at = next->to;
        visited[at] = true;
        path.nodes.append(at);
        if (plan.nodes.at(at).kind == NodeKind::End) {
            break;
        }
    }
    return path;
}

} // namespace whimbrel
