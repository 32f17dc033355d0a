// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "model/report/run_sequence.h"

#include "model/base/duration.h"
#include "model/plan/sequence_parts.h"

#include <QCoreApplication>

#include <algorithm>

namespace whimbrel {

namespace {

struct Texts {
    Q_DECLARE_TR_FUNCTIONS(RunSequence)
};

QString line(const QString& text)
{
    return text.section(QLatin1Char('\n'), 0, 0).left(120);
}

QString moment(const QDateTime& at)
{
    return at.toUTC().toString(QStringLiteral("yyyy-MM-dd HH:mm:ss")) + QStringLiteral(" UTC");
}

/// Writes the events down, one after the other.
class Chronicler final {
public:
    Chronicler(const Plan& plan, const SequenceId& id)
        : m_plan(plan)
    {
        m_told = sequenceOfFlow(plan, SequenceId(QStringLiteral("flow")));
        forEachPart(m_told.sequence.parts, [this](const SequencePart& part) {
            const Message* message = part.message();
            if (!message || message->kind == MessageKind::Reply) {
                return;
            }
            for (const NodeId& node : message->nodes) {
                if (!m_calls.contains(node)) {
                    m_calls.insert(node, *message);
                }
            }
            if (!message->edge.isEmpty() && !m_ways.contains(message->edge)) {
                m_ways.insert(message->edge, *message);
            }
        });
        m_made.id = id;
        m_made.scope = SequenceScope::Excerpt;
        m_made.lifelines = m_told.sequence.lifelines;
    }

    void take(const Event& event)
    {
        switch (event.type) {
        case EventType::RunStarted:
            m_made.title = Texts::tr("As run %1").arg(moment(event.at));
            remark(Texts::tr("begun %1").arg(moment(event.at)), event);
            break;
        case EventType::NodeEntered:
            enter(event);
            break;
        case EventType::NodeDone:
            answer(event, said(event, "outcome", Texts::tr("done")));
            break;
        case EventType::StepFailed:
            failed(event, said(event, "error", Texts::tr("failed")));
            break;
        case EventType::StepSkipped:
            remark(Texts::tr("skipped: %1").arg(said(event, "because", {})), event);
            break;
        case EventType::StepMarkedDone:
            remark(Texts::tr("marked as done: %1").arg(said(event, "because", {})), event);
            break;
        case EventType::GateAnswered:
        case EventType::ConfirmationGiven:
            m_answer = said(event, "by", {}).isEmpty()
                ? said(event, "outcome", {})
                : Texts::tr("%1, says %2").arg(said(event, "outcome", {}), said(event, "by", {}));
            break;
        case EventType::RollbackBegan:
            remark(Texts::tr("rolled back: %1").arg(said(event, "because", {})), event);
            break;
        case EventType::Compensated:
            takeBack(event);
            break;
        case EventType::Paused:
            remark(Texts::tr("paused %1").arg(moment(event.at)), event);
            break;
        case EventType::HandedOver:
            remark(Texts::tr("handed over from %1 to %2")
                       .arg(said(event, "by", {}), said(event, "to", {})),
                event);
            break;
        case EventType::RunEnded:
            remark(Texts::tr("%1 %2").arg(said(event, "outcome", {}), moment(event.at)), event);
            break;
        default: // details of steps: their ends say enough
            break;
        }
    }

    FlowSequence told()
    {
        // Only who took part, and of the participants that are made up those alone.
        QSet<ParticipantId> used;
        forEachPart(m_made.parts, [&used](const SequencePart& part) {
            for (const ParticipantId& who : participantsOf(part)) {
                used.insert(who);
            }
        });
        m_made.lifelines.removeIf([&](const ParticipantId& who) { return !used.contains(who); });
        QList<Participant> added = m_told.participants;
        added.removeIf([&](const Participant& who) { return !used.contains(who.id); });
        return {m_made, added};
    }

private:
    static QString said(const Event& event, const char* key, const QString& otherwise)
    {
        const QString text = line(event.data.value(QLatin1String(key)).toString());
        return text.isEmpty() ? otherwise : text;
    }

