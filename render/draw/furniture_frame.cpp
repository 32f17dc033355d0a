// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "render/draw/furniture_frame.h"

#include "render/draw/title_block.h"

#include <algorithm>

namespace whimbrel {

QRectF addAround(DisplayList& list, const QRectF& content, const FurnitureParts& parts)
{
    constexpr double margin = 32;
    constexpr double narrowest = 560;
    constexpr double gap = 28;
    constexpr double besideTitleBlock = 32;
    QRectF all = content;
    const auto add = [&](DrawGroup group) {
        list.groups.append(std::move(group));
        all |= list.groups.last().bounds;
    };
    const double width = std::max(content.width(), narrowest);
    if (parts.top) {
        add(parts.top(content.topLeft() - QPointF(0, parts.above), width));
    }
    const double below = content.bottom() + gap;
    if (parts.legend) {
        const double taken = parts.titleBlock ? titleBlockSize.width() + besideTitleBlock : 0;
        add(parts.legend({content.left(), below}, width - taken));
    }
    if (parts.titleBlock) {
        const double right = std::max(all.right(), content.left() + width);
        const double bottom = std::max(all.bottom(), below + titleBlockSize.height());
        add(parts.titleBlock({right - titleBlockSize.width(), bottom - titleBlockSize.height()}));
    }
    if (parts.remarks) {
        const double under = std::max(all.bottom(), content.bottom()) + gap;
        add(parts.remarks({content.left(), under}, width));
    }
    return all.adjusted(-margin, -margin, margin, margin);
}

} // namespace whimbrel
