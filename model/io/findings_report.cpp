// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "model/io/findings_report.h"

#include <QCoreApplication>
#include <QDir>
#include <QFileInfo>
#include <QJsonArray>
#include <QJsonDocument>
#include <QUrl>
#include <QXmlStreamWriter>

#include <algorithm>

namespace whimbrel {

namespace {

QJsonObject toJson(const ElementRef& element)
{
    return {{QStringLiteral("type"), keyOf(element.type)}, {QStringLiteral("id"), element.id}};
}

QJsonObject toJson(const Finding& finding, const QByteArray& source)
{
    QJsonObject object{{QStringLiteral("rule"), finding.rule},
        {QStringLiteral("severity"), keyOf(finding.severity)},
        {QStringLiteral("message"), finding.message},
        {QStringLiteral("explanation"), finding.explanation},
        {QStringLiteral("element"), toJson(finding.element)}, {QStringLiteral("key"), finding.key},
        {QStringLiteral("line"), lineOf(source, finding.element)}};
    QJsonArray related;
    for (const ElementRef& each : finding.related) {
        related.append(toJson(each));
    }
    object.insert(QStringLiteral("related"), related);
    QJsonArray fixes;
    for (const Fix& fix : finding.fixes) {
        fixes.append(fix.title);
    }
    object.insert(QStringLiteral("fixes"), fixes);
    if (!finding.file.isEmpty()) {
        object.insert(QStringLiteral("file"), finding.file);
    }
    if (finding.span) {
        object.insert(QStringLiteral("span"),
            QJsonObject{{QStringLiteral("begin"), finding.span->begin},
                {QStringLiteral("end"), finding.span->end},
                {QStringLiteral("line"), finding.span->line}});
    }
    if (finding.accepted) {
        object.insert(QStringLiteral("accepted"), *finding.accepted);
    }
    return object;
}

QJsonObject toJson(const Coverage& coverage)
{
    QJsonArray rows;
    for (const CoverageRow& row : coverage.rows) {
        QJsonObject cells{{QStringLiteral("edge"), row.edge.text()},
            {QStringLiteral("from"), row.from.text()}, {QStringLiteral("to"), row.to.text()},
            {QStringLiteral("wayBack"), keyOf(row.wayBack)},
            {QStringLiteral("targetSafe"), keyOf(row.targetSafe)},
            {QStringLiteral("hasAction"), keyOf(row.hasAction)},
            {QStringLiteral("verified"), keyOf(row.verified)},
            {QStringLiteral("rehearsed"), keyOf(row.rehearsed)}};
        if (row.verdict) {
            cells.insert(QStringLiteral("verdict"), keyOf(*row.verdict));
        }
        rows.append(cells);
    }
    return {{QStringLiteral("rows"), rows}, {QStringLiteral("covered"), coverage.covered},
        {QStringLiteral("total"), coverage.total}, {QStringLiteral("percent"), coverage.percent()}};
}

/// Findings of exactly that severity that nobody accepted.
int openOf(const Validation& validation, Severity severity)
{
    return static_cast<int>(std::count_if(
        validation.findings.begin(), validation.findings.end(), [severity](const Finding& finding) {
            return !finding.accepted && finding.severity == severity;
        }));
}

/// A path as SARIF wants it: relative to the working directory where it lies below it.
QString sarifUri(const QString& path)
{
    const QString relative = QDir::current().relativeFilePath(path);
    return QString::fromLatin1(
        QUrl(relative.startsWith(QLatin1String("..")) ? path : relative).toEncoded());
}

QJsonObject sarifLocation(const PlanReport& report, const Finding& finding)
{
    const bool inFile = !finding.file.isEmpty();
    const QString path = inFile ? QFileInfo(report.path).dir().filePath(finding.file) : report.path;
    const int line
        = inFile ? (finding.span ? finding.span->line : 1) : lineOf(report.source, finding.element);
    return {{QStringLiteral("physicalLocation"),
                QJsonObject{{QStringLiteral("artifactLocation"),
                                QJsonObject{{QStringLiteral("uri"), sarifUri(path)}}},
                    {QStringLiteral("region"), QJsonObject{{QStringLiteral("startLine"), line}}}}},
        {QStringLiteral("logicalLocations"),
            QJsonArray{QJsonObject{{QStringLiteral("name"), finding.element.id},
                {QStringLiteral("kind"), keyOf(finding.element.type)}}}}};
}

QString sarifLevel(Severity severity)
{
    return severity == Severity::Info ? QStringLiteral("note") : keyOf(severity);
}

QJsonObject sarifResult(const PlanReport& report, const Finding& finding)
{
    QJsonObject result{{QStringLiteral("ruleId"), finding.rule},
        {QStringLiteral("level"), sarifLevel(finding.severity)},
        {QStringLiteral("message"), QJsonObject{{QStringLiteral("text"), finding.message}}},
        {QStringLiteral("locations"), QJsonArray{sarifLocation(report, finding)}},
        {QStringLiteral("partialFingerprints"),
            QJsonObject{{QStringLiteral("whimbrelKey/v1"), finding.key}}}};
    if (finding.accepted) {
        result.insert(QStringLiteral("suppressions"),
            QJsonArray{QJsonObject{{QStringLiteral("kind"), QStringLiteral("external")},
                {QStringLiteral("justification"), *finding.accepted}}});
    }
    return result;
}

QJsonObject sarifUnreadable(const PlanReport& report)
{
    return {{QStringLiteral("ruleId"), QStringLiteral("plan/unreadable")},
        {QStringLiteral("level"), QStringLiteral("error")},
        {QStringLiteral("message"), QJsonObject{{QStringLiteral("text"), report.error->text()}}},
        {QStringLiteral("locations"),
            QJsonArray{QJsonObject{{QStringLiteral("physicalLocation"),
                QJsonObject{{QStringLiteral("artifactLocation"),
                    QJsonObject{{QStringLiteral("uri"), sarifUri(report.path)}}}}}}}}};
}

void writeJunitCase(
    QXmlStreamWriter& xml, const PlanReport& report, const Rule& rule, Severity threshold)
{
    const QString id = QString::fromLatin1(rule.id);
    xml.writeStartElement(QStringLiteral("testcase"));
    xml.writeAttribute(QStringLiteral("name"), id);
    xml.writeAttribute(QStringLiteral("classname"), report.path);
    QStringList failures;
    QStringList remarks;
    for (const Finding& finding : report.validation.findings) {
        if (finding.rule != id) {
            continue;
        }
        const QString text = QStringLiteral("%1: %2").arg(keyOf(finding.severity), finding.message);
        if (finding.accepted) {
            remarks.append(text + QStringLiteral(" (accepted: %1)").arg(*finding.accepted));
        } else if (finding.severity <= threshold) {
            failures.append(text);
        } else {
            remarks.append(text);
        }
    }
    if (!failures.isEmpty()) {
        xml.writeStartElement(QStringLiteral("failure"));
        xml.writeAttribute(QStringLiteral("message"), failures.first());
        xml.writeCharacters(failures.join(QLatin1Char('\n')));
        xml.writeEndElement();
    }
    if (!remarks.isEmpty()) {
        xml.writeTextElement(QStringLiteral("system-out"), remarks.join(QLatin1Char('\n')));
    }
    xml.writeEndElement();
}

/// Where `"id": "…"` says this id; -1 if it does not.
qsizetype placeOfId(const QByteArray& source, const QString& id, qsizetype from)
{
    QByteArray quoted = QJsonDocument(QJsonArray{id}).toJson(QJsonDocument::Compact);
    quoted = quoted.mid(1, quoted.size() - 2);
    for (const QByteArray& key : {QByteArrayLiteral("\"id\": "), QByteArrayLiteral("\"id\":")}) {
        const qsizetype at = source.indexOf(key + quoted, from);
        if (at >= 0) {
            return at;
        }
    }
    return -1;
}

int lineAt(const QByteArray& source, qsizetype place)
{
    return place < 0 ? 1 : static_cast<int>(source.left(place).count('\n')) + 1;
}

/// The line of "DIAGRAM/PART". Either of the two may hold slashes of its own.
int lineOfPart(const QByteArray& source, const QString& id)
{
    const qsizetype diagrams = std::max<qsizetype>(0, source.indexOf("\"sequences\""));
    for (qsizetype cut = id.indexOf(QLatin1Char('/')); cut >= 0;
         cut = id.indexOf(QLatin1Char('/'), cut + 1)) {
        const qsizetype diagram = placeOfId(source, id.left(cut), diagrams);
        if (diagram >= 0) {
            return lineAt(source, placeOfId(source, id.mid(cut + 1), diagram));
        }
    }
    return 1;
}

} // namespace

QString keyOf(Severity severity)
{
    switch (severity) {
    case Severity::Error:
        return QStringLiteral("error");
    case Severity::Warning:
        return QStringLiteral("warning");
    case Severity::Info:
        return QStringLiteral("info");
    }
    return {};
}

QString keyOf(Covered covered)
{
    switch (covered) {
    case Covered::No:
        return QStringLiteral("no");
    case Covered::Yes:
        return QStringLiteral("yes");
    case Covered::Explained:
        return QStringLiteral("explained");
    case Covered::NothingToUndo:
        return QStringLiteral("nothing-to-undo");
    case Covered::Stale:
        return QStringLiteral("stale");
    case Covered::NotYet:
        return QStringLiteral("not-yet");
    }
    return {};
}

QJsonObject findingsJson(const QList<PlanReport>& reports)
{
    QJsonArray plans;
    int errors = 0;
    int warnings = 0;
    int infos = 0;
    int unreadable = 0;
    for (const PlanReport& report : reports) {
        if (report.error) {
            ++unreadable;
            plans.append(QJsonObject{{QStringLiteral("path"), report.path},
                {QStringLiteral("error"), report.error->text()}});
            continue;
        }
        QJsonArray findings;
        for (const Finding& finding : report.validation.findings) {
            findings.append(toJson(finding, report.source));
        }
        errors += openOf(report.validation, Severity::Error);
        warnings += openOf(report.validation, Severity::Warning);
        infos += openOf(report.validation, Severity::Info);
        plans.append(QJsonObject{{QStringLiteral("path"), report.path},
            {QStringLiteral("title"), report.plan.header.title},
            {QStringLiteral("planHash"), report.planHash}, {QStringLiteral("findings"), findings},
            {QStringLiteral("coverage"), toJson(report.validation.coverage)}});
    }
    return {{QStringLiteral("plans"), plans}, {QStringLiteral("errors"), errors},
        {QStringLiteral("warnings"), warnings}, {QStringLiteral("infos"), infos},
        {QStringLiteral("unreadable"), unreadable}};
}

QByteArray findingsSarif(const QList<PlanReport>& reports)
{
    QJsonArray ruleRows;
    for (const Rule& rule : rules()) {
        const QString about = QCoreApplication::translate("Rules", rule.explanation);
        ruleRows.append(QJsonObject{{QStringLiteral("id"), QString::fromLatin1(rule.id)},
            {QStringLiteral("shortDescription"), QJsonObject{{QStringLiteral("text"), about}}},
            {QStringLiteral("defaultConfiguration"),
                QJsonObject{{QStringLiteral("level"), sarifLevel(rule.severity)}}}});
    }
    QJsonArray results;
    bool successful = true;
    for (const PlanReport& report : reports) {
        if (report.error) {
            successful = false;
            results.append(sarifUnreadable(report));
        }
        for (const Finding& finding : report.validation.findings) {
            results.append(sarifResult(report, finding));
        }
    }
    const QJsonObject driver{{QStringLiteral("name"), QStringLiteral("whimbrel")},
        {QStringLiteral("version"), QStringLiteral(WHIMBREL_VERSION)},
        {QStringLiteral("rules"), ruleRows}};
    const QJsonObject run{{QStringLiteral("tool"), QJsonObject{{QStringLiteral("driver"), driver}}},
        {QStringLiteral("invocations"),
            QJsonArray{QJsonObject{{QStringLiteral("executionSuccessful"), successful}}}},
        {QStringLiteral("columnKind"), QStringLiteral("utf16CodeUnits")},
        {QStringLiteral("results"), results}};
    const QJsonObject root{{QStringLiteral("$schema"),
                               QStringLiteral("https://json.schemastore.org/sarif-2.1.0.json")},
        {QStringLiteral("version"), QStringLiteral("2.1.0")},
        {QStringLiteral("runs"), QJsonArray{run}}};
    return QJsonDocument(root).toJson();
}

QByteArray findingsJunit(const QList<PlanReport>& reports, Severity threshold)
{
    QByteArray bytes;
    QXmlStreamWriter xml(&bytes);
    xml.setAutoFormatting(true);
    xml.setAutoFormattingIndent(2);
    xml.writeStartDocument();
    xml.writeStartElement(QStringLiteral("testsuites"));
    for (const PlanReport& report : reports) {
        QSet<QString> failed;
        for (const Finding& finding : report.validation.findings) {
            if (!finding.accepted && finding.severity <= threshold) {
                failed.insert(finding.rule);
            }
        }
        const auto cases = report.error ? size_t{1} : rules().size();
        xml.writeStartElement(QStringLiteral("testsuite"));
        xml.writeAttribute(QStringLiteral("name"), report.path);
        xml.writeAttribute(QStringLiteral("tests"), QString::number(cases));
        xml.writeAttribute(QStringLiteral("failures"), QString::number(failed.size()));
        xml.writeAttribute(QStringLiteral("errors"), QString::number(report.error ? 1 : 0));
        if (report.error) {
            xml.writeStartElement(QStringLiteral("testcase"));
            xml.writeAttribute(QStringLiteral("name"), QStringLiteral("plan/unreadable"));
            xml.writeAttribute(QStringLiteral("classname"), report.path);
            xml.writeStartElement(QStringLiteral("error"));
            xml.writeAttribute(QStringLiteral("message"), report.error->text());
            xml.writeEndElement();
            xml.writeEndElement();
        } else {
            for (const Rule& rule : rules()) {
                writeJunitCase(xml, report, rule, threshold);
            }
        }
        xml.writeEndElement();
    }
    xml.writeEndElement();
    xml.writeEndDocument();
    return bytes;
}

int lineOf(const QByteArray& source, const ElementRef& element)
{
    if (element.id.isEmpty()) {
        return 1;
    }
    if (element.type == ElementType::SequencePart) {
        return lineOfPart(source, element.id);
    }
    // Ids of other kinds may read alike, so the search begins where the kind's list does.
    const QByteArray list = '"' + keyOf(element.type).toLatin1() + "s\"";
    return lineAt(
        source, placeOfId(source, element.id, std::max<qsizetype>(0, source.indexOf(list))));
}

} // namespace whimbrel
