// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "model/exec/sample_database.h"
#include "model/io/plan_file.h"
#include "tests/support/sample_plan.h"
#include "tests/ui/fake_secret_store.h"
#include "ui/connections/connections.h"
#include "ui/rehearsal/rehearsal_setup.h"
#include "ui/rehearsal/rehearsal_tree.h"
#include "ui/rehearsal/rehearsal_view.h"
#include "ui/rehearsal/source_row.h"

#include <QComboBox>
#include <QDir>
#include <QLineEdit>
#include <QPushButton>
#include <QSettings>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

#include <algorithm>

using namespace whimbrel;

namespace {

constexpr int patience = 60'000; // a loaded machine starts processes slowly

QString text(const char* words)
{
    return QString::fromLatin1(words);
}

void setSql(Action& action, const char* words)
{
    SqlAction body;
    body.sql.text = text(words);
    action.body = body;
}

/// start → first → check → second → check → end; the way back of `second` forgets a row.
Plan plan()
{
    using namespace test;
    Node first = node(text("first"), NodeKind::Expand);
    setSql(*first.action, "CREATE TABLE t (id INTEGER PRIMARY KEY)");
    Node second = node(text("second"), NodeKind::Expand);
    setSql(*second.action, "INSERT INTO t VALUES (1), (2)");
    const auto check = [](const char* id, const char* count) {
        Node made = node(text(id), NodeKind::Verification);
        made.checks.first().body = QueryCheck{
            {text("SELECT count(*) FROM t"), {}}, {Comparison::Equal, text(count), false, {}}};
        return made;
    };
    Edge back = rollback(text("first"), text("start"));
    setSql(*back.action, "DROP TABLE t");
    Edge emptied = rollback(text("second"), text("empty"));
    setSql(*emptied.action, "DELETE FROM t WHERE id = 1");
    Plan made = planOf({node(text("start"), NodeKind::Start), first, check("empty", "0"), second,
                           check("filled", "2"), node(text("end"), NodeKind::End)},
        {forward(text("start"), text("first")), forward(text("first"), text("empty")),
            forward(text("empty"), text("second")), forward(text("second"), text("filled")),
            forward(text("filled"), text("end")), back, emptied});
    made.header.title = text("A table");
    return made;
}

} // namespace

class TestRehearsalView final : public QObject {
    Q_OBJECT

private slots:
    void initTestCase();
    void init();
    void offersWhatLiesBesideThePlan();
    void showsVerdictsAndLeadsToTheEdge();
    void knowsWhatIsStale();
    void isCancelled();
    void refusesPasswords();

private:
    void open();
    [[nodiscard]] QTreeWidgetItem* itemOf(const RehearsalTree& tree, const QString& edge) const;

    QTemporaryDir m_folder{};
    QTemporaryDir m_state{};
    test::FakeSecretStore m_secrets{};
    Connections m_connections{m_secrets};
    std::unique_ptr<PlanSession> m_session{};
    std::unique_ptr<RehearsalView> m_view{};
};

void TestRehearsalView::initTestCase()
{
    qputenv("WHIMBREL_CLI", WHIMBREL_CLI_PATH);
    qputenv("XDG_STATE_HOME", m_state.path().toLocal8Bit());
    QCoreApplication::setOrganizationName(text("whimbrel-test"));
    QSettings().clear();
}

void TestRehearsalView::init()
{
    QDir(m_folder.path()).removeRecursively();
    QVERIFY(QDir().mkpath(m_folder.path()));
    QSettings().clear();
    open();
}

void TestRehearsalView::open()
{
    m_view.reset();
    const QString path = m_folder.filePath(text("table.whimbrel"));
    QVERIFY(savePlan(plan(), path));
    QVERIFY(makeSampleDatabase("CREATE TABLE other (id INTEGER); INSERT INTO other VALUES (7);",
        m_folder.filePath(text("shop.db"))));
    m_session = std::make_unique<PlanSession>();
    m_session->open(plan(), path);
    m_view = std::make_unique<RehearsalView>(*m_session, m_connections);
    m_view->resize(1000, 500);
    m_view->show();
}

QTreeWidgetItem* TestRehearsalView::itemOf(const RehearsalTree& tree, const QString& edge) const
{
    for (int i = 0; i < tree.topLevelItemCount(); ++i) {
        if (tree.topLevelItem(i)->toolTip(RehearsalTree::Name) == edge) {
            return tree.topLevelItem(i);
        }
    }
    return nullptr;
}

