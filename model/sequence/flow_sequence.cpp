// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "model/sequence/flow_sequence.h"

#include "model/base/duration.h"
#include "model/plan/flow.h"
#include "model/plan/node_kind.h"
#include "model/plan/sequence_parts.h"
#include "model/sequence/flow_participants.h"
#include "model/sequence/sequence_digest.h"

#include <QCoreApplication>

#include <algorithm>

namespace whimbrel {

namespace {

using Parts = QList<SequencePart>;

QString text(const char* source)
{
    return QCoreApplication::translate("FlowSequence", source);
}

bool isOnward(const Edge& edge)
{
    return edge.when != outcomes::fail && edge.when != outcomes::no;
}

QString titleOf(const Node& node)
{
    return node.title.simplified().isEmpty() ? node.id.text() : node.title.simplified();
}

class Teller final {
public:
    Teller(const Plan& plan, const SequenceId& id)
        : m_flow(plan)
        , m_plan(m_flow.plan())
        , m_cast(participantsOfFlow(plan))
        , m_told(m_flow.size(), false)
    {
        m_sequence.id = id;
        m_sequence.numbering = Numbering::Nested;
    }

    FlowSequence told()
    {
        tellFrom(m_flow.start(), -1, m_sequence.parts);
        // The migration is no matter of databases alone: the application is in the picture.
        m_used.insert(m_cast.oldApplication);
        m_sequence.lifelines = inOrder(m_plan, m_cast.added, m_used);
        forEachPart(m_sequence.parts, [this](const SequencePart& part) {
            m_sequence.generated.append(digestOf(part) + QLatin1Char(' ') + part.id.text());
        });
        QList<Participant> added = m_cast.added;
        added.removeIf(
            [this](const Participant& each) { return !m_sequence.lifelines.contains(each.id); });
        return {std::move(m_sequence), added};
    }

private:
    // ---- what is written

    void add(Parts& parts, const QString& id, SequencePartBody body)
    {
        QString own = id;
        for (int i = 2; m_ids.contains(own); ++i) {
            own = id + QLatin1Char('-') + QString::number(i);
        }
        m_ids.insert(own);
        SequencePart part{SequencePartId(own), std::move(body), {}};
        for (const ParticipantId& who : participantsOf(part)) {
            m_used.insert(who);
        }
        parts.append(std::move(part));
    }

    struct Call {
        ParticipantId from{};
        ParticipantId to{};
        QString text{};
        QList<NodeId> nodes{};
        EdgeId edge{};
        MessageKind kind = MessageKind::Sync;
    };

    void addCall(Parts& parts, const QString& id, const Call& call)
    {
        add(parts, id,
            Message{call.kind, call.from, call.to, call.text, call.nodes, call.edge,
                call.kind == MessageKind::Sync && call.from != call.to});
    }

    /// The answer to a call; nobody answers himself.
    void addReply(Parts& parts, const QString& id, const Call& call, const QString& answer)
    {
        if (call.from != call.to) {
            add(parts, id,
                Message{MessageKind::Reply, call.to, call.from, answer, call.nodes, {}, false});
        }
    }

    void addRemark(Parts& parts, const QString& id, const ParticipantId& over, const QString& words)
    {
        add(parts, id, SequenceNote{NoteSide::Over, {over}, words});
    }

    // ---- who

    ParticipantId performerOf(const Node& node) const
    {
        return m_plan.participants.contains(node.owner) ? node.owner : m_cast.runner;
    }

    ParticipantId databaseOf(const TargetId& target) const
    {
        const Target* known = m_plan.targetOf(target);
        return known ? m_cast.targets.value(known->id) : ParticipantId();
    }

    /// Where an action takes place; empty: at its performer's.
    ParticipantId receiverOf(const std::optional<Action>& action) const
    {
        if (!action) {
            return {};
        }
        switch (action->type()) {
        case ActionType::Sql:
        case ActionType::Backfill:
        case ActionType::Copy:
        case ActionType::Backup:
            return databaseOf(action->target);
        case ActionType::Command:
        case ActionType::Manual:
        case ActionType::None:
            return action->target.isEmpty() ? ParticipantId() : databaseOf(action->target);
        }
        return {};
    }

