// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/io/field.h"
#include "model/plan/names.h"

#include <cmath>
#include <limits>

/// How single values stand in the file. Every codec has read, write and schema.
namespace whimbrel::format {

/// {"type": NAME}
[[nodiscard]] JsonText typeSchema(const char* name);
/// {"$ref": "#/definitions/NAME"}
[[nodiscard]] JsonText refSchema(const char* name);
[[nodiscard]] JsonText enumSchema(const QStringList& values);
[[nodiscard]] JsonText listSchema(JsonText items);

/// The number if it is whole, however it is spelled (1000, 1e3, 1000.0).
[[nodiscard]] std::optional<qint64> wholeNumber(const JsonRef& value);
/// A report says which texts are allowed instead.
void addUnknown(const JsonRef& value, const QStringList& allowed, ReadReport& report);

struct TextCodec {
    static void read(const JsonRef& value, QString& out, ReadReport& report)
    {
        if (value.type() != JsonType::String) {
            report.addUnexpected(value, PlanFileText::tr("a text in double quotes"));
            return;
        }
        out = QString::fromUtf8(value.text());
    }
    static JsonText write(const QString& value, const WriteContext&) { return JsonText::of(value); }
    static JsonText schema() { return typeSchema("string"); }
};

/// An id that refers to an element; it may be empty and may dangle.
template <class IdType>
struct IdCodec {
    static void read(const JsonRef& value, IdType& out, ReadReport& report)
    {
        QString text;
        TextCodec::read(value, text, report);
        out = IdType(text);
    }
    static JsonText write(const IdType& value, const WriteContext&)
    {
        return JsonText::of(value.text());
    }
    static JsonText schema() { return typeSchema("string"); }
};

/// An element's own id.
template <class IdType>
struct OwnIdCodec : IdCodec<IdType> {
    static void read(const JsonRef& value, IdType& out, ReadReport& report)
    {
        IdCodec<IdType>::read(value, out, report);
        if (value.type() == JsonType::String && out.isEmpty()) {
            report.add(value, PlanFileText::tr("The id is empty. Give it a name of its own."));
        }
    }
    static JsonText schema()
    {
        JsonText made = typeSchema("string");
        made.insert(u"minLength", JsonText::of(qint64{1}));
        return made;
    }
};

struct BoolCodec {
    static void read(const JsonRef& value, bool& out, ReadReport& report)
    {
        if (value.type() != JsonType::Bool) {
            report.addUnexpected(value, PlanFileText::tr("true or false"));
            return;
        }
        out = value.text() == "true";
    }
    static JsonText write(bool value, const WriteContext&) { return JsonText::of(value); }
    static JsonText schema() { return typeSchema("boolean"); }
};

/// A whole number between Min and Max.
template <class Number, qint64 Min, qint64 Max = std::numeric_limits<Number>::max()>
struct WholeCodec {
    static constexpr bool isBounded = Max < std::numeric_limits<int>::max();

    static void read(const JsonRef& value, Number& out, ReadReport& report)
    {
        const std::optional<qint64> number = wholeNumber(value);
        if (!number || *number < Min || *number > Max) {
            report.addUnexpected(value,
                isBounded ? PlanFileText::tr("a whole number from %1 to %2").arg(Min).arg(Max)
                          : PlanFileText::tr("a whole number of at least %1").arg(Min));
            return;
        }
        out = static_cast<Number>(*number);
    }
    static JsonText write(Number value, const WriteContext&)
    {
        return JsonText::of(static_cast<qint64>(value));
    }
    static JsonText schema()
    {
        JsonText made = typeSchema("integer");
        made.insert(u"minimum", JsonText::of(Min));
        made.insert(u"maximum", JsonText::of(Max));
        return made;
    }
};

using Milliseconds = WholeCodec<qint64, 0, 9007199254740991>; // what a double holds exactly

struct NumberCodec {
    static void read(const JsonRef& value, double& out, ReadReport& report)
    {
        bool isNumber = value.type() == JsonType::Number;
        const double number = isNumber ? value.text().toDouble(&isNumber) : 0;
        if (!isNumber || !std::isfinite(number)) {
            report.addUnexpected(value, PlanFileText::tr("a number"));
            return;
        }
        out = number;
    }
    static JsonText write(double value, const WriteContext&) { return JsonText::of(value); }
    static JsonText schema() { return typeSchema("number"); }
};

template <class E>
struct EnumCodec {
    static QStringList allowed()
    {
        QStringList keys;
        for (const NamedValue<E>& each : namedValues<E>()) {
            keys.append(QString::fromLatin1(each.key));
        }
        return keys;
    }
    static void read(const JsonRef& value, E& out, ReadReport& report)
    {
        const std::optional<E> known = value.type() == JsonType::String
            ? valueOf<E>(QString::fromUtf8(value.text()))
            : std::nullopt;
        if (!known) {
            addUnknown(value, allowed(), report);
            return;
        }
        out = *known;
    }
    static JsonText write(E value, const WriteContext&) { return JsonText::of(keyOf(value)); }
    static JsonText schema() { return enumSchema(allowed()); }
};

template <class Codec>
struct OptionalCodec {
    template <class Value>
    static void read(const JsonRef& value, std::optional<Value>& out, ReadReport& report)
    {
        Value read{};
        Codec::read(value, read, report);
        out = std::move(read);
    }
    template <class Value>
    static JsonText write(const std::optional<Value>& value, const WriteContext& context)
    {
        return Codec::write(*value, context);
    }
    static JsonText schema() { return Codec::schema(); }
};

template <class Codec>
struct ListCodec {
    template <class List>
    static void read(const JsonRef& value, List& out, ReadReport& report)
    {
        if (!value.isArray()) {
            report.addUnexpected(value, PlanFileText::tr("a list in square brackets"));
            return;
        }
        for (JsonRef item = value.first(); item; item = item.next()) {
            typename List::value_type read{};
            Codec::read(item, read, report);
            out.append(std::move(read));
        }
    }
    template <class List>
    static JsonText write(const List& list, const WriteContext& context)
    {
        JsonText made = JsonText::array();
        for (const auto& item : list) {
            made.append(Codec::write(item, context));
        }
        return made;
    }
    static JsonText schema() { return listSchema(Codec::schema()); }
};

template <>
struct CodecFor<QString> {
    using Type = TextCodec;
};
template <class Tag>
struct CodecFor<Id<Tag>> {
    using Type = IdCodec<Id<Tag>>;
};
template <>
struct CodecFor<bool> {
    using Type = BoolCodec;
};
template <class E>
requires std::is_enum_v<E>
struct CodecFor<E> {
    using Type = EnumCodec<E>;
};
template <class Value>
struct CodecFor<QList<Value>> {
    using Type = ListCodec<typename CodecFor<Value>::Type>;
};
template <class Value>
struct CodecFor<std::optional<Value>> {
    using Type = OptionalCodec<typename CodecFor<Value>::Type>;
};

} // namespace whimbrel::format
