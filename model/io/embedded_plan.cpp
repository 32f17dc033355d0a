// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "model/io/embedded_plan.h"

#include "model/base/counted.h"
#include "model/io/violation.h"

#include <QtEndian>

#include <zlib.h>

#include <algorithm>

namespace whimbrel {

namespace {

constexpr qsizetype pngSignature = 8;
constexpr QByteArrayView svgBegins = "<svg";

tl::unexpected<Error> unreadable(const QString& message, const QString& advice = {})
{
    return fail({ErrorCode::Unreadable, message, {}, advice});
}

tl::unexpected<Error> carriesNone()
{
    return unreadable(PlanFileText::tr("This picture carries no plan."),
        PlanFileText::tr("It was exported without it, or by another program, or a program has "
                         "written it anew. Ask for the plan's file."));
}

tl::unexpected<Error> broken()
{
    return unreadable(PlanFileText::tr("The plan in this picture is damaged."),
        PlanFileText::tr(
            "Take the picture as it was exported: a program has cut or rewritten it."));
}

tl::unexpected<Error> tooLarge()
{
    return unreadable(PlanFileText::tr("The plan in this picture is too large: more than %1.")
                          .arg(sizeText(embedded::maxBytes)));
}

/// What packed() made, with blanks that other programs may have put in.
Result<QByteArray> unpacked(QByteArray text)
{
    const auto isBlank = [](char c) { return c == ' ' || c == '\n' || c == '\r' || c == '\t'; };
    text.erase(std::remove_if(text.begin(), text.end(), isBlank), text.end());
    const auto bytes
        = QByteArray::fromBase64Encoding(text, QByteArray::AbortOnBase64DecodingErrors);
    if (!bytes) {
        return broken();
    }
    return embedded::decompressed(bytes.decoded);
}

Result<QByteArray> fromSvg(const QByteArray& svg)
{
    const qsizetype tag = svg.indexOf(embedded::svgTag);
    if (tag < 0) {
        return carriesNone();
    }
    const qsizetype begin = svg.indexOf('>', tag) + 1;
    const qsizetype end = begin == 0 ? -1 : svg.indexOf(embedded::svgEnd, begin);
    return end < 0 ? Result<QByteArray>(broken()) : unpacked(svg.sliced(begin, end - begin));
}

Result<QByteArray> fromPng(const QByteArray& png)
{
    constexpr qsizetype frame = 12; // length, type, checksum
    qsizetype at = pngSignature;
    while (png.size() - at >= frame) {
        const auto length = static_cast<qint64>(qFromBigEndian<quint32>(png.constData() + at));
        if (length > png.size() - at - frame) {
            return broken();
        }
        const QByteArrayView type = QByteArrayView(png).sliced(at + 4, 4);
        const QByteArrayView data = QByteArrayView(png).sliced(at + 8, length);
        const bool isOurs = data.size() > embedded::pngKey.size()
            && data.startsWith(embedded::pngKey) && data.at(embedded::pngKey.size()) == '\0';
        if (isOurs && type == "tEXt") {
            return unpacked(data.sliced(embedded::pngKey.size() + 1).toByteArray());
        }
        if (isOurs && type == "zTXt" && data.size() > embedded::pngKey.size() + 2) {
            // So written by programs that compress what they find.
            const Result<QByteArray> text
                = embedded::decompressed(data.sliced(embedded::pngKey.size() + 2));
            return text ? unpacked(*text) : text;
        }
        at += frame + length;
    }
    return carriesNone();
}

Result<QByteArray> fromPdf(const QByteArray& pdf)
{
    const qsizetype mark = pdf.lastIndexOf(embedded::pdfMark);
    if (mark < 0) {
        return carriesNone();
    }
    const qsizetype number = mark + embedded::pdfMark.size();
    const qsizetype rest = pdf.indexOf(' ', number);
    const QByteArrayView begins = "stream\n";
    const qsizetype stream = rest < 0 ? -1 : pdf.indexOf(begins, rest);
    bool isNumber = false;
    const qint64 length = rest < 0 ? -1 : pdf.sliced(number, rest - number).toLongLong(&isNumber);
    if (!isNumber || stream < 0 || length < 0 || length > pdf.size() - stream - begins.size()) {
        return broken();
    }
    return embedded::decompressed(QByteArrayView(pdf).sliced(stream + begins.size(), length));
}

bool isPng(const QByteArray& file)
{
    return file.startsWith(QByteArrayView("\x89PNG\r\n\x1a\n"));
}

bool isPdf(const QByteArray& file)
{
    return file.startsWith("%PDF-");
}

bool isSvg(const QByteArray& file)
{
    // The root stands behind a declaration, a doctype and comments, never far into the file.
    constexpr qsizetype head = 4096;
    const QByteArray begin = file.first(std::min(head, file.size())).trimmed();
    return begin.startsWith(svgBegins)
        || ((begin.startsWith("<?xml") || begin.startsWith("\xef\xbb\xbf<")
                || begin.startsWith("<!"))
            && begin.contains(svgBegins));
}

} // namespace

QByteArray embedded::compressed(const QByteArray& bytes)
{
    // qCompress() writes the length in front, which is no part of the stream.
    return qCompress(bytes, 9).mid(4);
}

Result<QByteArray> embedded::decompressed(QByteArrayView stream)
{
    constexpr qsizetype step = 256 * 1024;
    z_stream state{};
    if (inflateInit(&state) != Z_OK) {
        return broken();
    }
    QByteArray input = stream.toByteArray();
    state.next_in = reinterpret_cast<Bytef*>(input.data());
    state.avail_in = static_cast<uInt>(input.size());
    QByteArray made;
    int code = Z_OK;
    while (code == Z_OK && made.size() <= maxBytes) {
        const qsizetype had = made.size();
        made.resize(had + step);
        state.next_out = reinterpret_cast<Bytef*>(made.data() + had);
        state.avail_out = static_cast<uInt>(step);
        code = inflate(&state, Z_NO_FLUSH);
        made.truncate(had + step - static_cast<qsizetype>(state.avail_out));
    }
    inflateEnd(&state);
    if (made.size() > maxBytes) {
        return tooLarge();
    }
    return code == Z_STREAM_END ? Result<QByteArray>(made) : broken();
}

QByteArray embedded::packed(const QByteArray& plan)
{
    return compressed(plan).toBase64();
}

QByteArray embedded::intoPng(const QByteArray& png, const QByteArray& plan)
{
    constexpr qsizetype header = pngSignature + 25; // IHDR comes first and is always as long
    if (!isPng(png) || png.size() < header) {
        return png;
    }
    const auto number = [](quint32 value) {
        QByteArray bytes(4, '\0');
        qToBigEndian(value, bytes.data());
        return bytes;
    };
    const QByteArray data = pngKey.toByteArray() + '\0' + packed(plan);
    const QByteArray typed = "tEXt" + data;
    const auto checksum = static_cast<quint32>(crc32(
        0, reinterpret_cast<const Bytef*>(typed.constData()), static_cast<uInt>(typed.size())));
    return png.first(header) + number(static_cast<quint32>(data.size())) + typed + number(checksum)
        + png.sliced(header);
}

bool embedded::isPicture(const QByteArray& file)
{
    return isPng(file) || isPdf(file) || isSvg(file);
}

Result<QByteArray> embeddedPlanOf(const QByteArray& picture)
{
    return isPng(picture) ? fromPng(picture)
        : isPdf(picture)  ? fromPdf(picture)
        : isSvg(picture)  ? fromSvg(picture)
                          : Result<QByteArray>(carriesNone());
}

} // namespace whimbrel
