// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "tests/model/io/random_plan.h"

#include "model/plan/names.h"

#include <type_traits>

namespace whimbrel::test {

namespace {

class Maker final {
public:
    explicit Maker(QRandomGenerator& random)
        : m_random(random)
    { }

    Plan plan()
    {
        Plan made;
        made.header.title = text();
        made.header.why = text();
        made.header.status = any<PlanStatus>();
        made.header.authors = list([this] { return text(); });
        made.header.ticket = text();
        made.header.revision = below(4);
        made.header.extras = extras();
        fill(made.targets, "t", [this](Target& target) {
            target.dialect = any<Dialect>();
            target.title = text();
            target.extras = extras();
        });
        fill(made.parameters, "p", [this](Parameter& parameter) {
            parameter.type = any<ParameterType>();
            parameter.title = text();
            parameter.value = text();
            if (maybe()) {
                parameter.byEnvironment.insert(QStringLiteral("production"), text());
                parameter.byEnvironment.insert(QStringLiteral("staging"), text());
            }
            parameter.extras = extras();
        });
        fill(made.participants, "who", [this](Participant& participant) {
            participant.title = text();
            participant.role = text();
            participant.kind = any<ParticipantKind>();
            participant.version = text();
            participant.target = id<TargetId>("t");
            participant.region = id<GroupId>("g");
            participant.links = links();
            participant.extras = extras();
        });
        fill(made.groups, "g", [this](Group& group) {
            group.title = text();
            group.kind = any<GroupKind>();
            group.parent = id<GroupId>("g");
            group.extras = extras();
        });
        fill(made.nodes, "n", [this](Node& node) { fillNode(node); });
        fill(made.edges, "e", [this](Edge& edge) { fillEdge(edge); });
        fill(made.sequences, "s", [this](Sequence& sequence) { fillSequence(sequence); });
        fill(made.assumptions, "a", [this](Assumption& assumption) {
            assumption.assumption = text();
            assumption.impact = text();
            assumption.mitigation = text();
            assumption.extras = extras();
        });
        fill(made.accepted, "f", [this](Acceptance& acceptance) {
            acceptance.because = text();
            acceptance.by = text();
            acceptance.at = text();
            acceptance.extras = extras();
        });
        fill(made.comments, "c", [this](Comment& comment) {
            comment.on = anchor();
            comment.text = text();
            comment.by = text();
            comment.at = text();
            comment.resolved = maybe();
            comment.extras = extras();
        });
        made.layout.direction = any<FlowDirection>();
        made.layout.lanes = any<FlowLanes>();
        for (const Group& group : made.groups) {
            if (maybe()) {
                made.layout.folded.insert(group.id);
            }
        }
        made.layout.extras = extras();
        for (const Node& node : made.nodes) {
            if (maybe()) {
                made.layout.places.insert(node.id, place());
            }
        }
        if (maybe()) {
            made.layout.places.insert(NodeId(QStringLiteral("gone")), place());
        }
        for (const Edge& edge : made.edges) {
            if (maybe()) {
                made.layout.routes.insert(edge.id, route());
            }
        }
        return made;
    }

private:
    int below(int bound) { return static_cast<int>(m_random.bounded(bound)); }
    bool maybe() { return below(3) == 0; }

    QString text()
    {
        static const QStringList texts{QString(), QString(), QStringLiteral("Split the name"),
            QStringLiteral("\"quoted\" \\ back / slash"), QStringLiteral("tab\t line\n end\r"),
            QStringLiteral("äöü 漢字 🐦 \u2028"), QStringLiteral("\u0001 control"),
            QString(QChar(0)) + QStringLiteral("after zero"), QString(120, QLatin1Char('x')),
            QStringLiteral("~/a/b"), QStringLiteral("0"), QStringLiteral("null")};
        return texts.at(below(static_cast<int>(texts.size())));
    }

    template <class IdType>
    IdType id(const char* prefix)
    {
        return maybe() ? IdType() : IdType(QLatin1String(prefix) + QString::number(below(6)));
    }

    template <class E>
    E any()
    {
        const auto values = namedValues<E>();
        return values[static_cast<size_t>(below(static_cast<int>(values.size())))].value;
    }

    ElementRef anchor()
    {
        const auto type = any<ElementType>();
        return type == ElementType::Plan ? ElementRef()
                                         : ElementRef{type, QStringLiteral("x:%1/ä").arg(below(6))};
    }

    std::optional<qint64> milliseconds()
    {
        return maybe() ? std::optional<qint64>(below(100000)) : std::nullopt;
    }

    template <class Make>
    QList<std::invoke_result_t<Make>> list(const Make& make)
    {
        QList<std::invoke_result_t<Make>> made;
        for (int i = maybe() ? below(4) : 0; i > 0; --i) {
            made.append(make());
        }
        return made;
    }

