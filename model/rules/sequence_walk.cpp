// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "model/rules/sequence_walk.h"

#include "model/plan/node_kind.h"
#include "model/rules/report.h"

#include <algorithm>

namespace whimbrel {

namespace {

QString quoted(const QString& text)
{
    return QLatin1Char('"') + text + QLatin1Char('"');
}

class Walker final {
public:
    Walker(const Plan& plan, SequenceWalk& walk)
        : m_plan(plan)
        , m_walk(walk)
    { }

    void walk(const QList<SequencePart>& parts)
    {
        for (const SequencePart& part : parts) {
            const int first = static_cast<int>(m_walk.messages.size());
            if (const Message* message = part.message()) {
                ToldMessage told{&part, message, m_branches, {}};
                for (const NodeId& id : message->nodes) {
                    if (const Node* node = m_plan.nodes.find(id)) {
                        told.nodes.append(node);
                    }
                }
                m_walk.messages.append(told);
            } else if (const Fragment* fragment = part.fragment()) {
                for (int o = 0; o < fragment->operands.size(); ++o) {
                    m_branches.append({&part, o});
                    walk(fragment->operands.at(o).parts);
                    m_branches.removeLast();
                }
            }
            m_walk.spans.insert(part.id, {first, static_cast<int>(m_walk.messages.size())});
        }
    }

private:
    const Plan& m_plan;
    SequenceWalk& m_walk;
    QList<SequenceBranch> m_branches{};
};

} // namespace

bool ToldMessage::shows(NodeKind kind) const
{
    return std::ranges::any_of(nodes, [kind](const Node* node) { return node->kind == kind; });
}

bool ToldMessage::showsChange() const
{
    return std::ranges::any_of(nodes, [](const Node* node) { return isChange(*node); });
}

bool ToldMessage::isAside() const
{
    return std::ranges::any_of(branches, [](const SequenceBranch& branch) {
        const FragmentKind kind = branch.fragment->fragment()->kind;
        return (kind == FragmentKind::Alternatives && branch.operand > 0)
            || kind == FragmentKind::Break || kind == FragmentKind::Negative;
    });
}

bool ToldMessage::takesBack() const
{
    return !message->edge.isEmpty() || shows(NodeKind::Rollback);
}

SequenceWalk::SequenceWalk(const Plan& plan, const Sequence& told)
    : sequence(told)
{
    Walker(plan, *this).walk(told.parts);
}

QString nameOf(const SequencePart& part)
{
    const Message* message = part.message();
    const QString words = message ? message->text.simplified() : QString();
    return quoted(words.isEmpty() ? part.id.text() : words);
}

QString nameOf(const Sequence& sequence)
{
    const QString title = sequence.title.simplified();
    return quoted(title.isEmpty() ? sequence.id.text() : title);
}

Fix sequenceFix(const QString& title, const Sequence& changed)
{
    return {title, Edit{title, {Put<Sequence>{changed, -1}}, {}}};
}

QString keyIn(const Sequence& sequence, const QString& id)
{
    return sequence.id.text() + QLatin1Char(':') + id;
}

std::optional<Message> compensationOf(
    const RuleInput& input, const Message& told, const Node& change)
{
    const QList<const Edge*> ways = input.flow.waysBack(input.flow.indexOf(change.id));
    if (ways.isEmpty()) {
        return std::nullopt;
    }
    Message made;
    made.from = told.from;
    made.to = told.to;
    made.text = ruleText("take back: %1")
                    .arg(change.title.simplified().isEmpty() ? change.id.text()
                                                             : change.title.simplified());
    made.edge = ways.first()->id;
    return made;
}

ParticipantId participantOf(const Plan& plan, const TargetId& target)
{
    const Target* known = plan.targetOf(target);
    for (const Participant& each : plan.participants) {
        if (known && (each.target == known->id || each.id.text() == known->id.text())) {
            return each.id;
        }
    }
    return {};
}

} // namespace whimbrel
