// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "tests/support/sample_plan.h"
#include "ui/inspector/card_list.h"
#include "ui/inspector/inspector.h"
#include "ui/inspector/rename.h"
#include "ui/inspector/sql_field.h"
#include "ui/sql/sql_edit.h"

#include <QCheckBox>
#include <QComboBox>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QTest>
#include <QToolButton>

using namespace whimbrel;

namespace {

/// The field of that name which is on show.
template <class W>
W* field(const QWidget& root, const QString& name)
{
    for (W* each : root.findChildren<W*>()) {
        if (each->accessibleName() == name && !each->isHidden()) {
            return each;
        }
    }
    return nullptr;
}

const NodeId c0{QStringLiteral("c0")};
const NodeId v0{QStringLiteral("v0")};

} // namespace

class TestInspector final : public QObject {
    Q_OBJECT

private slots:
    void init();
    void typingIsOneStep();
    void followsUndoAndOtherViews();
    void estimates_data();
    void estimates();
    void severalAtOnce();
    void ownersAreMadeOnTheFly();
    void longSqlMovesIntoAFile();
    void fileIsRenamed();
    void actionTypes();
    void checksAreEdited();
    void windows();
    void edges();
    void planHeaderAndTargets();
    void readOnly();
    void renamesReachEverything();

private:
    void select(const QList<ElementRef>& elements) { m_session->select(elements); }
    [[nodiscard]] const Node& node(const NodeId& id) const
    {
        return *m_session->plan().nodes.find(id);
    }

    std::unique_ptr<PlanSession> m_session;
    std::unique_ptr<Inspector> m_inspector;
};

void TestInspector::init()
{
    m_inspector.reset();
    m_session = std::make_unique<PlanSession>();
    m_session->open(test::chain(2), {});
    m_inspector = std::make_unique<Inspector>(*m_session);
    m_inspector->resize(320, 900);
    m_inspector->show();
}

void TestInspector::typingIsOneStep()
{
    select({ElementRef::of(c0)});
    auto* title = field<QLineEdit>(*m_inspector, QStringLiteral("Title"));
    QVERIFY(title);
    QCOMPARE(title->text(), QStringLiteral("c0"));
    title->end(false);
    QTest::keyClicks(title, QStringLiteral(" adds"));
    QCOMPARE(node(c0).title, QStringLiteral("c0 adds"));
    QCOMPARE(m_session->undoStack().count(), 1);
    m_session->undoStack().undo();
    QCOMPARE(node(c0).title, QStringLiteral("c0"));
    QCOMPARE(title->text(), QStringLiteral("c0"));
}

void TestInspector::followsUndoAndOtherViews()
{
    select({ElementRef::of(c0)});
    auto* title = field<QLineEdit>(*m_inspector, QStringLiteral("Title"));
    title->setFocus();
    title->end(false);
    QTest::keyClicks(title, QStringLiteral("abcdef"));
    title->setCursorPosition(2);
    Node changed = node(c0);
    changed.notes = QStringLiteral("written elsewhere");
    QVERIFY(m_session->perform({QStringLiteral("x"), {Put<Node>{changed, -1}}, {}}));
    QCOMPARE(title->cursorPosition(), 2);
    auto* notes = field<QPlainTextEdit>(*m_inspector, QStringLiteral("Notes"));
    QCOMPARE(notes->toPlainText(), QStringLiteral("written elsewhere"));
    QTest::keyClick(title, Qt::Key_Z, Qt::ControlModifier); // the plan's undo, not the widget's
    QCOMPARE(notes->toPlainText(), QString());
    QCOMPARE(title->text(), QStringLiteral("c0abcdef"));
}

void TestInspector::estimates_data()
{
    QTest::addColumn<QString>("typed");
    QTest::addColumn<std::optional<qint64>>("ms");
    QTest::newRow("seconds") << QStringLiteral("2 s") << std::optional<qint64>(2000);
    QTest::newRow("two units") << QStringLiteral("1 h 30 min") << std::optional<qint64>(5'400'000);
    QTest::newRow("words") << QStringLiteral("2 days") << std::optional<qint64>(172'800'000);
    QTest::newRow("no unit") << QStringLiteral("30") << std::optional<qint64>();
    QTest::newRow("nonsense") << QStringLiteral("soon") << std::optional<qint64>();
}

