// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "model/io/read_report.h"

namespace whimbrel {

void ReadReport::add(const JsonRef& at, const QString& message)
{
    if (violations.size() < maxViolations) {
        violations.append(Violation{at.line(), at.pointer(), message});
    }
}

void ReadReport::addUnexpected(const JsonRef& at, const QString& expected)
{
    add(at, PlanFileText::tr("Expected %1, found %2.").arg(expected, describe(at)));
}

void ReadReport::addMissing(const JsonRef& object, const char* key)
{
    add(object, PlanFileText::tr("“%1” is missing; it must be given.").arg(QLatin1String(key)));
}

void ReadReport::addTwin(const JsonRef& id, const JsonRef& first)
{
    add(id,
        PlanFileText::tr("The id “%1” is already used in line %2. Give one of the two another id.")
            .arg(QString::fromUtf8(id.text()))
            .arg(first.line()));
}

void ReadReport::addFile(const JsonRef& at, const QString& path)
{
    files.append(FileReference{path, at.line(), at.pointer()});
}

QString describe(const JsonRef& value)
{
    constexpr qsizetype longest = 40;
    QString text = QString::fromUtf8(value.text());
    if (text.size() > longest) {
        text = text.first(longest) + QChar(0x2026);
    }
    switch (value.type()) {
    case JsonType::Null:
        return QStringLiteral("null");
    case JsonType::Bool:
        return text;
    case JsonType::Number:
        return PlanFileText::tr("the number %1").arg(text);
    case JsonType::String:
        return PlanFileText::tr("the text “%1”").arg(text);
    case JsonType::Array:
        return PlanFileText::tr("a list");
    case JsonType::Object:
        return PlanFileText::tr("an object");
    }
    return {};
}

} // namespace whimbrel
