// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/io/json_document.h"

#include <QByteArray>
#include <QStringView>

#include <concepts>
#include <utility>
#include <vector>

namespace whimbrel {

/// A JSON value on its way out. The text made of it depends on the value alone, so that the same
/// plan gives the same bytes everywhere.
class JsonText final {
public:
    [[nodiscard]] static JsonText null();
    /// Of bool alone: a string literal, which is a pointer, must not become one.
    template <std::same_as<bool> Bool>
    [[nodiscard]] static JsonText of(Bool value)
    {
        return raw(value ? "true" : "false");
    }
    [[nodiscard]] static JsonText of(qint64 value);
    /// The shortest spelling that reads back as the same number; it must be finite.
    [[nodiscard]] static JsonText of(double value);
    [[nodiscard]] static JsonText of(QStringView value);
    /// A value as it was read, its numbers spelled as they were.
    [[nodiscard]] static JsonText of(const JsonRef& value);
    /// A JSON text that someone kept; if it is none, a string that holds it.
    [[nodiscard]] static JsonText parsed(const QByteArray& json);
    [[nodiscard]] static JsonText array();
    [[nodiscard]] static JsonText object();

    void append(JsonText item);
    void insert(QStringView key, JsonText value);
    [[nodiscard]] bool isEmpty() const { return m_children.empty(); }

    /// Indented by two spaces. An array that holds arrays or objects has one item a line; any other
    /// value stands on one line where it fits into 100 columns.
    [[nodiscard]] QByteArray indented() const;
    /// All on one line, without a space.
    [[nodiscard]] QByteArray compact() const;

private:
    enum class Kind { Scalar, Array, Object };

    static JsonText raw(QByteArray scalar);
    void print(QByteArray& out, int indent, int column) const;
    void printFlat(QByteArray& out, bool spaced) const;
    void adopt(QByteArray key, JsonText value);

    Kind m_kind = Kind::Scalar;
    QByteArray m_scalar{};
    std::vector<std::pair<QByteArray, JsonText>> m_children{}; ///< keys quoted; empty in arrays
    qsizetype m_width = 0; ///< in characters, when written on one line
    bool m_breaks = false; ///< has to be written on several lines
};

} // namespace whimbrel