void TestInspector::estimates()
{
    QFETCH(QString, typed);
    QFETCH(std::optional<qint64>, ms);
    select({ElementRef::of(c0)});
    auto* estimate = field<QLineEdit>(*m_inspector, QStringLiteral("Estimate"));
    QTest::keyClicks(estimate, typed);
    QTest::keyClick(estimate, Qt::Key_Return);
    QCOMPARE(node(c0).estimateMs, ms);
    QCOMPARE(estimate->toolTip().isEmpty(), ms.has_value());
}

void TestInspector::severalAtOnce()
{
    select({ElementRef::of(c0), ElementRef::of(NodeId(QStringLiteral("c1")))});
    auto* kind = field<QComboBox>(*m_inspector, QStringLiteral("Kind"));
    QVERIFY(kind);
    QCOMPARE(kind->currentData().toString(), QStringLiteral("expand"));
    const int contract = kind->findData(QStringLiteral("contract"));
    kind->setCurrentIndex(contract);
    emit kind->activated(contract);
    QCOMPARE(node(c0).kind, NodeKind::Contract);
    QCOMPARE(node(NodeId(QStringLiteral("c1"))).kind, NodeKind::Contract);
    QCOMPARE(m_session->undoStack().count(), 1);

    auto* notes = field<QPlainTextEdit>(*m_inspector, QStringLiteral("Notes"));
    Node changed = node(c0);
    changed.notes = QStringLiteral("differs");
    m_session->perform({QStringLiteral("x"), {Put<Node>{changed, -1}}, {}});
    QCOMPARE(notes->toPlainText(), QString());
    QVERIFY(notes->placeholderText().contains(QStringLiteral("several")));
    QTest::keyClicks(notes, QStringLiteral("same"));
    QCOMPARE(node(c0).notes, QStringLiteral("same"));
    QCOMPARE(node(NodeId(QStringLiteral("c1"))).notes, QStringLiteral("same"));
}

void TestInspector::ownersAreMadeOnTheFly()
{
    select({ElementRef::of(c0)});
    auto* owner = field<QComboBox>(*m_inspector, QStringLiteral("Owner"));
    QVERIFY(owner);
    QTest::keyClicks(owner->lineEdit(), QStringLiteral("Night DBA"));
    QTest::keyClick(owner->lineEdit(), Qt::Key_Return);
    QCOMPARE(m_session->plan().participants.size(), 1);
    QCOMPARE(m_session->plan().participants.at(0).title, QStringLiteral("Night DBA"));
    QCOMPARE(node(c0).owner, m_session->plan().participants.at(0).id);
    QCOMPARE(m_session->undoStack().count(), 1);
    m_session->undoStack().undo();
    QVERIFY(m_session->plan().participants.isEmpty());
    QVERIFY(node(c0).owner.isEmpty());
}

void TestInspector::longSqlMovesIntoAFile()
{
    select({ElementRef::of(c0)});
    auto* sql = m_inspector->findChild<SqlEdit*>();
    QVERIFY(sql);
    const QString oneLine = sql->toPlainText();
    QVERIFY(!oneLine.isEmpty());
    sql->moveCursor(QTextCursor::End);
    QTest::keyClicks(sql, QStringLiteral(";"));
    QCOMPARE(node(c0).action->sql()->text, oneLine + QLatin1Char(';'));
    QTest::keyClick(sql, Qt::Key_Return);
    QTest::keyClicks(sql, QStringLiteral("SELECT 1"));
    const SqlSource source = *node(c0).action->sql();
    QVERIFY(source.text.isEmpty());
    QCOMPARE(source.file, QStringLiteral("sql/c0.sql"));
    QCOMPARE(m_session->plan().files.value(source.file),
        (oneLine + QStringLiteral(";\nSELECT 1")).toUtf8());
    QCOMPARE(m_session->undoStack().count(), 1);
    m_session->undoStack().undo();
    QCOMPARE(node(c0).action->sql()->text, oneLine);
    QVERIFY(m_session->plan().files.isEmpty());
    QCOMPARE(sql->toPlainText(), oneLine);
}

