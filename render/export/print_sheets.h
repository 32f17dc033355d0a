// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "render/draw/title_block.h"

#include <QList>
#include <QRectF>

class QPainter;

namespace whimbrel {

/// How pictures come onto sheets of paper.
struct PrintLayout {
    QSizeF paper{210, 297}; ///< millimeters, as the sheet lies: turned or not
    double margin = 10; ///< millimeters that stay white
    bool poster = false; ///< each picture over as many sheets as it needs
    int across = 2; ///< poster: how many sheets wide a picture is
    double overlap = 10; ///< poster: millimeters that a sheet shows of its neighbors
};

/// A part of a picture on a sheet of its own.
struct PrintSheet {
    qsizetype page = 0; ///< which picture
    QRectF part{}; ///< in diagram pixels
    double scale = 1; ///< millimeters to a diagram pixel
    QString name{}; ///< "2/6", of a poster with column and row: "B1 · 2/6"
};

/// What stands in the title block of each sheet of a poster, where its picture has none.
struct PrintTitle {
    Plan plan{};
    TitleBlockOptions block{};
};

/// The sheets for these pictures, in order; posters row by row, without sheets that would be empty.
[[nodiscard]] QList<PrintSheet> sheetsFor(
    const QList<DisplayList>& pages, const PrintLayout& layout);

/// Paints one sheet on a painter whose origin is the paper's corner and whose unit is a millimeter.
/// Sheets of a poster get marks where the neighbor's begins, and the title block.
void paintSheet(QPainter& painter, const QList<DisplayList>& pages, const PrintSheet& sheet,
    const PrintLayout& layout, const PrintTitle& title);

} // namespace whimbrel
