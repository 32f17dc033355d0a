// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "model/io/json_text.h"

#include <QLocale>

#include <algorithm>
#include <cmath>

namespace whimbrel {

namespace {

constexpr int columns = 100;
constexpr int deepest = 1000; ///< nothing that came through the reader is near it

qsizetype widthOf(QByteArrayView utf8)
{
    return std::count_if(utf8.begin(), utf8.end(), [](char c) { return (c & 0xc0) != 0x80; });
}

QByteArray quoted(QByteArrayView utf8)
{
    QByteArray out;
    out.reserve(utf8.size() + 2);
    out += '"';
    for (const char c : utf8) {
        switch (c) {
        case '"':
            out += "\\\"";
            break;
        case '\\':
            out += "\\\\";
            break;
        case '\n':
            out += "\\n";
            break;
        case '\t':
            out += "\\t";
            break;
        case '\r':
            out += "\\r";
            break;
        default:
            if (static_cast<unsigned char>(c) < 0x20) {
                out += "\\u00" + QByteArray::number(static_cast<int>(c), 16).rightJustified(2, '0');
            } else {
                out += c;
            }
        }
    }
    out += '"';
    return out;
}

} // namespace

JsonText JsonText::raw(QByteArray scalar)
{
    JsonText made;
    made.m_scalar = std::move(scalar);
    made.m_width = widthOf(made.m_scalar);
    return made;
}

JsonText JsonText::null()
{
    return raw("null");
}

JsonText JsonText::of(qint64 value)
{
    return raw(QByteArray::number(value));
}

JsonText JsonText::of(double value)
{
    if (std::trunc(value) == value && std::abs(value) < 1e15) {
        return of(static_cast<qint64>(value));
    }
    return raw(QByteArray::number(value, 'g', QLocale::FloatingPointShortest));
}

JsonText JsonText::of(QStringView value)
{
    return raw(quoted(value.toUtf8()));
}

JsonText JsonText::of(const JsonRef& value)
{
    if (value.type() == JsonType::Array || value.type() == JsonType::Object) {
        JsonText made = value.isArray() ? array() : object();
        for (JsonRef child = value.first(); child; child = child.next()) {
            made.adopt(value.isArray() ? QByteArray() : quoted(child.key()), of(child));
        }
        return made;
    }
    return raw(
        value.type() == JsonType::String ? quoted(value.text()) : value.text().toByteArray());
}

JsonText JsonText::parsed(const QByteArray& json)
{
    QList<Violation> ignored;
    const std::optional<JsonDocument> document = JsonDocument::parse(json, deepest, ignored);
    return document ? of(document->root()) : of(QString::fromUtf8(json));
}

JsonText JsonText::array()
{
    JsonText made;
    made.m_kind = Kind::Array;
    made.m_width = 2;
    return made;
}

JsonText JsonText::object()
{
    JsonText made;
    made.m_kind = Kind::Object;
    made.m_width = 2;
    return made;
}

void JsonText::append(JsonText item)
{
    adopt({}, std::move(item));
}

void JsonText::insert(QStringView key, JsonText value)
{
    adopt(quoted(key.toUtf8()), std::move(value));
}

void JsonText::adopt(QByteArray key, JsonText value)
{
    m_breaks
        = m_breaks || value.m_breaks || (m_kind == Kind::Array && value.m_kind != Kind::Scalar);
    m_width += value.m_width + (m_children.empty() ? 0 : 2)
        + (m_kind == Kind::Object ? widthOf(key) + 2 : 0);
    m_children.emplace_back(std::move(key), std::move(value));
}

QByteArray JsonText::indented() const
{
    QByteArray out;
    print(out, 0, m_children.empty() ? 0 : columns);
    out += '\n';
    return out;
}

QByteArray JsonText::compact() const
{
    QByteArray out;
    printFlat(out, false);
    return out;
}

void JsonText::print(QByteArray& out, int indent, int column) const
{
    // One column is left for the comma that may follow.
    if (m_kind == Kind::Scalar || m_children.empty() || (!m_breaks && column + m_width < columns)) {
        printFlat(out, true);
        return;
    }
    out += m_kind == Kind::Array ? "[" : "{";
    bool first = true;
    for (const auto& [key, value] : m_children) {
        out += first ? "\n" : ",\n";
        first = false;
        out += QByteArray(indent + 2, ' ');
        int at = indent + 2;
        if (m_kind == Kind::Object) {
            out += key + ": ";
            at += static_cast<int>(widthOf(key)) + 2;
        }
        value.print(out, indent + 2, at);
    }
    out += '\n' + QByteArray(indent, ' ');
    out += m_kind == Kind::Array ? "]" : "}";
}

void JsonText::printFlat(QByteArray& out, bool spaced) const
{
    if (m_kind == Kind::Scalar) {
        out += m_scalar;
        return;
    }
    out += m_kind == Kind::Array ? '[' : '{';
    bool first = true;
    for (const auto& [key, value] : m_children) {
        if (!first) {
            out += spaced ? ", " : ",";
        }
        first = false;
        if (m_kind == Kind::Object) {
            out += key;
            out += spaced ? ": " : ":";
        }
        value.printFlat(out, spaced);
    }
    out += m_kind == Kind::Array ? ']' : '}';
}

} // namespace whimbrel
