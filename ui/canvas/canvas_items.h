// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "render/layout/flow_layout.h"
#include "ui/diagram/element_item.h"

namespace whimbrel {

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
    [[nodiscard]] bool isLine() const override { return true; }

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

/// A swim lane: seen behind everything, and no element of the plan.
class LaneItem final : public BoxItem {
public:
    LaneItem();
    /// Clicks go to the canvas.
    [[nodiscard]] QPainterPath shape() const override { return {}; }

protected:
    [[nodiscard]] QPainterPath halo() const override;
};

} // namespace whimbrel
