// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "model/rules/report_step.h"

#include "model/rules/report.h"

namespace whimbrel {

namespace {

/// The forward edges into the node, those whose start is missing last.
QList<const Edge*> forwardInto(const RuleInput& input, int node)
{
    return input.flow.entering(node, EdgeKind::Forward)
        + input.lostEntering.value(input.flow.node(node).id);
}

} // namespace

Finding& reportStep(
    const RuleInput& input, Findings& findings, const char* rule, int change, const QString& text)
{
    const Node& node = input.flow.node(change);
    const QList<const Edge*> edges = forwardInto(input, change);
    const ElementRef marked
        = edges.isEmpty() ? ElementRef::of(node.id) : ElementRef::of(edges.constFirst()->id);
    Finding& finding = report(findings, rule, marked, text, node.id.text());
    if (!edges.isEmpty()) {
        finding.related.append(ElementRef::of(node.id));
        for (const Edge* edge : edges.sliced(1)) {
            finding.related.append(ElementRef::of(edge->id));
        }
    }
    return finding;
}

} // namespace whimbrel
