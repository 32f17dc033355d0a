// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tests/support/sample_plan.h"
#include "ui/canvas/flow_view.h"

#include <QTest>

#include <memory>

namespace whimbrel::test {

[[nodiscard]] inline NodeId id(const char* text)
{
    return NodeId(QString::fromLatin1(text));
}

/// start → a → b → end in a row, with room between; nothing leads from b to end.
[[nodiscard]] Plan row();

/// A canvas with row(), driven by mouse and keyboard.
class CanvasFixture {
protected:
    void openCanvas();
    void closeCanvas();

    [[nodiscard]] QPoint at(const QPointF& scene) const { return m_view->mapFromScene(scene); }
    [[nodiscard]] QPoint center(const char* node) const
    {
        return at(m_view->flowScene().boxOf(id(node)).center());
    }
    void drag(const QPoint& from, const QPoint& to, Qt::KeyboardModifiers modifiers = {},
        bool release = true);
    void click(const QPoint& where, Qt::KeyboardModifiers modifiers = {})
    {
        QTest::mouseClick(m_view->viewport(), Qt::LeftButton, modifiers, where);
    }
    void moveTo(const QPoint& where) { QTest::mouseMove(m_view->viewport(), where); }
    /// The handle at a step's right side, from which edges are drawn.
    [[nodiscard]] QPoint handle(const char* node) const;
    void select(const QList<const char*>& nodes);
    [[nodiscard]] const Plan& plan() const { return m_session->plan(); }
    [[nodiscard]] QPointF place(const char* node) const
    {
        return plan().layout.places.value(id(node)).position;
    }
    [[nodiscard]] const Edge* edgeBetween(const char* from, const char* to) const;

    std::unique_ptr<PlanSession> m_session;
    std::unique_ptr<FlowView> m_view;
};

} // namespace whimbrel::test
