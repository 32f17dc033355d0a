// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "model/io/plan_hash.h"
#include "tests/support/sample_plan.h"

#include <QTest>

#include <functional>

using namespace whimbrel;

using Change = std::function<void(Plan&)>;
Q_DECLARE_METATYPE(Change)

namespace {

const NodeId change(QStringLiteral("c0"));
const NodeId verification(QStringLiteral("v0"));
const EdgeId wayBack(QStringLiteral("c0<staging"));
const QString file = QStringLiteral("sql/c1.sql");

Plan sample()
{
    Plan plan = test::chain(2);
    Node node = *plan.nodes.find(NodeId(QStringLiteral("c1")));
    node.action->body = SqlAction{SqlSource{{}, file}, false};
    plan.nodes.put(node);
    plan.files.insert(file, "CREATE TABLE x (id INTEGER);\n");
    Parameter parameter;
    parameter.id = ParameterId(QStringLiteral("schema"));
    plan.parameters.put(parameter);
    return plan;
}

template <class Function>
Change onNode(const NodeId& id, const Function& function)
{
    return [id, function](Plan& plan) {
        Node node = *plan.nodes.find(id);
        function(node);
        plan.nodes.put(node);
    };
}

template <class Function>
Change onEdge(const EdgeId& id, const Function& function)
{
    return [id, function](Plan& plan) {
        Edge edge = *plan.edges.find(id);
        function(edge);
        plan.edges.put(edge);
    };
}

const QString text = QStringLiteral("something else");

} // namespace

class TestPlanHash final : public QObject {
    Q_OBJECT

private slots:
    void changes_data()
    {
        QTest::addColumn<Change>("change");
        QTest::addColumn<bool>("counts");
        const auto row = [](const char* name, bool counts, const Change& made) {
            QTest::newRow(name) << made << counts;
        };
        row("nothing", false, [](Plan&) {});
        row("layout", false, [](Plan& plan) {
            plan.layout.direction = FlowDirection::TopDown;
            plan.layout.lanes = FlowLanes::Owner;
            plan.layout.routes.insert(plan.edges.at(0).id, {EndSide::Top, EndSide::Left, {}, {}});
            plan.layout.places.clear();
        });
        row("title of the plan", false, [](Plan& plan) { plan.header.title = text; });
        row("status", false, [](Plan& plan) { plan.header.status = PlanStatus::Approved; });
        row("acceptance", false, [](Plan& plan) {
            plan.accepted.put({AcceptanceId(text), text, {}, {}, {}});
        });
        row("assumption", false, [](Plan& plan) {
            plan.assumptions.put({AssumptionId(text), text, {}, {}, {}});
        });
        row("group", false, onNode(change, [](Node& node) { node.group = GroupId(text); }));
        row("node title", false, onNode(change, [](Node& node) { node.title = text; }));
        row("notes", false, onNode(change, [](Node& node) { node.notes = text; }));
        row("estimate", false, onNode(change, [](Node& node) { node.estimateMs = 5; }));
        row("evidence", false,
            onNode(change, [](Node& node) { node.evidence = BackupEvidence{}; }));
        row("risk", false, onNode(change, [](Node& node) { node.risk = RiskOverride{}; }));
        row("check title", false,
            onNode(verification, [](Node& node) { node.checks[0].title = text; }));
        row("edge title", false, onEdge(wayBack, [](Edge& edge) { edge.title = text; }));
        row("acceptance of generated SQL", false,
            onEdge(wayBack, [](Edge& edge) { edge.generated = true; }));
        row("a note", false,
            [](Plan& plan) { plan.nodes.put(test::node(text, NodeKind::Note), 0); });
        row("a sequence diagram", false, [](Plan& plan) {
            Sequence sequence;
            sequence.id = SequenceId(text);
            sequence.parts.append(SequencePart{SequencePartId(text),
                Message{MessageKind::Sync, {}, {}, text, {change}, wayBack, true}, {}});
            plan.sequences.put(sequence);
        });
        row("a participant", false, [](Plan& plan) {
            Participant participant;
            participant.id = ParticipantId(text);
            participant.kind = ParticipantKind::Application;
            plan.participants.put(participant);
        });
        row("order of nodes", false, [](Plan& plan) {
            const Node first = plan.nodes.at(0);
            plan.nodes.erase(first.id);
            plan.nodes.put(first);
        });
        row("SQL moved into a file", false, onNode(change, [](Node& node) {
            auto& sql = std::get<SqlAction>(node.action->body).sql;
            sql = {{}, QStringLiteral("sql/c0.sql")};
        }));
        row("unknown key", false, onNode(change, [](Node& node) {
            node.extras = {{text, QByteArray("1")}};
        }));

        row("kind", true, onNode(change, [](Node& node) { node.kind = NodeKind::Deploy; }));
        row("SQL", true, onNode(change, [](Node& node) {
            std::get<SqlAction>(node.action->body).sql.text += QLatin1Char(';');
        }));
        row("bytes of a file", true, [](Plan& plan) { plan.files[file] += "\n"; });
        row("missing file", true, [](Plan& plan) { plan.files.remove(file); });
        row("foreign keys", true, onNode(change, [](Node& node) {
            std::get<SqlAction>(node.action->body).foreignKeysOff = true;
        }));
        row("timeout", true, onNode(change, [](Node& node) { node.action->lockTimeoutMs = 5; }));
        row("leftover", true,
            onNode(change, [](Node& node) { node.action->leaves = Leftover::Rows; }));
        row("leftover, why", false,
            onNode(change, [](Node& node) { node.action->leavesBecause = QStringLiteral("x"); }));
        row("repeatable", true, onNode(change, [](Node& node) { node.action->repeatable = true; }));
        row("dialect SQL", true, onNode(change, [](Node& node) {
            node.action->dialects = {DialectSql{Dialect::Mysql, {text, {}}, {}}};
        }));
        row("no action", true, onNode(change, [](Node& node) { node.action.reset(); }));
        row("window", true, onNode(change, [](Node& node) { node.window = Window{}; }));
        row("approvers", true,
            onNode(change, [](Node& node) { node.approvers = {ParticipantId(text)}; }));
        row("expected value", true, onNode(verification, [](Node& node) {
            std::get<QueryCheck>(node.checks[0].body).expect.value = QStringLiteral("1");
        }));
        row("tries of a check", true,
            onNode(verification, [](Node& node) { node.checks[0].tries = 2; }));
        row("entry check", true,
            onNode(verification, [](Node& node) { node.entry = node.checks; }));
        row("edge end", true,
            onEdge(wayBack, [](Edge& edge) { edge.to = NodeId(QStringLiteral("start")); }));
        row("outcome", true, onEdge(wayBack, [](Edge& edge) { edge.when = text; }));
        row("method", true,
            onEdge(wayBack, [](Edge& edge) { edge.method = RollbackMethod::Unhide; }));
        row("target", true, [](Plan& plan) {
            Target target = plan.targets.at(0);
            target.dialect = Dialect::Mysql;
            plan.targets.put(target);
        });
        row("parameter", true, [](Plan& plan) {
            Parameter parameter = plan.parameters.at(0);
            parameter.byEnvironment.insert(QStringLiteral("production"), text);
            plan.parameters.put(parameter);
        });
        row("order of the edges that leave a node", true, [](Plan& plan) {
            plan.edges.put(test::forward(QStringLiteral("c0"), QStringLiteral("end")));
            plan.edges.put(test::forward(QStringLiteral("c0"), QStringLiteral("start")));
        });
    }
    void changes()
    {
        QFETCH(Change, change);
        QFETCH(bool, counts);
        Plan before = sample();
        // Both hold the file that one row moves SQL into.
        before.files.insert(QStringLiteral("sql/c0.sql"),
            before.nodes.find(::change)->action->sql()->text.toUtf8());
        Plan after = before;
        change(after);
        QCOMPARE(planHash(after) != planHash(before), counts);
        QCOMPARE(planHash(before).size(), 64);
    }