void TestInspector::fileIsRenamed()
{
    Node changed = node(c0);
    changed.action->body = SqlAction{{{}, QStringLiteral("sql/a.sql")}, false};
    m_session->perform({QStringLiteral("x"),
        {SetFile{QStringLiteral("sql/a.sql"), QByteArray("SELECT 1;\nSELECT 2;")},
            Put<Node>{changed, -1}},
        {}});
    select({ElementRef::of(c0)});
    auto* file = m_inspector->findChild<SqlField*>()->fileEditor();
    QCOMPARE(file->text(), QStringLiteral("sql/a.sql"));
    const auto type = [file](const QString& path) {
        file->selectAll();
        QTest::keyClicks(file, path);
        QTest::keyClick(file, Qt::Key_Return);
    };
    type(QStringLiteral("../outside.sql"));
    QCOMPARE(node(c0).action->sql()->file, QStringLiteral("sql/a.sql"));
    type(QStringLiteral("sql/b.sql"));
    QCOMPARE(node(c0).action->sql()->file, QStringLiteral("sql/b.sql"));
    QVERIFY(!m_session->plan().files.contains(QStringLiteral("sql/a.sql")));
    QCOMPARE(m_session->plan().files.value(QStringLiteral("sql/b.sql")),
        QByteArray("SELECT 1;\nSELECT 2;"));
}

void TestInspector::actionTypes()
{
    select({ElementRef::of(c0)});
    auto* type = field<QComboBox>(*m_inspector, QStringLiteral("Type"));
    QVERIFY(type);
    const auto choose = [type](const char* key) {
        const int index = type->findData(QString::fromLatin1(key));
        type->setCurrentIndex(index);
        emit type->activated(index);
    };
    const QString sql = node(c0).action->sql()->text;
    choose("backfill");
    QCOMPARE(node(c0).action->type(), ActionType::Backfill);
    QCOMPARE(node(c0).action->sql()->text, sql); // what was written is kept
    QTest::keyClicks(
        field<QLineEdit>(*m_inspector, QStringLiteral("Table")), QStringLiteral("customers"));
    QCOMPARE(std::get<BackfillAction>(node(c0).action->body).table, QStringLiteral("customers"));
    choose("none");
    QTest::keyClicks(field<QPlainTextEdit>(*m_inspector, QStringLiteral("Because")),
        QStringLiteral("nothing changes"));
    QCOMPARE(std::get<NoAction>(node(c0).action->body).because, QStringLiteral("nothing changes"));
    choose("");
    QVERIFY(!node(c0).action);
}

void TestInspector::checksAreEdited()
{
    select({ElementRef::of(v0)});
    auto* list = field<CardList>(*m_inspector, QStringLiteral("Checks"));
    QVERIFY(list);
    QCOMPARE(list->count(), 1);
    list->addButton()->click();
    QCOMPARE(node(v0).checks.size(), 2);
    QVERIFY(list->body(1));
    QTest::keyClicks(
        field<QLineEdit>(*list->body(1), QStringLiteral("Title")), QStringLiteral("rows match"));
    QCOMPARE(node(v0).checks.at(1).title, QStringLiteral("rows match"));
    auto* type = field<QComboBox>(*list->body(1), QStringLiteral("Type"));
    const int rows = type->findData(QStringLiteral("row-count"));
    type->setCurrentIndex(rows);
    emit type->activated(rows);
    QCOMPARE(node(v0).checks.at(1).type(), CheckType::RowCount);
    QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
    QTest::keyClicks(
        field<QLineEdit>(*list->body(1), QStringLiteral("Table")), QStringLiteral("t"));
    QCOMPARE(std::get<RowCountCheck>(node(v0).checks.at(1).body).table, QStringLiteral("t"));
    for (auto* button : list->findChildren<QToolButton*>()) {
        if (button->accessibleName() == QStringLiteral("Move up") && button->isEnabled()) {
            button->click();
            break;
        }
    }
    QCOMPARE(node(v0).checks.at(0).title, QStringLiteral("rows match"));
    for (auto* button : list->findChildren<QToolButton*>()) {
        if (button->accessibleName() == QStringLiteral("Remove")) {
            button->click();
            break;
        }
    }
    QCOMPARE(node(v0).checks.size(), 1);
    QVERIFY(node(v0).checks.at(0).title != QStringLiteral("rows match"));
}

