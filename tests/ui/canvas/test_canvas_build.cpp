// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "model/rules/validate.h"
#include "tests/ui/canvas/canvas_fixture.h"
#include "ui/canvas/canvas_commands.h"
#include "ui/canvas/kind_picker.h"
#include "ui/session/plan_edits.h"
#include "ui/session/sql_steps.h"

#include <QDragEnterEvent>
#include <QDropEvent>
#include <QFile>
#include <QLineEdit>
#include <QMimeData>
#include <QSignalSpy>
#include <QTemporaryDir>

using namespace whimbrel;
using test::id;

/// Building a plan fast: changes as a unit, SQL files from the file manager, phases by dragging.
class TestCanvasBuild final : public QObject, private test::CanvasFixture {
    Q_OBJECT

private slots:
    void init() { openCanvas(); }
    void cleanup() { closeCanvas(); }

    void unitGoesIntoTheOnlyWayOn();
    void unitGoesIntoASelectedEdge();
    void unitLeavesAChangeItsVerification();
    void unitByKindPicker();
    void sqlFilesBecomeSteps();
    void sqlFilesGoIntoAnEdge();
    void refusesFiles_data();
    void refusesFiles();
    void dragsIntoAPhaseAndOut();
    void ungroups();
    void deletingAnElementTakesItsComments();

private:
    QString write(const QString& name, const QByteArray& content);
    void drop(const QStringList& paths, const QPoint& where);
    void makePhase();

    QTemporaryDir m_folder;
};

void TestCanvasBuild::unitGoesIntoTheOnlyWayOn()
{
    m_session->perform(edits::connectNodes(plan(), EdgeKind::Forward, id("b"), id("end")));
    select({"a"});
    const NodeId change = addChangeUnit(*m_view, NodeKind::Expand);
    QVERIFY(!change.isEmpty());
    QCOMPARE(m_session->undoStack().count(), 2); // one step for it all
    QCOMPARE(m_session->selection(), QList{ElementRef::of(change)});
    const QByteArray name = change.text().toLatin1();
    QCOMPARE(edgeBetween("a", "b"), nullptr);
    QVERIFY(edgeBetween("a", name.constData()) != nullptr);
    QCOMPARE(plan().nodes.size(), 6);
    const Node* verification = nullptr;
    for (const Node& node : plan().nodes) {
        verification = node.kind == NodeKind::Verification ? &node : verification;
    }
    QVERIFY(verification != nullptr);
    const QByteArray check = verification->id.text().toLatin1();
    QVERIFY(edgeBetween(name.constData(), check.constData()) != nullptr);
    QVERIFY(edgeBetween(check.constData(), "b") != nullptr);
    // What the rules ask of a change is there; its SQL remains to be written.
    for (const Finding& finding : validate(plan()).findings) {
        QVERIFY2(finding.rule != QLatin1String("plan/forward-without-rollback")
                && finding.rule != QLatin1String("plan/change-without-verification")
                && finding.rule != QLatin1String("plan/rollback-target-unsafe"),
            qPrintable(finding.message));
    }
    // Layout finds places that cover nothing.
    QTRY_VERIFY(m_view->flowScene().nodeItem(verification->id) != nullptr);
    QTRY_VERIFY(!m_view->flowScene().layouter().isBusy());
    const auto& items = m_view->flowScene().nodeItems();
    for (const NodeItem* one : items) {
        for (const NodeItem* other : items) {
            QVERIFY(one == other || !one->box().intersects(other->box()));
        }
    }
    QCOMPARE(place("a"), QPointF(320, 0));
}

void TestCanvasBuild::unitGoesIntoASelectedEdge()
{
    m_session->select({ElementRef::of(edgeBetween("start", "a")->id)});
    const NodeId change = addChangeUnit(*m_view, NodeKind::Contract);
    QVERIFY(edgeBetween("start", change.text().toLatin1().constData()) != nullptr);
    QCOMPARE(edgeBetween("start", "a"), nullptr);
}

void TestCanvasBuild::unitLeavesAChangeItsVerification()
{
    m_session->open(test::chain(2), {});
    select({"c0"});
    const QByteArray change = addChangeUnit(*m_view, NodeKind::Expand).text().toLatin1();
    QVERIFY(edgeBetween("c0", "v0") != nullptr);
    QVERIFY(edgeBetween("v0", change.constData()) != nullptr);
    for (const Finding& finding : validate(plan()).findings) {
        QVERIFY2(finding.rule != QLatin1String("plan/change-without-verification"),
            qPrintable(finding.message));
    }
}

