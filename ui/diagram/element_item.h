// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "render/draw/display_list.h"
#include "render/draw/theme.h"

#include <QGraphicsItem>

namespace whimbrel {

/// How an element stands out at the moment, beside being selected.
enum class Emphasis { None, Hovered, Accepts, Refuses };

/// Paints one element's slice of the display list, and what only the editor shows around it.
class ElementItem : public QGraphicsItem {
public:
    [[nodiscard]] const ElementRef& element() const { return m_element; }
    [[nodiscard]] const DrawGroup& drawing() const { return m_drawing; }
    void setDrawing(const DrawGroup& drawing, const Theme& theme);
    void setChosen(bool chosen);
    void setEmphasis(Emphasis emphasis);
    [[nodiscard]] Emphasis emphasis() const { return m_emphasis; }
    /// Lets it step back behind what is looked at.
    void setFaded(bool faded);

    [[nodiscard]] QRectF boundingRect() const override { return m_bounds; }
    void paint(QPainter* painter, const QStyleOptionGraphicsItem* option, QWidget* widget) override;

protected:
    explicit ElementItem(ElementRef element);
    /// The line along which selection and emphasis are drawn.
    [[nodiscard]] virtual QPainterPath halo() const = 0;
    /// Whether the element is a line: its halo lies behind it, and shows while it is hovered.
    [[nodiscard]] virtual bool isLine() const { return false; }
    /// Below this scale text would be a blur: it is left out.
    [[nodiscard]] static constexpr double textScale() { return 0.4; }
    /// How wide a line is for the mouse.
    [[nodiscard]] static constexpr double grip() { return 12; }

private:
    ElementRef m_element;
    DrawGroup m_drawing{};
    const Theme* m_theme = nullptr;
    QRectF m_bounds{};
    bool m_chosen = false;
    bool m_faded = false;
    Emphasis m_emphasis = Emphasis::None;
};

} // namespace whimbrel
