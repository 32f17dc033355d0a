// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "model/plan/node_kind.h"
#include "model/plan/sequence_parts.h"
#include "model/rules/finders.h"
#include "model/rules/report.h"
#include "model/rules/sequence_walk.h"

#include <algorithm>

namespace whimbrel {

namespace {

/// A compartment that tells what happens when something fails.
struct FailureBranch {
    const SequencePart* fragment = nullptr;
    int operand = 0;
    int begin = 0; ///< into the walk's messages
};

bool isReference(const SequencePart& part)
{
    const Fragment* fragment = part.fragment();
    return fragment && fragment->kind == FragmentKind::Reference;
}

/// Whether an operand says how a change is taken back, or refers to where that is said.
bool takesBack(const RuleInput& input, const QList<SequencePart>& parts)
{
    bool found = false;
    forEachPart(parts, [&](const SequencePart& part) {
        const Message* message = part.message();
        found = found || isReference(part)
            || (message
                && (!message->edge.isEmpty()
                    || std::ranges::any_of(message->nodes, [&](const NodeId& id) {
                           const Node* node = input.plan.nodes.find(id);
                           return node && node->kind == NodeKind::Rollback;
                       })));
    });
    return found;
}

bool fails(const QList<SequencePart>& parts)
{
    return std::ranges::any_of(parts, [](const SequencePart& part) {
        return part.message() && part.message()->kind == MessageKind::Lost;
    });
}

/// Whether the message before the fragment asks a verification that guards a change: then its other
/// operands are for the case that it fails.
bool followsVerification(const RuleInput& input, const SequenceWalk& walk, int begin)
{
    if (begin == 0) {
        return false;
    }
    const QList<const Node*>& nodes = walk.messages.at(begin - 1).nodes;
    return std::ranges::any_of(nodes, [&](const Node* node) {
        return isVerification(*node) && node->kind != NodeKind::Gate
            && !input.flow.guardedBy(input.flow.indexOf(node->id)).isEmpty();
    });
}

/// Whether a fragment stands inside of a branch that is told for a failure itself: then that branch
/// says what is taken back.
bool isInsideAside(const SequenceWalk& walk, const SequencePart& fragment)
{
    const auto [begin, behind] = walk.spans.value(fragment.id);
    if (begin == behind) {
        return false;
    }
    ToldMessage outer = walk.messages.at(begin);
    const auto own = std::ranges::find(outer.branches, &fragment, &SequenceBranch::fragment);
    outer.branches.erase(own, outer.branches.end());
    return outer.isAside();
}

QList<FailureBranch> failureBranches(const RuleInput& input, const SequenceWalk& walk)
{
    QList<FailureBranch> branches;
    forEachPart(walk.sequence.parts, [&](const SequencePart& part) {
        const Fragment* fragment = part.fragment();
        if (!fragment || isInsideAside(walk, part)) {
            return;
        }
        const int begin = walk.spans.value(part.id).first;
        const bool asked = followsVerification(input, walk, begin);
        for (int o = 0; o < fragment->operands.size(); ++o) {
            const bool other = fragment->kind == FragmentKind::Alternatives && o > 0
                && (asked || fails(fragment->operands.at(o).parts));
            if (other || fragment->kind == FragmentKind::Break) {
                branches.append({&part, o, begin});
            }
        }
    });
    return branches;
}

/// The last change that is told before a place on the main way; null if there is none.
const ToldMessage* changeBefore(const SequenceWalk& walk, int end)
{
    for (int i = end - 1; i >= 0; --i) {
        const ToldMessage& told = walk.messages.at(i);
        if (told.showsChange() && !told.isAside() && told.message->kind != MessageKind::Reply) {
            return &told;
        }
    }
    return nullptr;
}

const Node* changeOf(const ToldMessage& told)
{
    const auto found
        = std::ranges::find_if(told.nodes, [](const Node* node) { return isChange(*node); });
    return found == told.nodes.end() ? nullptr : *found;
}

} // namespace

void findSequencesWithoutFailureBranch(const RuleInput& input, Findings& findings)
{
    for (const Sequence& sequence : input.plan.sequences) {
        if (sequence.scope != SequenceScope::Migration) {
            continue;
        }
        const SequenceWalk walk(input.plan, sequence);
        const ToldMessage* last = changeBefore(walk, static_cast<int>(walk.messages.size()));
        const bool refers = std::ranges::any_of(sequence.parts, isReference);
        const bool tells = std::ranges::any_of(
            walk.messages, [](const ToldMessage& told) { return told.takesBack(); });
        if (!last || refers || tells || !failureBranches(input, walk).isEmpty()) {
            continue;
        }
        Finding& finding
            = report(findings, "plan/sequence-without-failure-branch", ElementRef::of(sequence.id),
                ruleText("%1 tells only how all goes well: not what happens when a step fails, and "
                         "who takes it back.")
                    .arg(nameOf(sequence)));
        if (const auto back = compensationOf(input, *last->message, *changeOf(*last))) {
            Sequence changed = sequence;
            Fragment branch;
            branch.kind = FragmentKind::Break;
            const QString id = last->part->id.text() + QStringLiteral("-fails");
            branch.operands.append(Operand{ruleText("it fails"),
                {SequencePart{freshPartId(sequence, id + QStringLiteral("-back")), *back, {}}},
                {}});
            insertPartAfter(
                changed, last->part->id, SequencePart{freshPartId(sequence, id), branch, {}});
            finding.fixes.append(sequenceFix(
                ruleText("Draw how %1 is taken back").arg(nameOf(*last->part)), changed));
        }
    }
}

void findFailuresWithoutCompensation(const RuleInput& input, Findings& findings)
{
    for (const Sequence& sequence : input.plan.sequences) {
        const SequenceWalk walk(input.plan, sequence);
        for (const FailureBranch& branch : failureBranches(input, walk)) {
            const Operand& operand = branch.fragment->fragment()->operands.at(branch.operand);
            const ToldMessage* change = changeBefore(walk, branch.begin);
            if (!change || takesBack(input, operand.parts)) {
                continue;
            }
            const QString guard = operand.guard.simplified();
            Finding& finding = report(findings, "plan/failure-branch-without-compensation",
                ElementRef::of(sequence.id, branch.fragment->id),
                ruleText("The branch %1 of %2 says that something fails, but not how %3 is taken "
                         "back.")
                    .arg(QLatin1Char('"') + (guard.isEmpty() ? branch.fragment->id.text() : guard)
                            + QLatin1Char('"'),
                        nameOf(sequence), nameOf(*change->part)),
                keyIn(sequence,
                    branch.fragment->id.text() + QLatin1Char(':')
                        + QString::number(branch.operand)));
            finding.related.append(ElementRef::of(sequence.id, change->part->id));
            if (const auto back = compensationOf(input, *change->message, *changeOf(*change))) {
                Sequence changed = sequence;
                SequencePart whole = *branch.fragment;
                std::get<Fragment>(whole.body)
                    .operands[branch.operand]
                    .parts.append(SequencePart{
                        freshPartId(sequence, change->part->id.text() + QStringLiteral("-back")),
                        *back, {}});
                replacePart(changed, whole);
                finding.fixes.append(sequenceFix(
                    ruleText("Draw there how %1 is taken back").arg(nameOf(*change->part)),
                    changed));
            }
        }
    }
}

} // namespace whimbrel
