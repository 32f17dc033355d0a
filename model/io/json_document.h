// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/io/violation.h"

#include <QByteArray>
#include <QByteArrayView>
#include <QString>

#include <optional>
#include <vector>

namespace whimbrel {

enum class JsonType : quint8 { Null, Bool, Number, String, Array, Object };

class JsonDocument;
class JsonTreeBuilder;

/// One value of a document, or none. Valid as long as the document.
class JsonRef final {
public:
    JsonRef() = default;

    [[nodiscard]] explicit operator bool() const { return m_document != nullptr; }

    [[nodiscard]] JsonType type() const;
    [[nodiscard]] bool isObject() const { return type() == JsonType::Object; }
    [[nodiscard]] bool isArray() const { return type() == JsonType::Array; }
    /// The line in which the value begins, from 1.
    [[nodiscard]] int line() const;
    /// The key under which it stands in an object, as UTF-8.
    [[nodiscard]] QByteArrayView key() const;
    /// What a string says (UTF-8), or a number, true, false or null as written.
    [[nodiscard]] QByteArrayView text() const;
    /// Where it stands in the document, as a JSON pointer (RFC 6901).
    [[nodiscard]] QString pointer() const;

    /// The first member or item, and the one after this; none when there is none.
    [[nodiscard]] JsonRef first() const;
    [[nodiscard]] JsonRef next() const;
    [[nodiscard]] JsonRef parent() const;
    /// The member with this key, in time linear in the number of members.
    [[nodiscard]] JsonRef member(QByteArrayView key) const;

private:
    friend class JsonDocument;
    friend class JsonTreeBuilder;
    JsonRef(const JsonDocument* document, quint32 index)
        : m_document(document)
        , m_index(index)
    { }

    const JsonDocument* m_document = nullptr;
    quint32 m_index = 0;
};

/// A JSON text as a tree in which every value knows its line. Members keep their order, numbers
/// their spelling.
class JsonDocument final {
public:
    /// Parses a text. Syntax that stops the parser is one violation; keys that occur twice in an
    /// object are one each. Nothing is returned unless there was none.
    [[nodiscard]] static std::optional<JsonDocument> parse(
        const QByteArray& json, int maxDepth, QList<Violation>& violations);

    [[nodiscard]] JsonRef root() const { return JsonRef(this, 0); }

private:
    friend class JsonRef;
    friend class JsonTreeBuilder;

    static constexpr quint32 none = 0xffffffff;

    struct Item {
        quint32 line = 1;
        quint32 keyAt = 0;
        quint32 keySize = 0;
        quint32 textAt = 0;
        quint32 textSize = 0;
        quint32 parent = none;
        quint32 first = none;
        quint32 next = none;
        JsonType type = JsonType::Null;
    };

    std::vector<Item> m_items{};
    QByteArray m_texts{};
};

} // namespace whimbrel
