// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "model/rehearsal/gate_answers.h"

namespace whimbrel {

std::optional<GateAnswers> answersTowards(const Flow& flow, int node)
{
    if (flow.start() < 0 || node < 0) {
        return std::nullopt;
    }
    QHash<int, const Edge*> cameBy{{flow.start(), nullptr}};
    QList<int> open{flow.start()};
    while (!open.isEmpty() && !cameBy.contains(node)) {
        const int from = open.takeFirst();
        const bool gate = flow.node(from).kind == NodeKind::Gate;
        for (const Edge* edge : flow.leaving(from, EdgeKind::Forward)) {
            const bool wayOn = edge->when.isEmpty() || edge->when == outcomes::pass
                || edge->when == outcomes::yes;
            const int to = flow.indexOf(edge->to);
            if (to >= 0 && !cameBy.contains(to) && (wayOn || gate)) {
                cameBy.insert(to, edge);
                open.append(to);
            }
        }
    }
    if (!cameBy.contains(node)) {
        return std::nullopt;
    }
    GateAnswers answers;
    for (const Edge* edge = cameBy.value(node); edge;
         edge = cameBy.value(flow.indexOf(edge->from))) {
        if (flow.node(flow.indexOf(edge->from)).kind == NodeKind::Gate) {
            answers.insert(edge->from, edge->when.isEmpty() ? outcomes::yes : edge->when);
        }
    }
    return answers;
}

} // namespace whimbrel
