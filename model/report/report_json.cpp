// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "model/io/lone_document.h"
#include "model/report/report_tables.h"

#include <QCoreApplication>

namespace whimbrel {

QByteArray reportJson(const RunReport& report)
{
    return format::documentJson(report);
}

Result<RunReport> readReport(const QByteArray& json)
{
    return format::readDocument<RunReport>(
        json, QCoreApplication::translate("Report", "This is not a run's report"));
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
