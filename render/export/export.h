// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/base/result.h"
#include "render/draw/display_list.h"

#include <QByteArray>
#include <QImage>
#include <QString>

#include <optional>

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

/// One vector page of the picture's size.
[[nodiscard]] Result<QByteArray> toPdf(
    const DisplayList& list, const QByteArray& embeddedPlan = {});

/// The plan that a picture written by toSvg() or toPng() carries, as it was given; nothing if the
/// bytes are no such picture. Looks at the text key only; decodes no pixels.
[[nodiscard]] std::optional<QByteArray> embeddedPlanOf(const QByteArray& picture);

} // namespace whimbrel