    /// Where a node's checks look, each once; the runner's people where nothing else is asked.
    QList<ParticipantId> receiversOf(const Node& node) const
    {
        QList<ParticipantId> receivers;
        const auto addOnce = [&](const ParticipantId& id) {
            if (!id.isEmpty() && !receivers.contains(id)) {
                receivers.append(id);
            }
        };
        for (const Check& check : node.checks) {
            switch (check.type()) {
            case CheckType::Http:
                addOnce(m_newIsThere ? m_cast.newApplication : m_cast.oldApplication);
                break;
            case CheckType::Command:
            case CheckType::Manual:
                break;
            case CheckType::Compare: {
                addOnce(databaseOf(check.target));
                const TargetId& other = std::get<CompareCheck>(check.body).rightTarget;
                addOnce(other.isEmpty() ? ParticipantId() : databaseOf(other));
                break;
            }
            case CheckType::Query:
            case CheckType::RowCount:
            case CheckType::Checksum:
            case CheckType::ReplicationLag:
                addOnce(databaseOf(check.target));
                break;
            }
        }
        return receivers;
    }

    // ---- the flow

    const Edge* onward(int node) const
    {
        for (const Edge* edge : m_flow.leaving(node, EdgeKind::Forward)) {
            if (isOnward(*edge)) {
                return edge;
            }
        }
        return nullptr;
    }

    int nextOf(int node) const
    {
        const Edge* edge = onward(node);
        return edge ? m_flow.indexOf(edge->to) : -1;
    }

    /// The ways out of a node that are not the main one.
    QList<const Edge*> otherWays(int node) const
    {
        QList<const Edge*> ways = m_flow.leaving(node, EdgeKind::Forward);
        ways.removeAll(onward(node));
        return ways;
    }

    void tellFrom(int node, int stop, Parts& parts)
    {
        while (node >= 0 && node != stop) {
            const bool ends = m_flow.node(node).kind == NodeKind::End;
            if (m_told.at(node) && !ends) {
                addRemark(parts, m_flow.node(node).id.text() + QStringLiteral(".on"), m_speaker,
                    text("goes on at “%1”").arg(titleOf(m_flow.node(node))));
                return;
            }
            m_told[node] = true;
            node = tell(node, parts);
        }
    }

    /// Tells one node, and returns the one that the main way leads on to.
    int tell(int at, Parts& parts)
    {
        const Node& node = m_flow.node(at);
        switch (node.kind) {
        case NodeKind::Start:
        case NodeKind::Join:
        case NodeKind::Note:
            break;
        case NodeKind::Fork:
            return tellFork(at, parts);
        case NodeKind::End:
            tellEnd(node, parts);
            return -1;
        case NodeKind::Gate:
            if (asksPeople(node)) {
                tellGate(at, parts);
                break;
            }
            tellCheck(at, parts);
            break;
        case NodeKind::Audit:
        case NodeKind::Verification:
        case NodeKind::Monitor:
            tellCheck(at, parts);
            break;
        case NodeKind::Task:
        case NodeKind::Backup:
        case NodeKind::Staging:
        case NodeKind::Expand:
        case NodeKind::DualWrite:
        case NodeKind::Backfill:
        case NodeKind::Deploy:
        case NodeKind::Cutover:
        case NodeKind::Contract:
        case NodeKind::Rollback:
            tellAction(at, parts);
            break;
        }
        return nextOf(at);
    }

    int tellFork(int at, Parts& parts)
    {
        const int join = m_flow.joinOf(at);
        Fragment branches;
        branches.kind = FragmentKind::Parallel;
        for (const Edge* edge : m_flow.leaving(at, EdgeKind::Forward)) {
            Operand operand;
            operand.guard = edge->title;
            tellFrom(m_flow.indexOf(edge->to), join, operand.parts);
            branches.operands.append(operand);
        }
        add(parts, m_flow.node(at).id.text(), branches);
        return join;
    }

