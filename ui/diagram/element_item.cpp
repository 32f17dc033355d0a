// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "ui/diagram/element_item.h"

#include <QPainter>
#include <QStyleOptionGraphicsItem>

namespace whimbrel {

namespace {

constexpr double haloRoom = 8; ///< around the drawing, for selection and emphasis
constexpr double fadedOpacity = 0.16;

} // namespace

ElementItem::ElementItem(ElementRef element)
    : m_element(std::move(element))
{ }

void ElementItem::setDrawing(const DrawGroup& drawing, const Theme& theme)
{
    const QRectF bounds = drawing.bounds.united(halo().boundingRect())
                              .adjusted(-haloRoom, -haloRoom, haloRoom, haloRoom);
    if (bounds != m_bounds) {
        prepareGeometryChange();
        m_bounds = bounds;
    }
    m_drawing = drawing;
    m_theme = &theme;
    update();
}

void ElementItem::setChosen(bool chosen)
{
    if (m_chosen != chosen) {
        m_chosen = chosen;
        update();
    }
}

void ElementItem::setEmphasis(Emphasis emphasis)
{
    if (m_emphasis != emphasis) {
        m_emphasis = emphasis;
        update();
    }
}

void ElementItem::setFaded(bool faded)
{
    if (m_faded != faded) {
        m_faded = faded;
        update();
    }
}

void ElementItem::paint(
    QPainter* painter, const QStyleOptionGraphicsItem* option, QWidget* /*widget*/)
{
    if (m_theme == nullptr) {
        return;
    }
    const double scale = option->levelOfDetailFromTransform(painter->worldTransform());
    const double opacity = painter->opacity();
    painter->setOpacity(m_faded ? opacity * fadedOpacity : opacity);
    const auto ring = [&](const QColor& color, double width) {
        QPen pen(color, std::max(width, width / scale));
        pen.setJoinStyle(Qt::RoundJoin);
        pen.setCapStyle(Qt::RoundCap);
        painter->strokePath(halo(), pen);
    };
    QColor soft = m_theme->selection;
    soft.setAlphaF(0.25F);
    if (m_chosen) {
        ring(soft, 8);
    } else if (m_emphasis == Emphasis::Hovered && isLine()) {
        ring(soft, 6);
    }
    if (m_emphasis == Emphasis::Accepts || m_emphasis == Emphasis::Refuses) {
        QColor color = m_emphasis == Emphasis::Accepts ? m_theme->selection : m_theme->failure;
        color.setAlphaF(0.4F);
        ring(color, 8);
    }
    if (scale >= textScale()) {
        whimbrel::paint(*painter, m_drawing);
    } else {
        paintShapes(*painter, m_drawing);
    }
    if (m_chosen && !isLine()) {
        ring(m_theme->selection, 2);
    }
    painter->setOpacity(opacity);
}

} // namespace whimbrel
