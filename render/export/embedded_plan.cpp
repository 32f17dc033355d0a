// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "render/export/embedded_plan.h"

#include "render/export/export.h"

#include <QBuffer>
#include <QImageReader>
#include <QtEndian>

namespace whimbrel {

namespace embedded {

namespace {

constexpr quint32 mostBytes = 64U * 1024U * 1024U;

} // namespace

QByteArray packed(const QByteArray& plan)
{
    return qCompress(plan, 9).toBase64();
}

std::optional<QByteArray> unpacked(const QByteArray& text)
{
    const auto bytes = QByteArray::fromBase64Encoding(
        text.simplified(), QByteArray::AbortOnBase64DecodingErrors);
    // The first four bytes tell the length.
    if (!bytes || bytes.decoded.size() < 5
        || qFromBigEndian<quint32>(bytes.decoded.constData()) > mostBytes) {
        return std::nullopt;
    }
    const QByteArray plan = qUncompress(bytes.decoded);
    return plan.isEmpty() ? std::nullopt : std::optional(plan);
}

} // namespace embedded

std::optional<QByteArray> embeddedPlanOf(const QByteArray& picture)
{
    if (picture.startsWith("\x89PNG")) {
        QBuffer buffer;
        buffer.setData(picture);
        buffer.open(QIODevice::ReadOnly);
        const QString text = QImageReader(&buffer, "png").text(embedded::pngKey);
        return embedded::unpacked(text.toLatin1());
    }
    const qsizetype tag = picture.indexOf("<whimbrel:plan ");
    const qsizetype begin = tag < 0 ? -1 : picture.indexOf('>', tag);
    const qsizetype end = begin < 0 ? -1 : picture.indexOf("</whimbrel:plan>", begin);
    if (end < 0) {
        return std::nullopt;
    }
    return embedded::unpacked(picture.sliced(begin + 1, end - begin - 1));
}

} // namespace whimbrel