    void tellEnd(const Node& node, Parts& parts)
    {
        const ParticipantId database
            = m_plan.targets.isEmpty() ? ParticipantId() : databaseOf(m_plan.targets.at(0).id);
        if (node.outcome == Outcome::Migrated && !database.isEmpty()) {
            add(parts, node.id.text(), StatePill{database, titleOf(node)});
        } else {
            addRemark(parts, node.id.text(), m_speaker, titleOf(node));
        }
    }

    void tellGate(int at, Parts& parts)
    {
        const Node& node = m_flow.node(at);
        ParticipantId asked = node.approvers.isEmpty() ? node.owner : node.approvers.first();
        if (!m_plan.participants.contains(asked)) {
            asked = m_speaker.isEmpty() || m_speaker == m_cast.runner ? somebody() : m_speaker;
        }
        const Call call{m_cast.runner, asked, titleOf(node), {node.id}, {}, MessageKind::Sync};
        addCall(parts, node.id.text(), call);
        const Edge* on = onward(at);
        tellWays(at, parts, call, on && !on->when.isEmpty() ? on->when : outcomes::yes);
    }

    /// Someone who can be asked where the gate names nobody.
    ParticipantId somebody() const
    {
        for (const Participant& each : m_plan.participants) {
            if (each.kind == ParticipantKind::Person) {
                return each.id;
            }
        }
        return m_cast.runner;
    }

    void tellCheck(int at, Parts& parts)
    {
        const Node& node = m_flow.node(at);
        m_speaker = performerOf(node);
        QString words = titleOf(node);
        if (node.holdMs.value_or(0) > 0) {
            words += text(" (for %1)").arg(durationText(*node.holdMs, 2));
        }
        QList<ParticipantId> receivers = receiversOf(node);
        if (receivers.isEmpty()) {
            // People look for themselves; the runner asks them.
            receivers.append(m_speaker);
        }
        Call call;
        for (qsizetype i = 0; i < receivers.size(); ++i) {
            call = {receivers.at(i) == m_speaker ? m_cast.runner : m_speaker, receivers.at(i),
                words, {node.id}, {}, MessageKind::Sync};
            const QString id = i == 0 ? node.id.text()
                                      : node.id.text() + QLatin1Char('@') + receivers.at(i).text();
            addCall(parts, id, call);
            if (i + 1 < receivers.size()) {
                addReply(parts, id + QStringLiteral(".reply"), call, text("as expected"));
            }
        }
        tellWays(at, parts, call, text("as expected"));
        tellCompatibility(at, parts);
        tellReleased(at, parts);
    }

    /// The old application meets what the change before it made of the schema.
    void tellCompatibility(int verification, Parts& parts)
    {
        if (m_oldIsGone) {
            return;
        }
        for (const int change : m_flow.guardedBy(verification)) {
            const Node& node = m_flow.node(change);
            if (node.kind != NodeKind::Expand && node.kind != NodeKind::DualWrite) {
                continue;
            }
            const ParticipantId database = receiverOf(node.action);
            const QString id = m_flow.node(verification).id.text() + QStringLiteral(".old");
            if (!database.isEmpty()) {
                const Call call{m_cast.oldApplication, database, text("reads and writes as before"),
                    {m_flow.node(verification).id}, {}, MessageKind::Sync};
                addCall(parts, id, call);
                addReply(parts, id + QStringLiteral(".reply"), call, text("as before"));
            }
            return;
        }
    }

    /// A release that is verified has replaced the old version.
    void tellReleased(int verification, Parts& parts)
    {
        for (const int change : m_flow.guardedBy(verification)) {
            const Node& node = m_flow.node(change);
            if (node.kind == NodeKind::Deploy && m_cast.hasTwoVersions() && !m_oldIsGone) {
                m_oldIsGone = true;
                addCall(parts, node.id.text() + QStringLiteral(".leave"),
                    {performerOf(node), m_cast.oldApplication, text("the last instance leaves"),
                        {m_flow.node(verification).id}, {}, MessageKind::Destroy});
            }
        }
    }

