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

/// Whether a diagram of the whole migration has something to tell of a node.
bool isToBeTold(const Node& node)
{
    switch (node.kind) {
    case NodeKind::Start:
    case NodeKind::Fork:
    case NodeKind::Join:
    case NodeKind::End:
    case NodeKind::Note:
        return false;
    case NodeKind::Task:
    case NodeKind::Audit:
    case NodeKind::Backup:
    case NodeKind::Staging:
    case NodeKind::Expand:
    case NodeKind::DualWrite:
    case NodeKind::Backfill:
    case NodeKind::Deploy:
    case NodeKind::Cutover:
    case NodeKind::Contract:
    case NodeKind::Verification:
    case NodeKind::Gate:
    case NodeKind::Monitor:
    case NodeKind::Rollback:
        return true;
    }
    return true;
}

QSet<NodeId> shownNodes(const Plan& plan)
{
    QSet<NodeId> shown;
    for (const Sequence& sequence : plan.sequences) {
        forEachPart(sequence.parts, [&](const SequencePart& part) {
            const Message* message = part.message();
            const Fragment* fragment = part.fragment();
            for (const NodeId& id : message ? message->nodes
                    : fragment              ? fragment->nodes
                                            : QList<NodeId>()) {
                shown.insert(id);
            }
        });
    }
    return shown;
}

/// The message for a step that none shows, behind the one of the step before it in the flow.
Fix showStep(const RuleInput& input, const Sequence& sequence, const Node& node)
{
    Message message;
    const QList<ParticipantId> lifelines = shownLifelines(sequence);
    message.from = !node.owner.isEmpty() ? node.owner
        : lifelines.isEmpty()            ? ParticipantId()
                                         : lifelines.first();
    message.to = node.action ? participantOf(input.plan, node.action->target) : ParticipantId();
    if (message.to.isEmpty()) {
        message.to = message.from;
    }
    message.text = node.title.simplified();
    message.nodes = {node.id};
    Sequence changed = sequence;
    const SequencePart part{freshPartId(sequence, node.id.text()), message, {}};
    bool placed = false;
    for (const Edge* edge : input.flow.entering(input.flow.indexOf(node.id), EdgeKind::Forward)) {
        forEachPart(sequence.parts, [&](const SequencePart& each) {
            const Message* before = each.message();
            if (!placed && before && before->nodes.contains(edge->from)) {
                placed = insertPartAfter(changed, each.id, part);
            }
        });
    }
    if (!placed) {
        changed.parts.append(part);
    }
    return sequenceFix(ruleText("Draw a message for it in %1").arg(nameOf(sequence)), changed);
}

bool moves(const ToldMessage& told)
{
    return told.shows(NodeKind::Cutover) || told.shows(NodeKind::Deploy);
}

} // namespace

void findStepsWithoutMessage(const RuleInput& input, Findings& findings)
{
    const auto whole = std::ranges::find_if(input.plan.sequences, [](const Sequence& sequence) {
        return sequence.scope == SequenceScope::Migration && !sequence.parts.isEmpty();
    });
    if (whole == input.plan.sequences.end()) {
        return;
    }
    const QSet<NodeId> shown = shownNodes(input.plan);
    for (int at = 0; at < input.flow.size(); ++at) {
        const Node& node = input.flow.node(at);
        if (!isToBeTold(node) || shown.contains(node.id) || !input.live.at(at)) {
            continue;
        }
        Finding& finding = report(findings, "plan/step-without-message", ElementRef::of(node.id),
            ruleText("No message of a sequence diagram shows %1.").arg(input.name.of(node)));
        finding.related.append(ElementRef::of(whole->id));
        finding.fixes.append(showStep(input, *whole, node));
    }
}

void findMessagesWithoutStep(const RuleInput& input, Findings& findings)
{
    for (const Sequence& sequence : input.plan.sequences) {
        forEachPart(sequence.parts, [&](const SequencePart& part) {
            const Message* message = part.message();
            if (!message) {
                return;
            }
            QStringList gone;
            Message kept = *message;
            kept.nodes.removeIf([&](const NodeId& id) {
                const bool isGone = !input.plan.nodes.contains(id);
                if (isGone) {
                    gone << id.text();
                }
                return isGone;
            });
            if (!message->edge.isEmpty() && !input.plan.edges.contains(message->edge)) {
                gone << message->edge.text();
                kept.edge = {};
            }
            if (gone.isEmpty()) {
                return;
            }
            Finding& finding = report(findings, "plan/message-without-step",
                ElementRef::of(sequence.id, part.id),
                ruleText("%1 in %2 shows a step or a way back that is not in the plan: %3.")
                    .arg(nameOf(part), nameOf(sequence), gone.join(QStringLiteral(", "))),
                keyIn(sequence, part.id.text()));
            Sequence unlinked = sequence;
            replacePart(unlinked, SequencePart{part.id, kept, part.extras});
            finding.fixes.append(
                sequenceFix(ruleText("Keep the message without that step"), unlinked));
            Sequence erased = sequence;
            erasePart(erased, part.id);
            finding.fixes.append(sequenceFix(ruleText("Delete the message"), erased));
        });
    }
}

void findBackfillsWithCutoverInOneMessage(const RuleInput& input, Findings& findings)
{
    for (const Sequence& sequence : input.plan.sequences) {
        const SequenceWalk walk(input.plan, sequence);
        for (const ToldMessage& told : walk.messages) {
            if (!told.shows(NodeKind::Backfill) || !moves(told)) {
                continue;
            }
            Finding& finding = report(findings, "plan/backfill-and-cutover-in-one-message",
                ElementRef::of(sequence.id, told.part->id),
                ruleText("%1 in %2 carries rows over and switches the application over, in one "
                         "message.")
                    .arg(nameOf(*told.part), nameOf(sequence)),
                keyIn(sequence, told.part->id.text()));
            Message fill = *told.message;
            Message rest = *told.message;
            fill.nodes.clear();
            rest.nodes.clear();
            for (const Node* node : told.nodes) {
                (node->kind == NodeKind::Backfill ? fill : rest).nodes.append(node->id);
            }
            const auto titles = [&](const Message& message) {
                QStringList names;
                for (const NodeId& id : message.nodes) {
                    names << input.plan.nodes.find(id)->title;
                }
                return names.join(QStringLiteral(", "));
            };
            fill.text = titles(fill);
            rest.text = titles(rest);
            Sequence changed = sequence;
            replacePart(changed, SequencePart{told.part->id, fill, told.part->extras});
            insertPartAfter(changed, told.part->id,
                SequencePart{freshPartId(sequence, told.part->id.text() + QStringLiteral("-then")),
                    rest, {}});
            finding.fixes.append(
                sequenceFix(ruleText("Draw a message for each of the two"), changed));
        }
    }
}

} // namespace whimbrel