    /// Keys that no version knows, with values that are easily spoiled on the way.
    Extras extras()
    {
        static const QList<QByteArray> values{"null", "true", "\"text\"", "[]", "{}",
            "12345678901234567890", "1.50", "-0.0", "1e3", "[1,[2,{\"deep\":[null]}]]",
            "{\"id\":\"not ours\",\"kind\":7}", "\"\\u0001 \\\\ \\\" ü\""};
        Extras made;
        if (below(6) == 0) {
            for (int i = below(3); i >= 0; --i) {
                made.append({QStringLiteral("x-%1/~é").arg(i),
                    values.at(below(static_cast<int>(values.size())))});
            }
        }
        return made;
    }

    SqlSource source()
    {
        switch (below(3)) {
        case 0:
            return {};
        case 1:
            return {QStringLiteral("SELECT ") + QString::number(below(99)), {}};
        default:
            return {{}, QStringLiteral("sql/%1.sql").arg(below(9))};
        }
    }

    Expectation expectation() { return {any<Comparison>(), text(), maybe(), text(), extras()}; }

    CheckBody checkBody()
    {
        switch (any<CheckType>()) {
        case CheckType::Query:
            return QueryCheck{source(), expectation()};
        case CheckType::Compare:
            return CompareCheck{source(), source(), id<TargetId>("t"), 1 + below(20000), text(),
                extras(), extras()};
        case CheckType::RowCount:
            return RowCountCheck{text(), text(), expectation()};
        case CheckType::Checksum:
            return ChecksumCheck{text(), list([this] { return text(); }), expectation()};
        case CheckType::ReplicationLag:
            return ReplicationLagCheck{below(5000)};
        case CheckType::Http:
            return HttpCheck{text(), 100 + below(500), milliseconds(), text(), expectation()};
        case CheckType::Command:
            return CommandCheck{text(), list([this] { return text(); })};
        case CheckType::Manual:
            return ManualCheck{text()};
        }
        return {};
    }

    QList<Check> checks()
    {
        QList<Check> made;
        for (int i = maybe() ? below(4) : 0; i > 0; --i) {
            Check check;
            check.id = CheckId(QStringLiteral("check-%1").arg(i));
            check.title = text();
            check.body = checkBody();
            check.target = id<TargetId>("t");
            check.tries = 1 + below(3);
            check.intervalMs = maybe() ? below(9) : 1000;
            check.timeLimitMs = maybe() ? below(9) : 30000;
            check.extras = extras();
            made.append(check);
        }
        return made;
    }

    ActionBody actionBody()
    {
        switch (any<ActionType>()) {
        case ActionType::Sql:
            return SqlAction{source(), maybe()};
        case ActionType::Backfill:
            return BackfillAction{text(), text(), 1 + below(2000), below(3), source(),
                milliseconds(), milliseconds(), checks()};
        case ActionType::Copy:
            return CopyAction{id<TargetId>("t"), text(), text(), list([this] { return text(); }),
                text(), text(), 1 + below(2000), below(3), milliseconds(), milliseconds(),
                checks()};
        case ActionType::Backup:
            return BackupAction{text()};
        case ActionType::Command:
            return CommandAction{text(), list([this] { return text(); })};
        case ActionType::Manual:
            return ManualAction{text()};
        case ActionType::None:
            return NoAction{text()};
        }
        return {};
    }

    std::optional<Action> action()
    {
        if (maybe()) {
            return std::nullopt;
        }
        Action made;
        made.body = actionBody();
        made.target = id<TargetId>("t");
        made.lockTimeoutMs = milliseconds();
        made.statementTimeoutMs = milliseconds();
        made.tries = 1 + below(2);
        made.repeatable = maybe();
        made.leaves = any<Leftover>();
        made.leavesBecause = text();
        if (maybe()) {
            made.dialects = {DialectSql{Dialect::Postgresql, source(), extras()},
                DialectSql{Dialect::Sqlite, source(), extras()}};
        }
        made.extras = extras();
        return made;
    }

    QList<Link> links()
    {
        return list([this] { return Link{text(), text(), extras()}; });
    }

