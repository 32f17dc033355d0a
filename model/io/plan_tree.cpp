// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "model/io/plan_tree.h"

#include "model/io/json_text.h"
#include "model/io/plan_reader.h"
#include "model/io/plan_writer.h"

#include <QSet>

#include <algorithm>

namespace whimbrel::tree {

namespace {

/// A number or null as it is spelled.
Json spelled(QByteArrayView text)
{
    return Json::binary(std::vector<std::uint8_t>(text.begin(), text.end()));
}

Json treeOf(const JsonRef& value)
{
    switch (value.type()) {
    case JsonType::Null:
    case JsonType::Number:
        return spelled(value.text());
    case JsonType::Bool:
        return value.text() == "true";
    case JsonType::String:
        return value.text().toByteArray().toStdString();
    case JsonType::Array: {
        Json made = Json::array();
        for (JsonRef item = value.first(); item; item = item.next()) {
            made.push_back(treeOf(item));
        }
        return made;
    }
    case JsonType::Object: {
        Json made = Json::object();
        for (JsonRef item = value.first(); item; item = item.next()) {
            made[item.key().toByteArray().toStdString()] = treeOf(item);
        }
        return made;
    }
    }
    return {};
}

JsonText writtenAs(const Json& value)
{
    if (value.is_object()) {
        JsonText made = JsonText::object();
        for (const auto& [key, member] : value.items()) {
            made.insert(QString::fromStdString(key), writtenAs(member));
        }
        return made;
    }
    if (value.is_array()) {
        JsonText made = JsonText::array();
        for (const Json& item : value) {
            made.append(writtenAs(item));
        }
        return made;
    }
    if (value.is_binary()) {
        const auto& bytes = value.get_binary();
        return JsonText::parsed(QByteArray(
            reinterpret_cast<const char*>(bytes.data()), static_cast<qsizetype>(bytes.size())));
    }
    if (value.is_boolean()) {
        return JsonText::of(value.get<bool>());
    }
    return value.is_string() ? JsonText::of(QString::fromStdString(value.get<std::string>()))
                             : JsonText::null();
}

} // namespace

Json parsed(const QByteArray& json)
{
    QList<Violation> violations;
    const std::optional<JsonDocument> document
        = JsonDocument::parse(json, maxPlanDepth, violations);
    return document ? treeOf(document->root()) : Json();
}

Json ofPlan(const Plan& plan)
{
    return parsed(writePlan(plan));
}

QByteArray toBytes(const Json& value)
{
    return writtenAs(value).compact();
}

Json member(const Json& value, const QString& key)
{
    if (!value.is_object()) {
        return {};
    }
    const auto found = value.find(key.toStdString());
    return found == value.end() ? Json() : *found;
}

QString idOf(const Json& item)
{
    for (const char* key : {"id", "node", "edge"}) {
        const Json id = member(item, QString::fromLatin1(key));
        if (id.is_string()) {
            return textOf(id);
        }
    }
    return {};
}

bool isIdentified(const Json& value)
{
    if (!value.is_array() || value.empty()) {
        return false;
    }
    QSet<QString> seen;
    return std::all_of(value.begin(), value.end(), [&seen](const Json& item) {
        const QString id = idOf(item);
        const bool isNew = !id.isEmpty() && !seen.contains(id);
        seen.insert(id);
        return isNew;
    });
}

bool holdsObjects(const Json& value)
{
    return value.is_array() && !value.empty()
        && std::all_of(
            value.begin(), value.end(), [](const Json& item) { return item.is_object(); });
}

QString textOf(const Json& value)
{
    if (value.is_null()) {
        return {};
    }
    if (value.is_string()) {
        return QString::fromStdString(value.get<std::string>());
    }
    return QString::fromUtf8(toBytes(value));
}

} // namespace whimbrel::tree
