// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "ui/diagram/marquee_gesture.h"

#include "ui/diagram/diagram_view.h"

#include <QPainter>

namespace whimbrel {

MarqueeGesture::MarqueeGesture(DiagramView& view, const PointerState& from)
    : m_view(view)
    , m_from(from.scene)
    , m_to(from.scene)
    , m_before(view.session().selection())
    , m_adds(from.modifiers.testFlag(Qt::ShiftModifier))
{ }

void MarqueeGesture::move(const PointerState& at)
{
    m_to = at.scene;
    QList<ElementRef> chosen
        = m_view.elementsIn(QRectF(m_from, m_to).normalized(), m_to.x() < m_from.x());
    if (m_adds) {
        for (const ElementRef& old : m_before) {
            if (!chosen.contains(old)) {
                chosen.append(old);
            }
        }
    }
    m_view.session().select(chosen);
}

void MarqueeGesture::finish(const PointerState& at)
{
    move(at);
}

void MarqueeGesture::cancel()
{
    m_view.session().select(m_before);
}

void MarqueeGesture::paint(QPainter& painter, double scale) const
{
    QColor fill = m_view.theme().selection;
    fill.setAlphaF(0.08F);
    QPen pen(m_view.theme().selection, 1 / scale);
    if (m_to.x() < m_from.x()) {
        pen.setDashPattern({4, 3});
    }
    painter.setPen(pen);
    painter.setBrush(fill);
    painter.drawRect(QRectF(m_from, m_to).normalized());
}

} // namespace whimbrel
