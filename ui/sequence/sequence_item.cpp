// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "ui/sequence/sequence_item.h"

#include <QPainterPathStroker>

namespace whimbrel {

SequenceItem::SequenceItem(ElementRef element)
    : ElementItem(std::move(element))
{ }

void SequenceItem::setOutline(const Outline& outline)
{
    prepareGeometryChange();
    m_outline = outline;
}

QPainterPath strip(const QPainterPath& line, double width)
{
    QPainterPathStroker stroker;
    stroker.setWidth(width);
    QPainterPath path = stroker.createStroke(line);
    path.setFillRule(Qt::WindingFill);
    return path;
}

} // namespace whimbrel
