// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/plan/ids.h"

#include <QColor>
#include <QFont>
#include <QList>
#include <QPainterPath>
#include <QRectF>
#include <QString>

#include <variant>

class QPainter;

namespace whimbrel {

/// How a line is drawn. Width 0: none. Dash lengths are in pixels.
struct Stroke {
    QColor color{};
    double width = 0;
    QList<double> dash{};
    bool roundCap = false;
    bool operator==(const Stroke&) const = default;
};

/// A filled and/or stroked shape. An invalid fill colour: not filled.
struct PathItem {
    QPainterPath path{};
    QColor fill{};
    Stroke stroke{};
};

/// One line of text, from its left end on the baseline. `width` is what the layout measured and
/// what an exporter may hold the text to.
struct TextItem {
    QString text{};
    QPointF baseline{};
    double width = 0;
    QFont font{};
    QColor color{};
    QColor halo{}; ///< valid: a 2 px outline of this colour behind the text
    bool strikeOut = false;
    QString link{}; ///< an address of its own, where the group's is another
};

using DrawItem = std::variant<PathItem, TextItem>;

/// What draws one element: its items in painting order, and what exports say about it.
struct DrawGroup {
    ElementRef element{}; ///< ElementType::Plan with an id for furniture: "legend", "title-block"
    QString title{}; ///< accessible name
    QString description{};
    QString link{}; ///< an address that exports lead to, or empty
    QRectF bounds{}; ///< everything that the items cover
    QList<DrawItem> items{};
};

/// A finished picture: groups in painting order, in diagram pixels. The same list is painted on
/// the canvas and written by every exporter.
struct DisplayList {
    QRectF bounds{};
    QColor background{};
    QString title{};
    QString description{};
    QList<DrawGroup> groups{};

    /// As text, for tests: one line an item, numbers with one decimal.
    [[nodiscard]] QString dump() const;
};

/// Paints one group, or all of them.
void paint(QPainter& painter, const DrawGroup& group);
void paint(QPainter& painter, const DisplayList& list);
/// Paints one group without its texts.
void paintShapes(QPainter& painter, const DrawGroup& group);

} // namespace whimbrel
