// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "model/io/lone_document.h"
#include "model/preflight/preflight.h"

#include <QCoreApplication>

namespace whimbrel {

namespace format {

/// The version of the format.
inline constexpr qint64 preflightFormatVersion = 1;

template <>
struct ObjectOf<PreflightFinding> {
    static constexpr const char* name = "finding";
    static constexpr const char* about = "One thing that was seen before a run.";
    static constexpr std::array rows{
        at<&PreflightFinding::level>("level", Required | Always, "How much it matters."),
        at<&PreflightFinding::about>("about", Always, "What it is about: rights, space, locks …"),
        at<&PreflightFinding::target>("target", Plain, "The database."),
        at<&PreflightFinding::node>("node", Plain, "The step that it concerns."),
        at<&PreflightFinding::edge>("edge", Plain, "The way back that it concerns."),
        at<&PreflightFinding::text>("text", Always, "What was found."),
        at<&PreflightFinding::expected>("expected", Plain, "What should be instead."),
        at<&PreflightFinding::advice>("advice", Plain, "What to do."),
    };
};

template <>
struct ObjectOf<PreflightTarget> {
    static constexpr const char* name = "target";
    static constexpr const char* about = "A database as the preflight met it.";
    static constexpr std::array rows{
        at<&PreflightTarget::target, OwnIdCodec<TargetId>>(
            "target", Required | Always, "The plan's target."),
        at<&PreflightTarget::database>("database", Always, "The connection, without secrets."),
        at<&PreflightTarget::server>("server", Plain, "The product and its version."),
        at<&PreflightTarget::user>("user", Plain, "Who connected."),
        at<&PreflightTarget::owner>("owner", Plain, "To whom new objects will belong."),
    };
};

template <>
struct ObjectOf<PreflightReport> {
    static constexpr const char* name = "preflight";
    static constexpr const char* about = "What would go wrong in a run.";
    static constexpr std::array rows{
        Field<PreflightReport>{"whimbrelPreflight", Required | Always, "The version of the format.",
            [](const JsonRef& value, PreflightReport&, ReadReport& report) {
                if (wholeNumber(value) != preflightFormatVersion) {
                    report.addUnexpected(value, QString::number(preflightFormatVersion));
                }
            },
            [](const PreflightReport&, const WriteContext&, unsigned) -> std::optional<JsonText> {
                return JsonText::of(preflightFormatVersion);
            },
            [] {
                JsonText made = JsonText::object();
                made.insert(u"const", JsonText::of(preflightFormatVersion));
                return made;
            }},
        at<&PreflightReport::planHash>("planHash", Always, "Of the plan."),
        at<&PreflightReport::environment>(
            "environment", Always, "development, staging or production."),
        at<&PreflightReport::at>("at", Always, "When, ISO 8601, UTC."),
        at<&PreflightReport::targets>("targets", Always, "The databases."),
        at<&PreflightReport::findings>("findings", Always, "What weighs most first."),
    };
};

} // namespace format

QByteArray preflightJson(const PreflightReport& report)
{
    return format::documentJson(report);
}

Result<PreflightReport> readPreflight(const QByteArray& json)
{
    return format::readDocument<PreflightReport>(
        json, QCoreApplication::translate("Preflight", "This is not what a preflight found"));
}

namespace format {

QByteArray preflightSchema()
{
    JsonText definitions = JsonText::object();
    definitions.insert(u"preflight", definitionOf<PreflightReport>());
    definitions.insert(u"target", definitionOf<PreflightTarget>());
    definitions.insert(u"finding", definitionOf<PreflightFinding>());
    JsonText made = JsonText::object();
    made.insert(u"$schema", JsonText::of(u"http://json-schema.org/draft-07/schema#"));
    made.insert(u"title", JsonText::of(u"Whimbrel preflight"));
    made.insert(u"$ref", JsonText::of(u"#/definitions/preflight"));
    made.insert(u"definitions", std::move(definitions));
    return made.indented();
}

} // namespace format

} // namespace whimbrel