    void tellAction(int at, Parts& parts)
    {
        const Node& node = m_flow.node(at);
        m_speaker = performerOf(node);
        m_undone = m_undone || node.kind == NodeKind::Rollback;
        m_afterRollback = node.kind == NodeKind::Rollback || (m_afterRollback && !isChange(node));
        Call call{
            m_speaker, receiverOf(node.action), titleOf(node), {node.id}, {}, MessageKind::Sync};
        QString answer = text("done");
        if (node.kind == NodeKind::Deploy && m_cast.hasTwoVersions()) {
            call.to = m_cast.newApplication;
            call.kind = m_newIsThere ? MessageKind::Sync : MessageKind::Create;
            m_newIsThere = true;
            answer = text("runs");
        } else if (call.to.isEmpty()) {
            // What a person does: the runner asks for it and waits.
            call.from = m_cast.runner;
            call.to = m_speaker;
        }
        const bool batches = node.action
            && (node.action->type() == ActionType::Backfill
                || node.action->type() == ActionType::Copy);
        if (batches) {
            tellBatches(node, call, parts);
        } else {
            addCall(parts, node.id.text(), call);
        }
        tellWays(at, parts, call, answer);
        if (node.kind == NodeKind::Cutover) {
            tellUse(node, call, parts);
        }
    }

    void tellBatches(const Node& node, const Call& call, Parts& parts)
    {
        Fragment loop;
        loop.kind = FragmentKind::Loop;
        Operand operand;
        int rows = 0;
        if (const auto* fill = std::get_if<BackfillAction>(&node.action->body)) {
            rows = fill->batch;
        } else if (const auto* copy = std::get_if<CopyAction>(&node.action->body)) {
            rows = copy->batch;
            const ParticipantId source = databaseOf(copy->from);
            if (!source.isEmpty() && source != call.to) {
                const Call read{
                    call.from, source, text("read rows"), {node.id}, {}, MessageKind::Sync};
                addCall(operand.parts, node.id.text() + QStringLiteral(".read"), read);
                addReply(operand.parts, node.id.text() + QStringLiteral(".read.reply"), read,
                    text("rows"));
            }
        }
        operand.guard = text("in batches of %1 rows").arg(rows);
        addCall(operand.parts, node.id.text(), call);
        if (call.from != call.to) {
            add(operand.parts, node.id.text() + QStringLiteral(".batch"),
                Message{MessageKind::Reply, call.to, call.from, text("committed"), {node.id}, {},
                    false});
        }
        loop.operands.append(operand);
        add(parts, node.id.text() + QStringLiteral(".loop"), loop);
        m_answered = true;
    }

    void tellUse(const Node& node, const Call& call, Parts& parts)
    {
        if (call.to == call.from || call.to == m_cast.newApplication) {
            return;
        }
        const QString words = node.switches == Switched::Reads ? text("reads the new structure")
            : node.switches == Switched::Writes                ? text("writes the new structure")
                                                               : text("uses the new structure");
        addCall(parts, node.id.text() + QStringLiteral(".use"),
            {m_cast.newApplication, call.to, words, {node.id}, {}, MessageKind::Async});
    }

    // ---- ways out

