// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/io/codecs.h"

#include <QHash>
#include <QSet>

#include <array>
#include <span>

/// How objects stand in the file: read, written and described by the rows of their table.
namespace whimbrel::format {

/// The table of T, specialised in plan_format.cpp: `name` (in the schema), `about`, `rows`, and
/// where they apply:
/// - `last`: rows that are written after the unknown keys;
/// - `body(index)` and `Type`: the rows of each alternative of a body, chosen by the key "type",
///   and `tail`: rows that are written after them.
template <class T>
struct ObjectOf;

template <class T>
concept HasBody = requires
{
    typename ObjectOf<T>::Type;
};
template <class T>
concept HasLast = requires
{
    ObjectOf<T>::last;
};

inline Extras& extrasOf(Plan& plan)
{
    return plan.header.extras;
}
inline const Extras& extrasOf(const Plan& plan)
{
    return plan.header.extras;
}
template <class T>
auto& extrasOf(T& object)
{
    return object.extras;
}

/// The rows that apply to any T, in the order of the file.
template <class T>
QList<Field<T>> commonRows()
{
    QList<Field<T>> rows(ObjectOf<T>::rows.begin(), ObjectOf<T>::rows.end());
    if constexpr (HasBody<T>) {
        rows.append(QList<Field<T>>(ObjectOf<T>::tail.begin(), ObjectOf<T>::tail.end()));
    }
    if constexpr (HasLast<T>) {
        rows.append(QList<Field<T>>(ObjectOf<T>::last.begin(), ObjectOf<T>::last.end()));
    }
    return rows;
}

template <class T>
const Field<T>* findRow(std::span<const Field<T>> rows, QByteArrayView key)
{
    for (const Field<T>& row : rows) {
        if (key == QByteArrayView(row.key)) {
            return &row;
        }
    }
    return nullptr;
}

template <class T>
struct ObjectCodec {
    static void read(const JsonRef& value, T& out, ReadReport& report)
    {
        if (!value.isObject()) {
            report.addUnexpected(value, PlanFileText::tr("an object in braces"));
            return;
        }
        bool bodyIsKnown = true;
        if constexpr (HasBody<T>) {
            bodyIsKnown = readType(value, out, report);
        }
        for (JsonRef member = value.first(); member; member = member.next()) {
            if (const Field<T>* row = rowFor(member.key(), out)) {
                row->read(member, out, report);
            } else if (!belongsElsewhere(member, out, bodyIsKnown, report)) {
                extrasOf(out).append(
                    {QString::fromUtf8(member.key()), JsonText::of(member).compact()});
            }
        }
        static const QList<Field<T>> rows = commonRows<T>();
        for (const Field<T>& row : rows) {
            if ((row.flags & Required) != 0 && !value.member(row.key)) {
                report.addMissing(value, row.key);
            }
        }
    }

    static JsonText write(const T& object, const WriteContext& context)
    {
        JsonText made = JsonText::object();
        writeRows<T>(ObjectOf<T>::rows, object, context, made);
        if constexpr (HasBody<T>) {
            writeRows<T>(ObjectOf<T>::body(object.body.index()), object, context, made);
            writeRows<T>(ObjectOf<T>::tail, object, context, made);
        }
        if (!context.meaningOnly) {
            for (const auto& [key, json] : extrasOf(object)) {
                if (!rowFor(key.toUtf8(), object)) {
                    made.insert(key, JsonText::parsed(json));
                }
            }
        }
        if constexpr (HasLast<T>) {
            writeRows<T>(ObjectOf<T>::last, object, context, made);
        }
        return made;
    }

    static JsonText schema() { return refSchema(ObjectOf<T>::name); }

private:
    template <class Rows>
    static const Field<T>* findRow(const Rows& rows, QByteArrayView key)
    {
        return format::findRow<T>(std::span<const Field<T>>(rows), key);
    }

