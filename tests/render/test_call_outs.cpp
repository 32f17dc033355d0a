// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "render/draw/call_outs.h"
#include "render/draw/flow_drawing.h"
#include "tests/support/sample_plan.h"

#include <QTest>

using namespace whimbrel;

namespace {

Comment comment(const char* id, const ElementRef& on, const char* text, bool resolved = false)
{
    Comment made;
    made.id = CommentId(QString::fromLatin1(id));
    made.on = on;
    made.text = QString::fromLatin1(text);
    made.by = QStringLiteral("Ada");
    made.at = QStringLiteral("2026-03-01T10:00:00Z");
    made.resolved = resolved;
    return made;
}

const ElementRef first = ElementRef::of(NodeId(QStringLiteral("c0")));
const ElementRef second = ElementRef::of(NodeId(QStringLiteral("c1")));

Plan remarked()
{
    Plan plan = test::chain(2);
    plan.comments.put(comment("a", second, "Is this online?"));
    plan.comments.put(comment("b", first, "Done.", true));
    plan.comments.put(comment("c", first, "Who owns it?"));
    plan.comments.put(comment("d", second, "It is."));
    plan.comments.put(comment("e", {}, "Nice plan."));
    return plan;
}

QStringList textsOf(const DrawGroup& group)
{
    QStringList texts;
    for (const DrawItem& item : group.items) {
        if (const auto* text = std::get_if<TextItem>(&item)) {
            texts.append(text->text);
        }
    }
    return texts;
}

const DrawGroup* groupOf(const DisplayList& list, const ElementRef& element)
{
    for (const DrawGroup& group : list.groups) {
        if (group.element == element) {
            return &group;
        }
    }
    return nullptr;
}

} // namespace

/// Open comments as numbered call-outs of a picture.
class TestCallOuts final : public QObject {
    Q_OBJECT

private slots:
    void numbersAreOneAnElementInOrder()
    {
        const QHash<ElementRef, int> numbers = callOutNumbers(remarked());
        QCOMPARE(numbers.size(), 3);
        QCOMPARE(numbers.value(second), 1);
        QCOMPARE(numbers.value(first), 2);
        QCOMPARE(numbers.value({}), 3);
    }

    void elementsAreNumberedAndTheListSaysWhat()
    {
        const Plan plan = remarked();
        FlowDrawingOptions options;
        options.comments = true;
        options.legend = options.titleBlock = true;
        const DisplayList list = drawFlow(plan, layOutFlow(plan), options);
        QVERIFY(textsOf(*groupOf(list, second)).contains(QStringLiteral("1")));
        QVERIFY(textsOf(*groupOf(list, first)).contains(QStringLiteral("2")));
        const DrawGroup* below = groupOf(list, {ElementType::Plan, QStringLiteral("comments")});
        QVERIFY(below != nullptr);
        const QString who = QStringLiteral("Ada, 2026-03-01");
        QCOMPARE(textsOf(*below),
            (QStringList{QStringLiteral("1"), QStringLiteral("Is this online?"), who,
                QStringLiteral("It is."), who, QStringLiteral("2"), QStringLiteral("Who owns it?"),
                who, QStringLiteral("3"), QStringLiteral("Nice plan."), who}));
        // Below everything else, and on the page.
        for (const DrawGroup& group : list.groups) {
            QVERIFY2(&group == below || !group.bounds.intersects(below->bounds),
                qPrintable(group.title));
        }
        QVERIFY(list.bounds.contains(below->bounds));
    }

    void nothingIsAddedWithoutThem()
    {
        const Plan plan = remarked();
        const FlowGeometry geometry = layOutFlow(plan);
        const DisplayList without = drawFlow(plan, geometry, {});
        QVERIFY(groupOf(without, {ElementType::Plan, QStringLiteral("comments")}) == nullptr);
        FlowDrawingOptions options;
        options.comments = true;
        const Plan bare = test::chain(2);
        QCOMPARE(drawFlow(bare, geometry, options).dump(), drawFlow(bare, geometry, {}).dump());
    }
};

QTEST_MAIN(TestCallOuts)
#include "test_call_outs.moc"