void TestCanvasBuild::unitByKindPicker()
{
    m_view->pickKindAndAdd();
    auto* picker = m_view->findChild<KindPicker*>();
    QVERIFY(picker != nullptr);
    auto* search = picker->findChild<QLineEdit*>();
    select({"b"});
    QTest::keyClicks(search, QStringLiteral("expand"));
    QTest::keyClick(search, Qt::Key_Return, Qt::ShiftModifier);
    QCOMPARE(plan().nodes.size(), 6);
    QCOMPARE(plan().nodes.at(4).kind, NodeKind::Expand);
    const bool back = std::any_of(plan().edges.begin(), plan().edges.end(),
        [](const Edge& edge) { return edge.kind == EdgeKind::Rollback; });
    QVERIFY(back);
}

QString TestCanvasBuild::write(const QString& name, const QByteArray& content)
{
    QFile file(m_folder.filePath(name));
    return file.open(QIODevice::WriteOnly) && file.write(content) == content.size()
        ? file.fileName()
        : QString();
}

void TestCanvasBuild::drop(const QStringList& paths, const QPoint& where)
{
    QMimeData data;
    QList<QUrl> urls;
    for (const QString& path : paths) {
        urls.append(QUrl::fromLocalFile(path));
    }
    data.setUrls(urls);
    QDragEnterEvent enter(where, Qt::CopyAction, &data, Qt::LeftButton, {});
    QCoreApplication::sendEvent(m_view->viewport(), &enter);
    QVERIFY(enter.isAccepted());
    QDropEvent event(where, Qt::CopyAction, &data, Qt::LeftButton, {});
    QCoreApplication::sendEvent(m_view->viewport(), &event);
}

void TestCanvasBuild::sqlFilesBecomeSteps()
{
    const QString fill = write(QStringLiteral("20-fill.sql"), "UPDATE t SET a = 1;\n");
    const QString add = write(QStringLiteral("9-add_columns.sql"), "ALTER TABLE t ADD a int;\n");
    const QPoint where = center("b") + QPoint(-300, 200);
    drop({fill, add}, where);
    QTRY_COMPARE(plan().nodes.size(), 6);
    const Node& first = plan().nodes.at(4);
    const Node& second = plan().nodes.at(5);
    QCOMPARE(first.title, QStringLiteral("Add columns")); // by number: 9 before 20
    QCOMPARE(first.kind, NodeKind::Expand);
    QCOMPARE(second.kind, NodeKind::Backfill);
    QCOMPARE(first.action->sql()->file, QStringLiteral("sql/9-add_columns.sql"));
    QCOMPARE(plan().files.value(QStringLiteral("sql/20-fill.sql")), "UPDATE t SET a = 1;\n");
    QVERIFY(
        edgeBetween(first.id.text().toLatin1().constData(), second.id.text().toLatin1().constData())
        != nullptr);
    QCOMPARE(m_session->undoStack().count(), 1);
    m_session->undoStack().undo();
    QVERIFY(plan().files.isEmpty());
}

void TestCanvasBuild::sqlFilesGoIntoAnEdge()
{
    const QString one = write(QStringLiteral("1.sql"), "DROP TABLE t;\n");
    const QString two = write(QStringLiteral("2.sql"), "SELECT 1;\n");
    const EdgeItem* edge = m_view->flowScene().edgeItem(edgeBetween("a", "b")->id);
    drop({one, two}, at(QPolygonF(edge->route().points).boundingRect().center()));
    QTRY_COMPARE(plan().nodes.size(), 6);
    const QByteArray first = plan().nodes.at(4).id.text().toLatin1();
    const QByteArray second = plan().nodes.at(5).id.text().toLatin1();
    QCOMPARE(plan().nodes.at(4).kind, NodeKind::Contract);
    QVERIFY(edgeBetween("a", first.constData()) != nullptr);
    QVERIFY(edgeBetween(first.constData(), second.constData()) != nullptr);
    QVERIFY(edgeBetween(second.constData(), "b") != nullptr);
    QCOMPARE(edgeBetween("a", "b"), nullptr);
}