void TestInspector::windows()
{
    select({ElementRef::of(c0)});
    auto* section = m_inspector->findChild<Section*>(QStringLiteral("node.window"));
    section->setFolded(false);
    auto* only = field<QCheckBox>(*section, QStringLiteral("Only within a window"));
    QVERIFY(only);
    only->click();
    QVERIFY(node(c0).window);
    QCOMPARE(node(c0).window->from, QTime(22, 0));
    only->click();
    QVERIFY(!node(c0).window);
}

void TestInspector::edges()
{
    const EdgeId id(QStringLiteral("c0<staging"));
    Edge generated = *m_session->plan().edges.find(id);
    generated.generated = true;
    m_session->perform({QStringLiteral("x"), {Put<Edge>{generated, -1}}, {}});
    select({ElementRef::of(id)});
    QPushButton* accept = nullptr;
    for (auto* button : m_inspector->findChildren<QPushButton*>()) {
        accept = button->text().contains(QStringLiteral("I have read")) ? button : accept;
    }
    QVERIFY(accept && !accept->isHidden());
    accept->click();
    QVERIFY(!m_session->plan().edges.find(id)->generated);
    auto* method = field<QComboBox>(*m_inspector, QStringLiteral("Method"));
    const int restore = method->findData(QStringLiteral("restore"));
    method->setCurrentIndex(restore);
    emit method->activated(restore);
    QCOMPARE(m_session->plan().edges.find(id)->method, RollbackMethod::Restore);
    auto* backup = field<QComboBox>(*m_inspector, QStringLiteral("Backup"));
    QVERIFY(backup);
    const int first = backup->findData(QStringLiteral("backup"));
    QVERIFY(first > 0);
    emit backup->activated(first);
    QCOMPARE(m_session->plan().edges.find(id)->backup, NodeId(QStringLiteral("backup")));
}

void TestInspector::planHeaderAndTargets()
{
    auto* title = field<QLineEdit>(*m_inspector, QStringLiteral("Title"));
    QTest::keyClicks(title, QStringLiteral("Split the name"));
    QCOMPARE(m_session->plan().header.title, QStringLiteral("Split the name"));
    auto* authors = field<QLineEdit>(*m_inspector, QStringLiteral("Authors"));
    QTest::keyClicks(authors, QStringLiteral("Ada, Grace"));
    QCOMPARE(m_session->plan().header.authors,
        (QStringList{QStringLiteral("Ada"), QStringLiteral("Grace")}));
    auto* section = m_inspector->findChild<Section*>(QStringLiteral("plan.assumptions"));
    section->setFolded(false);
    auto* list = section->findChild<CardList*>();
    list->addButton()->click();
    QCOMPARE(m_session->plan().assumptions.size(), 1);
    QTest::keyClicks(
        field<QPlainTextEdit>(*list, QStringLiteral("Impact")), QStringLiteral("longer outage"));
    QCOMPARE(m_session->plan().assumptions.at(0).impact, QStringLiteral("longer outage"));
}

void TestInspector::readOnly()
{
    m_session->setReadOnly(QStringLiteral("Open in another window."));
    select({ElementRef::of(c0)});
    QVERIFY(!m_inspector->form()->isEnabled());
}

void TestInspector::renamesReachEverything()
{
    Plan plan = test::chain(1);
    Node changed = *plan.nodes.find(c0);
    changed.action->target = TargetId(QStringLiteral("primary"));
    changed.action->body = SqlAction{{QStringLiteral("DROP TABLE {{table}}"), {}}, false};
    plan.nodes.put(changed);
    Parameter table;
    table.id = ParameterId(QStringLiteral("table"));
    plan.parameters.put(table);
    const Edit target
        = renameTarget(plan, TargetId(QStringLiteral("primary")), TargetId(QStringLiteral("main")));
    QVERIFY(apply(plan, target));
    QCOMPARE(plan.nodes.find(c0)->action->target, TargetId(QStringLiteral("main")));
    QVERIFY(renameTarget(plan, TargetId(QStringLiteral("main")), TargetId()).isEmpty());
    QVERIFY(apply(plan, renameParameter(plan, table.id, ParameterId(QStringLiteral("old")))));
    QCOMPARE(plan.nodes.find(c0)->action->sql()->text, QStringLiteral("DROP TABLE {{old}}"));
}

QTEST_MAIN(TestInspector)
#include "test_inspector.moc"
