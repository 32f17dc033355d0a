// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "model/io/plan_reader.h"

#include "model/base/counted.h"
#include "model/io/codecs.h"
#include "model/io/plan_format.h"

namespace whimbrel {

namespace {

/// Whether the document says that it is a plan of a format that can be read; if not, why. A newer
/// one is not looked into: nearly everything in it may mean something else.
bool checkVersion(const JsonRef& root, ReadReport& report)
{
    const JsonRef version = root.member("whimbrel");
    if (!version) {
        report.add(root,
            PlanFileText::tr("“whimbrel” is missing: this is JSON, but does not say that it is a "
                             "plan. A plan begins with {\"whimbrel\": %1, …")
                .arg(planFormatVersion));
        return false;
    }
    const std::optional<qint64> number = format::wholeNumber(version);
    if (!number || *number < 1) {
        report.addUnexpected(version,
            PlanFileText::tr("the version of the plan format, a whole number (the newest is %1)")
                .arg(planFormatVersion));
        return false;
    }
    if (*number > planFormatVersion) {
        report.add(version,
            PlanFileText::tr("The plan was written by a newer Whimbrel (plan format %1); this "
                             "version reads formats up to %2. Update Whimbrel to open it. Nothing "
                             "was changed.")
                .arg(*number)
                .arg(planFormatVersion));
        return false;
    }
    return true;
}

} // namespace

QString tooLargeText(qint64 bytes)
{
    return PlanFileText::tr("The file is too large for a plan: %1, where %2 is the most. Keep SQL "
                            "and data in files beside the plan.")
        .arg(sizeText(bytes), sizeText(maxPlanBytes));
}

PlanReading readPlan(const JsonRef& value)
{
    ReadReport report;
    Plan plan;
    if (!value.isObject()) {
        report.addUnexpected(value, PlanFileText::tr("a plan, which is an object in braces"));
    } else if (checkVersion(value, report)) {
        format::readPlan(value, plan, report);
    }
    PlanReading reading;
    if (report.violations.isEmpty()) {
        reading.plan = std::move(plan);
        reading.files = std::move(report.files);
    } else {
        reading.violations = std::move(report.violations);
    }
    return reading;
}

PlanReading readPlan(const QByteArray& json)
{
    PlanReading reading;
    if (json.size() > maxPlanBytes) {
        reading.violations.append(Violation{1, {}, tooLargeText(json.size())});
        return reading;
    }
    const std::optional<JsonDocument> document
        = JsonDocument::parse(json, maxPlanDepth, reading.violations);
    return document ? readPlan(document->root()) : reading;
}

} // namespace whimbrel
