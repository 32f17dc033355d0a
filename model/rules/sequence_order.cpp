// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "model/plan/sequence_parts.h"
#include "model/rules/finders.h"
#include "model/rules/report.h"
#include "model/rules/sequence_walk.h"

namespace whimbrel {

namespace {

/// A step where a diagram shows it for the first time.
struct FirstShown {
    int node = 0; ///< in the flow
    int message = 0; ///< in the walk
};

QList<FirstShown> firstShown(const RuleInput& input, const SequenceWalk& walk)
{
    QList<FirstShown> shown;
    QSet<NodeId> known;
    for (int i = 0; i < walk.messages.size(); ++i) {
        for (const Node* node : walk.messages.at(i).nodes) {
            if (!known.contains(node->id)) {
                known.insert(node->id);
                shown.append({input.flow.indexOf(node->id), i});
            }
        }
    }
    return shown;
}

/// Everything that comes before a node on the forward edges.
QList<bool> before(const Flow& flow, int node)
{
    QList<bool> found(flow.size(), false);
    QList<int> open{node};
    while (!open.isEmpty()) {
        const int at = open.takeLast();
        for (const Edge* edge : flow.entering(at, EdgeKind::Forward)) {
            const int from = flow.indexOf(edge->from);
            if (from >= 0 && !found.at(from)) {
                found[from] = true;
                open.append(from);
            }
        }
    }
    return found;
}

/// Whether one of the two happens instead of the other, or beside it: their order says nothing.
bool areApart(const ToldMessage& a, const ToldMessage& b)
{
    for (const SequenceBranch& branch : a.branches) {
        const FragmentKind kind = branch.fragment->fragment()->kind;
        const bool splits = kind == FragmentKind::Alternatives || kind == FragmentKind::Parallel;
        for (const SequenceBranch& other : b.branches) {
            if (splits && branch.fragment == other.fragment && branch.operand != other.operand) {
                return true;
            }
        }
    }
    return false;
}

/// The list of parts that holds a part.
const QList<SequencePart>* listWith(const QList<SequencePart>& parts, const SequencePartId& id)
{
    for (const SequencePart& part : parts) {
        if (part.id == id) {
            return &parts;
        }
        if (const Fragment* fragment = part.fragment()) {
            for (const Operand& operand : fragment->operands) {
                if (const auto* found = listWith(operand.parts, id)) {
                    return found;
                }
            }
        }
    }
    return nullptr;
}

} // namespace

void findContradictedOrders(const RuleInput& input, Findings& findings)
{
    for (const Sequence& sequence : input.plan.sequences) {
        const SequenceWalk walk(input.plan, sequence);
        const QList<FirstShown> shown = firstShown(input, walk);
        for (qsizetype i = 0; i < shown.size(); ++i) {
            const QList<bool> earlier = before(input.flow, shown.at(i).node);
            // The last of those that the flow has before it and the diagram behind it.
            for (qsizetype k = shown.size() - 1; k > i; --k) {
                const ToldMessage& first = walk.messages.at(shown.at(i).message);
                const ToldMessage& second = walk.messages.at(shown.at(k).message);
                if (first.part == second.part || !earlier.at(shown.at(k).node)
                    || areApart(first, second)
                    || before(input.flow, shown.at(k).node).at(shown.at(i).node)) {
                    continue;
                }
                const Node& early = input.flow.node(shown.at(k).node);
                const Node& late = input.flow.node(shown.at(i).node);
                Finding& finding = report(findings, "plan/sequence-contradicts-graph",
                    ElementRef::of(sequence.id, first.part->id),
                    ruleText("%1 shows %2 before %3; in the flow it comes behind it.")
                        .arg(nameOf(sequence), input.name.of(late), input.name.of(early)),
                    keyIn(sequence, late.id.text()));
                finding.related.append(ElementRef::of(sequence.id, second.part->id));
                if (listWith(sequence.parts, first.part->id)
                    == listWith(sequence.parts, second.part->id)) {
                    Sequence changed = sequence;
                    const SequencePart moved = *first.part;
                    erasePart(changed, moved.id);
                    insertPartAfter(changed, second.part->id, moved);
                    finding.fixes.append(sequenceFix(
                        ruleText("Move %1 behind %2").arg(nameOf(moved), nameOf(*second.part)),
                        changed));
                }
                break;
            }
        }
    }
}

} // namespace whimbrel
