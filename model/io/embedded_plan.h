// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/base/result.h"

#include <QByteArray>
#include <QByteArrayView>

/// How a picture carries the plan that it shows: SVG in its <metadata>, PNG in a text chunk, PDF in
/// an attachment.
namespace whimbrel::embedded {

/// The most that a plan in a picture may hold once it is unpacked.
inline constexpr qint64 maxBytes = 64 * 1024 * 1024;

/// The key of the text chunk in a PNG.
inline constexpr QByteArrayView pngKey = "whimbrel-plan";
/// The name of the attachment in a PDF, and the key that marks its stream.
inline constexpr QByteArrayView attachment = "plan.whimbrel";
inline constexpr QByteArrayView pdfMark = "/WhimbrelPlan 1 /Length ";
/// What stands around the plan in an SVG.
inline constexpr QByteArrayView svgTag = "<whimbrel:plan ";
inline constexpr QByteArrayView svgEnd = "</whimbrel:plan>";

/// A zlib stream, the same for the same bytes.
[[nodiscard]] QByteArray compressed(const QByteArray& bytes);
/// The other way. Fails for what is no whole zlib stream, and for more than maxBytes, of which no
/// more than that is ever held.
[[nodiscard]] Result<QByteArray> decompressed(QByteArrayView stream);

/// Compressed, in Base64: for formats that hold text.
[[nodiscard]] QByteArray packed(const QByteArray& plan);

/// The PNG with the plan in a chunk of its own, before the pixels. What is no PNG comes back as it
/// is.
[[nodiscard]] QByteArray intoPng(const QByteArray& png, const QByteArray& plan);

/// Whether a file begins as a picture does that may carry a plan: as SVG, PNG or PDF.
[[nodiscard]] bool isPicture(const QByteArray& file);

} // namespace whimbrel::embedded

namespace whimbrel {

/// What a picture carries, as it was given to the exporter (packPlan()). Looks at its place alone:
/// decodes no pixels, follows no reference. The error says why there is nothing.
[[nodiscard]] Result<QByteArray> embeddedPlanOf(const QByteArray& picture);

} // namespace whimbrel
