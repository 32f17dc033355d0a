// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/base/result.h"
#include "render/draw/display_list.h"

#include <QByteArray>
#include <QDateTime>
#include <QImage>
#include <QList>
#include <QSizeF>
#include <QString>

namespace whimbrel {

/// The picture as SVG 1.1: real text, one <g id role="img"> with title and description an element,
/// links, and the plan (packed) in <metadata> when given. The same input gives the same bytes.
[[nodiscard]] QByteArray toSvg(const DisplayList& list, const QByteArray& embeddedPlan = {});

/// The picture as pixels: `scale` pixels to a diagram pixel. Fails when the image would be larger
/// than can be held (the message says how large it would be).
[[nodiscard]] Result<QImage> toImage(const DisplayList& list, double scale = 1);

/// The picture as a PNG file's bytes, with resolution and the plan (packed) as a text chunk.
[[nodiscard]] Result<QByteArray> toPng(
    const DisplayList& list, double scale = 1, const QByteArray& embeddedPlan = {});

/// Sheets of paper for a PDF. Without a size, each page is as large as its picture.
struct PdfPaper {
    QSizeF millimeters{}; ///< upright; the sheet is turned where the picture is wider than high
    double margin = 10; ///< millimeters
};

/// What a PDF holds beside its pictures.
struct PdfOptions {
    QByteArray embeddedPlan{};
    PdfPaper paper{};
    QString author{};
    QDateTime date{}; ///< the document's; invalid: it has none
};

/// One vector page a picture, with links, and bookmarks to pages and phases. What is larger than
/// the paper is made smaller to fit. The same input gives the same bytes.
[[nodiscard]] Result<QByteArray> toPdf(
    const QList<DisplayList>& pages, const PdfOptions& options = {});

} // namespace whimbrel