void TestCanvasBuild::refusesFiles_data()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<QByteArray>("content");
    QTest::addColumn<QString>("planPath");
    QTest::addColumn<QString>("words");
    QTest::newRow("not sql") << "a.txt" << QByteArray("x") << QString() << "is not an SQL file";
    QTest::newRow("binary") << "b.sql" << QByteArray("SELECT \0 1", 10) << QString()
                            << "is not text";
    QTest::newRow("latin 1") << "c.sql" << QByteArray("-- caf\xe9") << QString() << "is not text";
    QTest::newRow("elsewhere") << "d.sql" << QByteArray("SELECT 1;") << "/usr/share/p.whimbrel"
                               << "lies outside the plan's folder /usr/share";
    QTest::newRow("gone") << "" << QByteArray() << QString() << "cannot be read";
}

void TestCanvasBuild::refusesFiles()
{
    QFETCH(QString, name);
    QFETCH(QByteArray, content);
    QFETCH(QString, planPath);
    QFETCH(QString, words);
    const QString path
        = name.isEmpty() ? m_folder.filePath(QStringLiteral("gone.sql")) : write(name, content);
    const auto read = readSqlFiles({path}, planPath);
    QVERIFY(!read);
    QVERIFY2(read.error().text().contains(words), qPrintable(read.error().text()));
}

void TestCanvasBuild::makePhase()
{
    select({"a"});
    m_view->groupSelection();
    QCOMPARE(plan().groups.size(), 1);
    const Node anchor = edits::newNode(plan(), NodeKind::Audit);
    m_session->perform(edits::addNode(plan(), anchor, {320, 160}));
    m_session->perform(edits::setGroup(plan(), {anchor.id}, plan().groups.at(0).id));
    const ElementRef group = ElementRef::of(plan().groups.at(0).id);
    QTRY_VERIFY(m_view->flowScene().item(group) != nullptr);
    QTRY_VERIFY(!m_view->flowScene().layouter().isBusy());
}

void TestCanvasBuild::dragsIntoAPhaseAndOut()
{
    makePhase();
    const GroupId phase = plan().groups.at(0).id;
    const int before = m_session->undoStack().count();
    drag(center("b"), at(m_view->flowScene().boxOf(id("a")).center() + QPointF(0, 90)));
    QCOMPARE(plan().nodes.find(id("b"))->group, phase);
    QCOMPARE(m_session->undoStack().count(), before + 1); // moved and regrouped at once
    QTRY_VERIFY(!m_view->flowScene().layouter().isBusy());
    // A little beyond the border the phase stretches …
    drag(center("b"), center("b") + QPoint(70, 0));
    QCOMPARE(plan().nodes.find(id("b"))->group, phase);
    QTRY_VERIFY(!m_view->flowScene().layouter().isBusy());
    // … far beyond, the step leaves it.
    drag(center("b"), at({900, 700}));
    QCOMPARE(plan().nodes.find(id("b"))->group, GroupId());
}

void TestCanvasBuild::ungroups()
{
    makePhase();
    select({"a"});
    m_view->groupSelection(); // a phase within the phase
    QCOMPARE(plan().groups.size(), 2);
    const GroupId outer = plan().groups.at(0).id;
    const GroupId inner = plan().groups.at(1).id;
    QCOMPARE(plan().groups.find(inner)->parent, outer);
    m_session->select({ElementRef::of(outer)});
    ungroupSelection(*m_view);
    QVERIFY(!plan().groups.contains(outer));
    QCOMPARE(plan().groups.find(inner)->parent, GroupId());
    QCOMPARE(plan().nodes.find(id("a"))->group, inner);
    select({"a"});
    ungroupSelection(*m_view);
    QVERIFY(plan().groups.isEmpty());
    QCOMPARE(plan().nodes.find(id("a"))->group, GroupId());
}

void TestCanvasBuild::deletingAnElementTakesItsComments()
{
    Comment comment;
    comment.id = CommentId(QStringLiteral("c"));
    comment.on = ElementRef::of(edgeBetween("a", "b")->id);
    m_session->perform({{}, {Put<Comment>{comment}}, {}});
    select({"a"});
    m_view->deleteSelection();
    QVERIFY(plan().comments.isEmpty());
    m_session->undoStack().undo();
    QCOMPARE(plan().comments.size(), 1);
}

QTEST_MAIN(TestCanvasBuild)
#include "test_canvas_build.moc"
