// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ui/diagram/element_item.h"

namespace whimbrel {

/// An element of a sequence diagram: where it is taken by the mouse, and what is drawn around it
/// when it is selected, come from the geometry.
class SequenceItem final : public ElementItem {
public:
    explicit SequenceItem(ElementRef element);

    struct Outline {
        QPainterPath grip{}; ///< empty: nothing takes the mouse
        QPainterPath halo{};
        bool line = false;
    };
    void setOutline(const Outline& outline);

    [[nodiscard]] QPainterPath shape() const override { return m_outline.grip; }

protected:
    [[nodiscard]] QPainterPath halo() const override { return m_outline.halo; }
    [[nodiscard]] bool isLine() const override { return m_outline.line; }

private:
    Outline m_outline{};
};

/// What each element of a diagram is taken by.
[[nodiscard]] QPainterPath strip(const QPainterPath& line, double width);

} // namespace whimbrel
