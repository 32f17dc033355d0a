// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "model/io/codecs.h"

namespace whimbrel::format {

JsonText typeSchema(const char* name)
{
    JsonText made = JsonText::object();
    made.insert(u"type", JsonText::of(QString::fromLatin1(name)));
    return made;
}

JsonText refSchema(const char* name)
{
    JsonText made = JsonText::object();
    made.insert(u"$ref", JsonText::of(QLatin1String("#/definitions/") + QLatin1String(name)));
    return made;
}

JsonText enumSchema(const QStringList& values)
{
    JsonText list = JsonText::array();
    for (const QString& value : values) {
        list.append(JsonText::of(value));
    }
    JsonText made = JsonText::object();
    made.insert(u"enum", std::move(list));
    return made;
}

JsonText listSchema(JsonText items)
{
    JsonText made = typeSchema("array");
    made.insert(u"items", std::move(items));
    return made;
}

std::optional<qint64> wholeNumber(const JsonRef& value)
{
    if (value.type() != JsonType::Number) {
        return std::nullopt;
    }
    bool whole = false;
    const qint64 number = value.text().toLongLong(&whole);
    if (whole) {
        return number;
    }
    constexpr double exact = 9007199254740992.0;
    const double spelled = value.text().toDouble(&whole);
    if (!whole || std::trunc(spelled) != spelled || std::abs(spelled) > exact) {
        return std::nullopt;
    }
    return static_cast<qint64>(spelled);
}

void addUnknown(const JsonRef& value, const QStringList& allowed, ReadReport& report)
{
    report.addUnexpected(
        value, PlanFileText::tr("one of %1").arg(allowed.join(QLatin1String(", "))));
}

} // namespace whimbrel::format