    void add(const QString& wanted, SequencePartBody body)
    {
        // Counted by hand: to look for a free id each time would take the square of the events.
        const int number = ++m_ids[wanted];
        const QString own
            = number == 1 ? wanted : wanted + QLatin1Char('.') + QString::number(number);
        m_made.parts.append({SequencePartId(own), std::move(body), {}});
    }

    ParticipantId speaker() const
    {
        const Message call = m_calls.value(m_at);
        return !call.from.isEmpty()      ? call.from
            : m_made.lifelines.isEmpty() ? ParticipantId()
                                         : m_made.lifelines.first();
    }

    void remark(const QString& text, const Event& event)
    {
        SequenceNote note;
        note.over = {speaker()};
        note.text = text;
        add(event.node.isEmpty() ? QStringLiteral("run")
                                 : event.node.text() + QStringLiteral(".is"),
            note);
    }

    void enter(const Event& event)
    {
        m_at = event.node;
        m_entered = event.at;
        m_answer.clear();
        if (m_calls.contains(event.node)) {
            add(event.node.text(), m_calls.value(event.node));
        }
    }

    Message replyTo(const Message& call, const Event& event, const QString& text) const
    {
        Message reply;
        reply.kind = MessageKind::Reply;
        reply.from = call.to;
        reply.to = call.from;
        reply.nodes = call.nodes;
        reply.edge = call.edge;
        reply.text = m_entered.isValid()
            ? Texts::tr("%1 after %2")
                  .arg(text, durationText(std::max<qint64>(1, m_entered.msecsTo(event.at)), 2))
            : text;
        return reply;
    }

    void answer(const Event& event, const QString& text)
    {
        const Message call = m_calls.value(event.node);
        if (call.from != call.to && m_at == event.node) {
            add(event.node.text() + QStringLiteral(".reply"),
                replyTo(call, event, m_answer.isEmpty() ? text : m_answer));
        }
        m_entered = {};
    }

    void failed(const Event& event, const QString& text)
    {
        const Message call = m_calls.value(event.node);
        if (call.from == call.to) {
            remark(Texts::tr("failed: %1").arg(text), event);
            return;
        }
        Message reply = replyTo(call, event, Texts::tr("failed: %1").arg(text));
        reply.kind = MessageKind::Lost;
        add(event.node.text() + QStringLiteral(".fail"), reply);
        if (call.activates) {
            add(event.node.text() + QStringLiteral(".ends"), Activation{call.to, true});
        }
    }

    void takeBack(const Event& event)
    {
        if (m_ways.contains(event.edge)) {
            const Message call = m_ways.value(event.edge);
            add(event.edge.text(), call);
            if (call.from != call.to && call.kind == MessageKind::Sync) {
                m_entered = {};
                add(event.edge.text() + QStringLiteral(".reply"),
                    replyTo(call, event, Texts::tr("taken back %1").arg(moment(event.at))));
            }
        } else {
            const Node* change = m_plan.nodes.find(event.node);
            remark(
                Texts::tr("taken back: %1").arg(change ? change->title : event.node.text()), event);
        }
    }

    const Plan& m_plan;
    FlowSequence m_told{};
    QHash<NodeId, Message> m_calls{};
    QHash<EdgeId, Message> m_ways{};
    Sequence m_made{};
    QHash<QString, int> m_ids{};
    NodeId m_at{};
    QDateTime m_entered{};
    QString m_answer{}; ///< of the gate that the run is at
};

} // namespace

FlowSequence sequenceOfRun(const Plan& plan, const QList<Event>& events, const SequenceId& id)
{
    Chronicler chronicler(plan, id);
    for (const Event& event : events) {
        chronicler.take(event);
    }
    return chronicler.told();
}

Edit addRunSequence(const Plan& plan, const QList<Event>& events, const SequenceId& id)
{
    const FlowSequence told = sequenceOfRun(plan, events, id);
    Edit edit{Texts::tr("Draw what the run did"), {}, {}};
    for (const Participant& who : told.participants) {
        edit.ops.append(Put<Participant>{who});
    }
    edit.ops.append(Put<Sequence>{told.sequence});
    return edit;
}

} // namespace whimbrel