    void fillNode(Node& node)
    {
        node.kind = any<NodeKind>();
        node.title = text();
        node.notes = text();
        node.owner = id<ParticipantId>("who");
        node.group = id<GroupId>("g");
        node.estimateMs = milliseconds();
        if (maybe()) {
            node.window = Window{list([this] { return 1 + below(7); }),
                maybe() ? QTime() : QTime(below(24), below(60)),
                maybe() ? QTime() : QTime(below(24), below(60), below(60)), text(), extras()};
        }
        if (maybe()) {
            node.risk = RiskOverride{any<Risk>(), text(), extras()};
        }
        node.entry = checks();
        node.exit = checks();
        node.checks = checks();
        node.action = action();
        node.links = links();
        node.ask = text();
        node.approvers = list([this] { return id<ParticipantId>("who"); });
        node.outcome = any<Outcome>();
        if (maybe()) {
            node.switches = any<Switched>();
            node.percent = below(101);
        }
        node.holdMs = milliseconds();
        node.everyMs = milliseconds();
        if (maybe()) {
            node.evidence = BackupEvidence{text(), text(), text(), text(), extras()};
        }
        node.extras = extras();
    }

    void fillEdge(Edge& edge)
    {
        edge.kind = any<EdgeKind>();
        edge.from = id<NodeId>("n");
        edge.to = id<NodeId>("n");
        edge.when = text();
        edge.title = text();
        edge.notes = text();
        edge.estimateMs = milliseconds();
        edge.action = action();
        edge.method = any<RollbackMethod>();
        edge.backup = id<NodeId>("n");
        edge.generated = maybe();
        edge.links = links();
        edge.extras = extras();
    }

    SequencePartBody partBody(int depth)
    {
        switch (any<SequencePartType>()) {
        case SequencePartType::Message:
            return Message{any<MessageKind>(), id<ParticipantId>("who"), id<ParticipantId>("who"),
                text(), list([this] { return id<NodeId>("n"); }), id<EdgeId>("e"), maybe(),
                maybe()};
        case SequencePartType::Fragment: {
            Fragment fragment;
            fragment.kind = any<FragmentKind>();
            fragment.text = text();
            fragment.over = list([this] { return id<ParticipantId>("who"); });
            fragment.refersTo = id<SequenceId>("s");
            fragment.nodes = list([this] { return id<NodeId>("n"); });
            for (int i = depth < 4 ? below(3) : 0; i > 0; --i) {
                fragment.operands.append(Operand{text(), parts(depth + 1), extras()});
            }
            return fragment;
        }
        case SequencePartType::Note:
            return SequenceNote{
                any<NoteSide>(), list([this] { return id<ParticipantId>("who"); }), text()};
        case SequencePartType::State:
            return StatePill{id<ParticipantId>("who"), text()};
        case SequencePartType::Activation:
            return Activation{id<ParticipantId>("who"), maybe()};
        }
        return {};
    }

    SequencePartId partId() { return SequencePartId(QStringLiteral("m%1").arg(m_parts++)); }

    QList<SequencePart> parts(int depth)
    {
        QList<SequencePart> made;
        for (int i = below(4); i > 0; --i) {
            const SequencePartId own = partId();
            made.append(SequencePart{own, partBody(depth), extras()});
        }
        return made;
    }

    void fillSequence(Sequence& sequence)
    {
        m_parts = 0;
        sequence.title = text();
        sequence.notes = text();
        sequence.scope = any<SequenceScope>();
        sequence.numbering = any<Numbering>();
        sequence.firstNumber = below(3);
        sequence.numberStep = 1 + below(3);
        for (int i = below(5); i > 0; --i) {
            sequence.lifelines.append(ParticipantId(QStringLiteral("who%1").arg(i)));
        }
        sequence.parts = parts(0);
        for (int i = below(3); i > 0; --i) {
            const SequencePartId own = partId();
            sequence.ranges.append(SequenceRange{own, any<RangeKind>(), text(),
                id<SequencePartId>("m"), id<SequencePartId>("m"),
                list([this] { return id<ParticipantId>("who"); }), extras()});
        }
        sequence.generated = list([this] { return text(); });
        sequence.extras = extras();
    }

    Place place()
    {
        const auto coordinate = [this] {
            return maybe() ? m_random.generateDouble() * 1e4 : static_cast<double>(below(2000));
        };
        return {QPointF(coordinate(), -coordinate()), maybe(), extras()};
    }

    EdgeRoute route()
    {
        EdgeRoute made{any<EndSide>(), any<EndSide>(), {}, extras()};
        for (int i = below(3); i > 0; --i) {
            made.through.append({m_random.generateDouble(), place().position, extras()});
        }
        return made;
    }

    template <class T, class Fill>
    void fill(Elements<T>& elements, const char* prefix, const Fill& fillOne)
    {
        for (int i = below(7); i > 0; --i) {
            T element;
            element.id = decltype(T::id)(QLatin1String(prefix) + QString::number(i));
            fillOne(element);
            elements.put(element);
        }
    }

    QRandomGenerator& m_random;
    int m_parts = 0; ///< of the sequence diagram that is being made
};

} // namespace

Plan randomPlan(QRandomGenerator& random)
{
    return Maker(random).plan();
}

} // namespace whimbrel::test
