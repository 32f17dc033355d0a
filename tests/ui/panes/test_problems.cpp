// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "tests/support/sample_plan.h"
#include "ui/problems/coverage_model.h"
#include "ui/problems/coverage_pane.h"
#include "ui/problems/finding_detail.h"
#include "ui/problems/finding_model.h"
#include "ui/problems/problems_pane.h"

#include <QAbstractItemModelTester>
#include <QCheckBox>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QSignalSpy>
#include <QTest>
#include <QToolButton>
#include <QTreeView>

using namespace whimbrel;

namespace {

const QString wayBackRule = QStringLiteral("plan/forward-without-rollback");

/// A plan of two changes of which the second lost its way back.
Plan holed()
{
    Plan plan = test::chain(2);
    plan.edges.erase(EdgeId(QStringLiteral("c1<v0")));
    return plan;
}

QModelIndex rowOf(const QTreeView& list, const QString& rule)
{
    for (int row = 0; row < list.model()->rowCount(); ++row) {
        const QModelIndex cell = list.model()->index(row, FindingModel::RuleName);
        if (cell.data().toString() == rule) {
            return list.model()->index(row, 0);
        }
    }
    return {};
}

} // namespace

class TestProblems final : public QObject {
    Q_OBJECT

private slots:
    void init();
    void showsAndReveals();
    void fixIsAnEditThatCanBeUndone();
    void acceptNeedsAReason();
    void selectionSurvivesValidation();
    void coverage();

private:
    std::unique_ptr<PlanSession> m_session;
};

void TestProblems::init()
{
    m_session = std::make_unique<PlanSession>();
    m_session->open(holed(), {});
    QTRY_VERIFY(m_session->isValidated());
}

void TestProblems::showsAndReveals()
{
    ProblemsPane pane(*m_session);
    pane.show();
    const QModelIndex row = rowOf(*pane.list(), wayBackRule);
    QVERIFY(row.isValid());
    QSignalSpy revealed(m_session.get(), &PlanSession::revealRequested);
    emit pane.list()->clicked(row);
    QCOMPARE(revealed.count(), 1);
    QVERIFY(!m_session->selection().isEmpty());
}

void TestProblems::fixIsAnEditThatCanBeUndone()
{
    ProblemsPane pane(*m_session);
    pane.show();
    pane.list()->setCurrentIndex(rowOf(*pane.list(), wayBackRule));
    QVERIFY(!pane.detail()->fixButtons().isEmpty());
    const Plan before = m_session->plan();
    pane.detail()->fixButtons().first()->click();
    QVERIFY(m_session->plan().edges.size() > before.edges.size());
    QTRY_VERIFY(!rowOf(*pane.list(), wayBackRule).isValid());
    m_session->undoStack().undo();
    QVERIFY(m_session->plan() == before);
    QTRY_VERIFY(rowOf(*pane.list(), wayBackRule).isValid());
}

void TestProblems::acceptNeedsAReason()
{
    ProblemsPane pane(*m_session);
    pane.show();
    pane.list()->setCurrentIndex(rowOf(*pane.list(), wayBackRule));
    FindingDetail* detail = pane.detail();
    QVERIFY(!detail->acceptButton()->isEnabled());
    QTest::keyClicks(detail->reason(), QStringLiteral("   "));
    QVERIFY(!detail->acceptButton()->isEnabled());
    QTest::keyClicks(detail->reason(), QStringLiteral("a scratch table"));
    detail->acceptButton()->click();
    QCOMPARE(m_session->plan().accepted.size(), 1);
    QCOMPARE(m_session->plan().accepted.at(0).because, QStringLiteral("a scratch table"));
    QTRY_VERIFY(!rowOf(*pane.list(), wayBackRule).isValid()); // accepted ones are filtered out
    pane.acceptedFilter()->setChecked(true);
    const QModelIndex row = rowOf(*pane.list(), wayBackRule);
    QVERIFY(row.isValid());
    pane.list()->setCurrentIndex(row);
    QVERIFY(!detail->removeButton()->isHidden());
    detail->removeButton()->click();
    QVERIFY(m_session->plan().accepted.isEmpty());
}

void TestProblems::selectionSurvivesValidation()
{
    ProblemsPane pane(*m_session);
    pane.show();
    pane.list()->setCurrentIndex(rowOf(*pane.list(), wayBackRule));
    QTest::keyClicks(pane.detail()->reason(), QStringLiteral("half a rea"));
    Node other = *m_session->plan().nodes.find(NodeId(QStringLiteral("c0")));
    other.title = QStringLiteral("renamed");
    QSignalSpy validated(m_session.get(), &PlanSession::validationChanged);
    m_session->perform({QStringLiteral("x"), {Put<Node>{other, -1}}, {}});
    QVERIFY(validated.wait());
    QCOMPARE(pane.list()->currentIndex().siblingAtColumn(FindingModel::RuleName).data().toString(),
        wayBackRule);
    QCOMPARE(pane.detail()->reason()->text(), QStringLiteral("half a rea"));
}

void TestProblems::coverage()
{
    CoveragePane pane(*m_session);
    pane.show();
    const QAbstractItemModelTester tester(pane.table()->model());
    const auto cell = [&pane](int row, int column) {
        return pane.table()->model()->index(row, column).data().toString();
    };
    QCOMPARE(pane.table()->model()->rowCount(), 2);
    QCOMPARE(cell(0, CoverageModel::WayBack), QStringLiteral("yes"));
    QCOMPARE(cell(1, CoverageModel::WayBack), QStringLiteral("no"));
    QCOMPARE(cell(1, CoverageModel::Verified), QStringLiteral("yes"));
    const Coverage held = m_session->validation().coverage;
    QVERIFY(pane.total()->text().contains(QString::number(held.percent())));
    pane.onlyChanges()->setChecked(false);
    QCOMPARE(pane.table()->model()->rowCount(), static_cast<int>(held.rows.size()));
    const QString text = coverageText(held, m_session->plan(), true);
    QVERIFY(text.contains(QStringLiteral("| v0 | c1 | no |")));
    emit pane.table()->clicked(pane.table()->model()->index(0, 0));
    QCOMPARE(m_session->selection().size(), 1);
    QCOMPARE(m_session->selection().first().type, ElementType::Edge);
}

QTEST_MAIN(TestProblems)
#include "test_problems.moc"