    /// The row that a key has in this object.
    static const Field<T>* rowFor(QByteArrayView key, const T& object)
    {
        const Field<T>* row = findRow(ObjectOf<T>::rows, key);
        if constexpr (HasBody<T>) {
            row = row ? row : findRow(ObjectOf<T>::tail, key);
            row = row ? row : findRow(ObjectOf<T>::body(object.body.index()), key);
        }
        if constexpr (HasLast<T>) {
            row = row ? row : findRow(ObjectOf<T>::last, key);
        }
        return row;
    }

    /// Gives `out` the body that "type" asks for; false if it asks for none that there is.
    static bool readType(const JsonRef& value, T& out, ReadReport& report)
    {
        const JsonRef type = value.member("type");
        if (!type) {
            return false; // missing as any required row
        }
        const qsizetype before = report.violations.size();
        typename ObjectOf<T>::Type read{};
        EnumCodec<typename ObjectOf<T>::Type>::read(type, read, report);
        if (report.violations.size() > before) {
            return false;
        }
        become(out.body, static_cast<size_t>(read));
        return true;
    }

    template <class... Alternatives>
    static void become(std::variant<Alternatives...>& body, size_t index)
    {
        size_t at = 0;
        ((at++ == index ? static_cast<void>(body.template emplace<Alternatives>())
                        : static_cast<void>(0)),
            ...);
    }

    /// Reports a key of another type of body: it is no unknown key but a mistake.
    static bool belongsElsewhere(
        const JsonRef& member, const T& object, bool bodyIsKnown, ReadReport& report)
    {
        if constexpr (HasBody<T>) {
            using Type = typename ObjectOf<T>::Type;
            QStringList types;
            for (const NamedValue<Type>& each : namedValues<Type>()) {
                if (findRow(ObjectOf<T>::body(static_cast<size_t>(each.value)), member.key())) {
                    types.append(QString::fromLatin1(each.key));
                }
            }
            if (types.isEmpty()) {
                return false;
            }
            if (bodyIsKnown) {
                report.add(member,
                    PlanFileText::tr("“%1” belongs to the type %2; this one has the type %3.")
                        .arg(QString::fromUtf8(member.key()), types.join(QLatin1String(", ")),
                            keyOf(static_cast<Type>(object.body.index()))));
            }
            return true;
        } else {
            return false;
        }
    }