    void theOrderOfBranchesCounts()
    {
        Plan one = sample();
        Plan two = one;
        const Edge a = test::forward(QStringLiteral("c0"), QStringLiteral("end"));
        const Edge b = test::forward(QStringLiteral("c0"), QStringLiteral("start"));
        one.edges.put(a);
        one.edges.put(b);
        two.edges.put(b);
        two.edges.put(a);
        QVERIFY(planHash(one) != planHash(two));
        // That of edges which leave different nodes does not.
        Plan three = one;
        const Edge first = three.edges.at(0);
        three.edges.erase(first.id);
        three.edges.put(first);
        QCOMPARE(planHash(three), planHash(one));
    }

    void aStepHasItsOwnHash()
    {
        Plan plan = sample();
        const QString one = stepHash(plan, *plan.nodes.find(change));
        const QString other = stepHash(plan, *plan.nodes.find(NodeId(QStringLiteral("c1"))));
        const QString way = stepHash(plan, *plan.edges.find(wayBack));
        QVERIFY(one != other);
        plan.files[file] = "SELECT 1;";
        onNode(verification, [](Node& node) { node.checks.clear(); })(plan);
        QCOMPARE(stepHash(plan, *plan.nodes.find(change)), one);
        QVERIFY(stepHash(plan, *plan.nodes.find(NodeId(QStringLiteral("c1")))) != other);
        QCOMPARE(stepHash(plan, *plan.edges.find(wayBack)), way);
    }

    /// The hash names runs and rehearsals in journals: it must not change from version to version.
    void itIsTheSameInEveryVersion()
    {
        QCOMPARE(planHash(test::chain(1)),
            QStringLiteral("887c87fe003c16e21993f8b85deec675cfde650398cae2ac7c616187268bc632"));
    }
};

QTEST_GUILESS_MAIN(TestPlanHash)
#include "test_plan_hash.moc"
