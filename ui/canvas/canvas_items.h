// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "render/draw/display_list.h"
#include "render/draw/theme.h"
#include "render/layout/flow_layout.h"

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
    /// Lets it step back behind what is looked at.
    void setFaded(bool faded);

    [[nodiscard]] QRectF boundingRect() const override { return m_bounds; }
    void paint(QPainter* painter, const QStyleOptionGraphicsItem* option, QWidget* widget) override;

protected:
    explicit ElementItem(ElementRef element);
    /// The line along which selection and emphasis are drawn.
    [[nodiscard]] virtual QPainterPath halo() const = 0;
    /// Below this scale text would be a blur: it is left out.
    [[nodiscard]] static constexpr double textScale() { return 0.4; }

private:
    ElementRef m_element;
    DrawGroup m_drawing{};
    const Theme* m_theme = nullptr;
    QRectF m_bounds{};
    bool m_chosen = false;
    bool m_faded = false;
    Emphasis m_emphasis = Emphasis::None;
};

/// An element that fills a box.
class BoxItem : public ElementItem {
public:
    [[nodiscard]] const QRectF& box() const { return m_box; }
    void setBox(const QRectF& box) { m_box = box; }

protected:
    using ElementItem::ElementItem;

private:
    QRectF m_box{};
};

class NodeItem final : public BoxItem {
public:
    explicit NodeItem(const NodeId& node);
    [[nodiscard]] QPainterPath shape() const override;

protected:
    [[nodiscard]] QPainterPath halo() const override;
};

class EdgeItem final : public ElementItem {
public:
    explicit EdgeItem(const EdgeId& edge);
    [[nodiscard]] const RoutedEdge& route() const { return m_route; }
    void setRoute(const RoutedEdge& route) { m_route = route; }
    [[nodiscard]] QPainterPath shape() const override;

protected:
    [[nodiscard]] QPainterPath halo() const override;

private:
    RoutedEdge m_route{};
};

class GroupItem final : public BoxItem {
public:
    explicit GroupItem(const GroupId& group);
    /// Only the title strip and the border take clicks: what lies inside is the steps'. Folded it
    /// is a box like a step's.
    [[nodiscard]] QPainterPath shape() const override;
    void setFolded(bool folded);
    [[nodiscard]] bool isFolded() const { return m_folded; }

protected:
    [[nodiscard]] QPainterPath halo() const override;

private:
    bool m_folded = false;
};

} // namespace whimbrel