    template <class Row>
    static void writeRows(std::span<const Field<Row>> rows, const T& object,
        const WriteContext& context, JsonText& out)
    {
        for (const Field<Row>& row : rows) {
            if (context.meaningOnly && (row.flags & Meaning) == 0) {
                continue;
            }
            if (std::optional<JsonText> value = row.write(object, context, row.flags)) {
                out.insert(QString::fromLatin1(row.key), *std::move(value));
            }
        }
    }
};

/// Objects with ids of their own in a list: every id once.
template <class T>
struct UniqueListCodec {
    static void read(const JsonRef& value, Elements<T>& out, ReadReport& report)
    {
        readEach(value, report, [&out](T item) { out.put(std::move(item)); });
    }
    static void read(const JsonRef& value, QList<T>& out, ReadReport& report)
    {
        readEach(value, report, [&out](T item) { out.append(std::move(item)); });
    }
    template <class List>
    static JsonText write(const List& list, const WriteContext& context)
    {
        return ListCodec<ObjectCodec<T>>::write(list, context);
    }
    static JsonText schema() { return listSchema(ObjectCodec<T>::schema()); }

private:
    template <class Take>
    static void readEach(const JsonRef& value, ReadReport& report, const Take& take)
    {
        if (!value.isArray()) {
            report.addUnexpected(value, PlanFileText::tr("a list in square brackets"));
            return;
        }
        QHash<decltype(T::id), JsonRef> seen;
        for (JsonRef item = value.first(); item; item = item.next()) {
            T read{};
            ObjectCodec<T>::read(item, read, report);
            if (read.id.isEmpty()) {
                continue; // reported already
            }
            const JsonRef id = item.member("id");
            if (const auto first = seen.constFind(read.id); first != seen.cend()) {
                report.addTwin(id, *first);
                continue;
            }
            seen.insert(read.id, id);
            take(std::move(read));
        }
    }
};

template <class T>
struct CodecFor<Elements<T>> {
    using Type = UniqueListCodec<T>;
};
template <>
struct CodecFor<QList<Check>> {
    using Type = UniqueListCodec<Check>;
};
template <class T>
requires requires
{
    ObjectOf<T>::name;
}
struct CodecFor<T> {
    using Type = ObjectCodec<T>;
};

/// The definition of a T in the JSON Schema.
template <class T>
JsonText definitionOf()
{
    using Table = ObjectOf<T>;
    JsonText properties = JsonText::object();
    JsonText required = JsonText::array();
    QSet<QByteArray> keys;
    const auto addRow = [&](const Field<T>& row) {
        if (keys.contains(row.key)) {
            return; // of several types of body
        }
        keys.insert(row.key);
        JsonText schema = row.schema();
        schema.insert(u"description", JsonText::of(QString::fromUtf8(row.about)));
        properties.insert(QString::fromLatin1(row.key), std::move(schema));
        if ((row.flags & Required) != 0) {
            required.append(JsonText::of(QString::fromLatin1(row.key)));
        }
    };
    for (const Field<T>& row : Table::rows) {
        addRow(row);
    }
    JsonText byType = JsonText::array();
    if constexpr (HasBody<T>) {
        QList<QByteArray> bodyKeys;
        for (const auto& type : namedValues<typename Table::Type>()) {
            for (const Field<T>& row : Table::body(static_cast<size_t>(type.value))) {
                if (!bodyKeys.contains(row.key)) {
                    bodyKeys.append(row.key);
                }
                addRow(row);
            }
        }
        for (const Field<T>& row : Table::tail) {
            addRow(row);
        }
        for (const auto& type : namedValues<typename Table::Type>()) {
            JsonText foreign = JsonText::object();
            const std::span<const Field<T>> own = Table::body(static_cast<size_t>(type.value));
            for (const QByteArray& key : bodyKeys) {
                if (!findRow<T>(own, key)) {
                    foreign.insert(QString::fromLatin1(key), JsonText::of(false));
                }
            }
            JsonText is = JsonText::object();
            is.insert(u"const", JsonText::of(QString::fromLatin1(type.key)));
            JsonText typeIs = JsonText::object();
            typeIs.insert(u"type", std::move(is));
            JsonText condition = JsonText::object();
            condition.insert(u"properties", std::move(typeIs));
            JsonText consequence = JsonText::object();
            consequence.insert(u"properties", std::move(foreign));
            JsonText rule = JsonText::object();
            rule.insert(u"if", std::move(condition));
            rule.insert(u"then", std::move(consequence));
            byType.append(std::move(rule));
        }
    }
    if constexpr (HasLast<T>) {
        for (const Field<T>& row : Table::last) {
            addRow(row);
        }
    }
    JsonText made = typeSchema("object");
    made.insert(u"description", JsonText::of(QString::fromUtf8(Table::about)));
    if (!required.isEmpty()) {
        made.insert(u"required", std::move(required));
    }
    made.insert(u"properties", std::move(properties));
    if (keys.contains("sql") && keys.contains("file")) {
        JsonText both = JsonText::array();
        both.append(JsonText::of(u"sql"));
        both.append(JsonText::of(u"file"));
        JsonText hasBoth = JsonText::object();
        hasBoth.insert(u"required", std::move(both));
        made.insert(u"not", std::move(hasBoth));
    }
    if (!byType.isEmpty()) {
        made.insert(u"allOf", std::move(byType));
    }
    return made;
}

} // namespace whimbrel::format
