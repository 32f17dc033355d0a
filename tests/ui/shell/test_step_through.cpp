// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "model/io/plan_file.h"
#include "tests/support/sample_plan.h"
#include "tests/ui/shell/main_window_fixture.h"
#include "ui/session/linked_elements.h"
#include "ui/session/plan_edits.h"
#include "ui/shell/diagram_views.h"
#include "ui/shell/step_through.h"

#include <QLabel>
#include <QTest>

using namespace whimbrel;

namespace {

NodeId id(const char* text)
{
    return NodeId(QString::fromLatin1(text));
}

} // namespace

/// Telling a plan step by step to people who look on.
class TestStepThrough final : public QObject, private test::MainWindowFixture {
    Q_OBJECT

private slots:
    void init();
    void cleanup() { closeWindow(); }

    void keysLeadThrough();
    void beginsAtWhatIsSelected();
    void sequenceFollows();
    void followsEdits();
    void aRunEndsIt();

private:
    [[nodiscard]] StepThrough& steps() { return m_window->diagrams().stepThrough(); }
    [[nodiscard]] FlowView& flow() { return m_window->canvas(); }
    void press(int key) { QTest::keyClick(&flow(), static_cast<Qt::Key>(key)); }
    [[nodiscard]] bool isInSight(const QRectF& box, const DiagramView& view) const
    {
        return view.mapToScene(view.viewport()->rect()).boundingRect().contains(box.center());
    }
};

void TestStepThrough::init()
{
    openWindow();
    QVERIFY(savePlan(test::chain(6), path("a.whimbrel")));
    open(path("a.whimbrel"));
    steps().setReducedMotion(true);
}

void TestStepThrough::keysLeadThrough()
{
    const Plan before = session().plan();
    trigger(ActionId::StepThrough);
    QVERIFY(steps().isOn() && steps().isVisible());
    const QList<NodeId> order = flow().walkOrder();
    QCOMPARE(steps().step(), order.at(0));
    const std::initializer_list<std::pair<int, int>> path{{Qt::Key_Right, 1}, {Qt::Key_Space, 2},
        {Qt::Key_PageDown, 3}, {Qt::Key_Left, 2}, {Qt::Key_PageUp, 1}, {Qt::Key_Home, 0},
        {Qt::Key_Left, 0}, {Qt::Key_End, static_cast<int>(order.size()) - 1},
        {Qt::Key_Right, static_cast<int>(order.size()) - 1}};
    for (const auto& [key, at] : path) {
        press(key);
        QCOMPARE(steps().step(), order.at(at));
        QCOMPARE(session().selection(), QList{ElementRef::of(order.at(at))});
        QVERIFY(isInSight(flow().flowScene().boxOf(order.at(at)), flow()));
    }
    const auto* title = steps().findChild<QLabel*>(QStringLiteral("stepTitle"));
    QCOMPARE(title->text(), titleOf(*session().plan().nodes.find(order.last())));
    press(Qt::Key_Escape);
    QVERIFY(!steps().isOn() && !steps().isVisible());
    QVERIFY(session().plan() == before); // nothing was changed, and nothing is to be undone
    QVERIFY(!session().isModified());
    trigger(ActionId::StepThrough);
    trigger(ActionId::StepThrough); // the key ends it too
    QVERIFY(!steps().isOn());
}

void TestStepThrough::beginsAtWhatIsSelected()
{
    session().select({ElementRef::of(id("c2"))});
    trigger(ActionId::StepThrough);
    QCOMPARE(steps().step(), id("c2"));
}

void TestStepThrough::sequenceFollows()
{
    trigger(ActionId::SequenceFromFlow);
    trigger(ActionId::SideBySide);
    session().select({});
    trigger(ActionId::StepThrough);
    for (const NodeId& node : flow().walkOrder()) {
        QCOMPARE(steps().step(), node);
        for (const ElementRef& ref : linkedElements(session().plan(), {ElementRef::of(node)})) {
            const QRectF bounds = m_window->diagrams().sequence().boundsOf(ref);
            if (!bounds.isEmpty()) {
                QVERIFY(isInSight(bounds, m_window->diagrams().sequence()));
                break;
            }
        }
        press(Qt::Key_Space);
    }
}

void TestStepThrough::followsEdits()
{
    trigger(ActionId::StepThrough);
    press(Qt::Key_Right);
    QCOMPARE(steps().step(), id("backup"));
    session().perform(edits::erase(session().plan(), {ElementRef::of(id("start"))}));
    QCOMPARE(steps().step(), id("backup"));
    session().perform(edits::erase(session().plan(), {ElementRef::of(id("backup"))}));
    QVERIFY(steps().isOn());
    QVERIFY(session().plan().nodes.contains(steps().step()));
    QList<ElementRef> all;
    for (const Node& node : session().plan().nodes) {
        all.append(ElementRef::of(node.id));
    }
    session().perform(edits::erase(session().plan(), all));
    QVERIFY(!steps().isOn());
}

void TestStepThrough::aRunEndsIt()
{
    trigger(ActionId::StepThrough);
    session().showRun(RunState{});
    QVERIFY(!steps().isOn());
    trigger(ActionId::StepThrough);
    QVERIFY(!steps().isOn());
}

QTEST_MAIN(TestStepThrough)
#include "test_step_through.moc"
