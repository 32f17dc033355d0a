// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "tests/ui/canvas/canvas_fixture.h"

#include "tests/ui/drag_mouse.h"

#include <QSignalSpy>

namespace whimbrel::test {

Plan row()
{
    Plan plan = planOf(
        {node(QStringLiteral("start"), NodeKind::Start), node(QStringLiteral("a"), NodeKind::Task),
            node(QStringLiteral("b"), NodeKind::Task), node(QStringLiteral("end"), NodeKind::End)},
        {forward(QStringLiteral("start"), QStringLiteral("a")),
            forward(QStringLiteral("a"), QStringLiteral("b"))});
    double x = 0;
    for (const Node& each : plan.nodes) {
        plan.layout.places.insert(each.id, {QPointF(x, 0), true});
        x += 320;
    }
    return plan;
}

void CanvasFixture::openCanvas()
{
    m_session = std::make_unique<PlanSession>();
    m_view = std::make_unique<FlowView>(*m_session);
    m_view->resize(1400, 800);
    m_view->show();
    QVERIFY(QTest::qWaitForWindowExposed(m_view.get()));
    QSignalSpy opened(&m_view->flowScene(), &CanvasScene::opened);
    m_session->open(row(), {});
    QTRY_COMPARE(opened.count(), 1);
    m_view->setFocus();
}

void CanvasFixture::closeCanvas()
{
    m_view.reset();
    m_session.reset();
}

void CanvasFixture::drag(
    const QPoint& from, const QPoint& to, Qt::KeyboardModifiers modifiers, bool release)
{
    dragMouse(*m_view->viewport(), from, to, {modifiers, modifiers}, release);
}

QPoint CanvasFixture::handle(const char* node) const
{
    const QRectF box = m_view->flowScene().boxOf(id(node));
    return at({box.right(), box.center().y()}) + QPoint(16, 0);
}

void CanvasFixture::select(const QList<const char*>& nodes)
{
    QList<ElementRef> elements;
    for (const char* node : nodes) {
        elements.append(ElementRef::of(id(node)));
    }
    m_session->select(elements);
}

const Edge* CanvasFixture::edgeBetween(const char* from, const char* to) const
{
    for (const Edge& edge : plan().edges) {
        if (edge.from == id(from) && edge.to == id(to)) {
            return &edge;
        }
    }
    return nullptr;
}

} // namespace whimbrel::test
