// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "model/report/report_tables.h"

#include <QCoreApplication>

namespace whimbrel {

namespace {

constexpr int maxDepth = 32;

/// The tables ask for a plan, whose SQL only plans refer to.
const format::WriteContext& context()
{
    static const Plan none;
    static const format::WriteContext held{none, false};
    return held;
}

} // namespace

QByteArray reportJson(const RunReport& report)
{
    return format::ObjectCodec<RunReport>::write(report, context()).indented();
}

Result<RunReport> readReport(const QByteArray& json)
{
    QList<Violation> violations;
    RunReport read;
    if (const auto document = JsonDocument::parse(json, maxDepth, violations)) {
        ReadReport report;
        format::ObjectCodec<RunReport>::read(document->root(), read, report);
        violations = report.violations;
    }
    if (violations.isEmpty()) {
        return read;
    }
    return fail({ErrorCode::Unreadable,
        QCoreApplication::translate("Report", "This is not a run's report: line %1: %2")
            .arg(violations.constFirst().line)
            .arg(violations.constFirst().message),
        {}, {}});
}

namespace format {

namespace {

template <class... T>
JsonText definitions()
{
    JsonText made = JsonText::object();
    (made.insert(QString::fromLatin1(ObjectOf<T>::name), definitionOf<T>()), ...);
    return made;
}

} // namespace

QByteArray reportSchema()
{
    JsonText made = JsonText::object();
    made.insert(u"$schema", JsonText::of(u"http://json-schema.org/draft-07/schema#"));
    made.insert(u"title", JsonText::of(u"Whimbrel run report"));
    made.insert(u"$ref", JsonText::of(u"#/definitions/report"));
    made.insert(u"definitions",
        definitions<RunReport, ReportTarget, ReportShift, ReportStep, ReportStatement, ReportCheck,
            ReportRemark, ReportGate, ReportDecision, ReportRollback, ReportAcceptance>());
    return made.indented();
}

} // namespace format

} // namespace whimbrel