    /// The answer to a call; where the flow has other ways than the main one, an alternative each.
    void tellWays(int at, Parts& parts, const Call& call, const QString& answer)
    {
        const Node& node = m_flow.node(at);
        const QString reply = node.id.text() + QStringLiteral(".reply");
        const bool answered = std::exchange(m_answered, false);
        const QList<const Edge*> others = otherWays(at);
        const QList<const Edge*> back
            = isVerification(node) && !m_afterRollback ? waysBackFrom(at) : QList<const Edge*>();
        if (others.isEmpty() && back.isEmpty()) {
            if (!answered) {
                addReply(parts, reply, call, answer);
            }
            return;
        }
        Fragment ways;
        ways.kind = FragmentKind::Alternatives;
        Operand main;
        main.guard = answer;
        if (!answered) {
            addReply(main.parts, reply, call, answer);
        }
        ways.operands.append(main);
        const ParticipantId speaker = m_speaker;
        bool takesBack = false;
        for (const Edge* edge : others) {
            const bool fails = edge->when == outcomes::fail || node.kind != NodeKind::Gate;
            Operand operand;
            const QString word
                = edge->when == outcomes::fail ? text("not as expected") : edge->when;
            operand.guard = edge->title.isEmpty() ? word : edge->title;
            addReply(operand.parts, node.id.text() + QLatin1Char('.') + edge->when, call, word);
            m_undone = false;
            const bool afterRollback = m_afterRollback;
            tellFrom(m_flow.indexOf(edge->to), -1, operand.parts);
            if (fails && !m_undone && !takesBack) {
                takeBack(node, back, operand.parts);
            }
            takesBack = takesBack || fails;
            m_afterRollback = afterRollback;
            m_speaker = speaker;
            ways.operands.append(operand);
        }
        if (!back.isEmpty() && !takesBack) {
            Operand operand;
            operand.guard = text("not as expected");
            addReply(operand.parts, node.id.text() + QStringLiteral(".fail"), call, operand.guard);
            takeBack(node, back, operand.parts);
            m_speaker = speaker;
            ways.operands.append(operand);
        }
        add(parts, node.id.text() + QStringLiteral(".alt"), ways);
    }

    /// The ways back of the changes that a verification guards, one each.
    QList<const Edge*> waysBackFrom(int verification) const
    {
        QList<const Edge*> back;
        for (const int change : m_flow.guardedBy(verification)) {
            const QList<const Edge*> ways = m_flow.waysBack(change);
            if (!ways.isEmpty() && !back.contains(ways.first())) {
                back.append(ways.first());
            }
        }
        return back;
    }

    void takeBack(const Node& verification, const QList<const Edge*>& edges, Parts& parts)
    {
        for (const Edge* edge : edges) {
            const Node* change = m_plan.nodes.find(edge->from);
            const QString id = verification.id.text() + QLatin1Char('/') + edge->id.text();
            const QString what = change ? titleOf(*change) : edge->from.text();
            Call call{change ? performerOf(*change) : m_speaker, receiverOf(edge->action),
                edge->title.isEmpty() ? text("take back: %1").arg(what) : edge->title, {}, edge->id,
                MessageKind::Sync};
            if (change && change->kind == NodeKind::Deploy && m_cast.hasTwoVersions()) {
                call.to = m_cast.newApplication;
                call.kind = MessageKind::Destroy;
                addCall(parts, id, call);
            } else {
                if (call.to.isEmpty()) {
                    call.to = call.from;
                    call.from = m_cast.runner;
                }
                addCall(parts, id, call);
                addReply(parts, id + QStringLiteral(".reply"), call, text("done"));
            }
            if (const Node* rest = m_plan.nodes.find(edge->to)) {
                addRemark(parts, id + QStringLiteral(".rest"), call.from,
                    text("rests at “%1”").arg(titleOf(*rest)));
            }
            m_undone = true;
        }
    }

    Flow m_flow;
    const Plan& m_plan;
    FlowParticipants m_cast;
    Sequence m_sequence{};
    QList<bool> m_told; ///< by node
    QSet<QString> m_ids{};
    QSet<ParticipantId> m_used{};
    ParticipantId m_speaker{m_cast.runner}; ///< who did the last thing
    bool m_newIsThere = false;
    bool m_oldIsGone = false;
    bool m_answered = false; ///< the call that was told last has its answer
    bool m_undone = false; ///< a way back was told
    bool m_afterRollback = false; ///< what is told now looks at a rollback step, not at changes
};

} // namespace

FlowSequence sequenceOfFlow(const Plan& plan, const SequenceId& id)
{
    return Teller(plan, id).told();
}

} // namespace whimbrel