void TestRehearsalView::offersWhatLiesBesideThePlan()
{
    QCOMPARE(m_view->setup().rows().size(), 1);
    SourceRow& row = *m_view->setup().rows().constFirst();
    QCOMPARE(row.kind(), SourceRow::Kind::Copy);
    QCOMPARE(row.value(), text("shop.db"));
    QVERIFY(m_view->startButton()->isEnabled());
    row.set(SourceRow::Kind::Baseline, {});
    QVERIFY(!m_view->startButton()->isEnabled());
    row.set(SourceRow::Kind::Empty, {});
    QVERIFY(m_view->startButton()->isEnabled());
    QVERIFY(row.arguments().isEmpty());
}

void TestRehearsalView::showsVerdictsAndLeadsToTheEdge()
{
    m_view->startButton()->click();
    QVERIFY(m_view->isRunning());
    QTRY_VERIFY_WITH_TIMEOUT(!m_view->isRunning(), patience);
    QTRY_VERIFY_WITH_TIMEOUT(!m_session->rehearsed().current.isEmpty(), patience);
    QVERIFY(QFile::exists(m_folder.filePath(text("table.rehearsal.json"))));
    RehearsalTree& tree = m_view->tree();
    QTreeWidgetItem* good = itemOf(tree, text("first<start"));
    QTreeWidgetItem* bad = itemOf(tree, text("second<empty"));
    QVERIFY(good && bad);
    QCOMPARE(good->text(RehearsalTree::Verdict), displayName(WayVerdict::Exact));
    QCOMPARE(bad->text(RehearsalTree::Verdict), displayName(WayVerdict::DataLost));
    QVERIFY(bad->isExpanded());
    QVERIFY(bad->childCount() > 0);
    QVERIFY(m_view->summary().contains(text("1 of 2")));
    // Coverage says the same.
    const auto& rows = m_session->validation().coverage.rows;
    const auto row = std::find_if(rows.begin(), rows.end(),
        [](const CoverageRow& each) { return each.to == NodeId(text("second")); });
    QCOMPARE(row->rehearsed, Covered::No);
    QCOMPARE(row->verdict, std::optional(WayVerdict::DataLost));

    const QSignalSpy revealed(m_session.get(), &PlanSession::revealRequested);
    emit tree.itemClicked(bad, 0);
    QCOMPARE(revealed.size(), 1);
    QCOMPARE(
        m_session->selection(), QList<ElementRef>{ElementRef::of(EdgeId(text("second<empty")))});
}

void TestRehearsalView::knowsWhatIsStale()
{
    m_view->startButton()->click();
    QTRY_VERIFY_WITH_TIMEOUT(
        !m_view->isRunning() && !m_session->rehearsed().current.isEmpty(), patience);
    Node changed = *m_session->plan().nodes.find(NodeId(text("second")));
    changed.title = text("Only another name");
    QVERIFY(m_session->perform(Edit{text("Rename"), {Put<Node>{changed, -1}}, {}}));
    QTRY_VERIFY(m_session->isValidated());
    QVERIFY(!m_session->rehearsed().isStale());
    setSql(*changed.action, "INSERT INTO t VALUES (1), (3)");
    QVERIFY(m_session->perform(Edit{text("Change"), {Put<Node>{changed, -1}}, {}}));
    QTRY_VERIFY(m_session->rehearsed().isStale());
    QVERIFY(m_view->summary().contains(text("changed since")));

    // What has unsaved changes is saved first.
    const QSignalSpy asked(m_view.get(), &RehearsalView::saveRequested);
    m_view->startButton()->click();
    QCOMPARE(asked.size(), 1);
    QVERIFY(!m_view->isRunning());
}

void TestRehearsalView::isCancelled()
{
    m_view->startButton()->click();
    QVERIFY(m_view->isRunning());
    auto* cancel = m_view->findChildren<QPushButton*>().at(
        m_view->findChildren<QPushButton*>().indexOf(m_view->startButton()) + 1);
    cancel->click();
    QTRY_VERIFY_WITH_TIMEOUT(!m_view->isRunning(), patience);
    QVERIFY(m_view->startButton()->isVisible());
    const QDir left(m_state.filePath(text("whimbrel/rehearsals")));
    QCOMPARE(left.entryList(QDir::Files), QStringList());
}

void TestRehearsalView::refusesPasswords()
{
    SourceRow& row = *m_view->setup().rows().constFirst();
    row.set(SourceRow::Kind::Server, text("postgresql://ada:secret@db1/shop"));
    QVERIFY(!row.whyNot().isEmpty());
    QVERIFY(!row.whyNot().contains(text("secret")));
    QVERIFY(!m_view->startButton()->isEnabled());
    row.set(SourceRow::Kind::Server, text("postgresql://ada@db1/shop"));
    QCOMPARE(
        row.arguments(), (QStringList{text("--on"), text("primary=postgresql://ada@db1/shop")}));
    QVERIFY(m_view->startButton()->isEnabled());
}

QTEST_MAIN(TestRehearsalView)
#include "test_rehearsal_view.moc"
