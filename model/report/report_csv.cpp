// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "model/report/run_report.h"

namespace whimbrel {

namespace {

/// One row; a spreadsheet sorts and filters them by what they are.
struct CsvRow {
    QString at{};
    QString what{};
    QString node{};
    QString edge{};
    QString title{};
    QString number{};
    QString result{};
    qint64 ms = -1;
    qint64 rows = -1;
    QString found{};
    QString expected{};
    QString by{};
    QString because{};
    QString text{};
};

/// A field as RFC 4180 wants it. A text that begins like a formula would be computed by a
/// spreadsheet, also with what somebody else wrote into it.
QString field(const QString& value)
{
    static const QString formula = QStringLiteral("=+-@\t\r");
    QString text = value;
    if (!text.isEmpty() && formula.contains(text[0])) {
        text.prepend(QLatin1Char('\''));
    }
    text.replace(QLatin1Char('"'), QLatin1String("\"\""));
    return QLatin1Char('"') + text + QLatin1Char('"');
}

QString number(qint64 value)
{
    return value < 0 ? QString() : QString::number(value);
}

class Csv final {
public:
    explicit Csv(const RunReport& report)
        : m_report(report)
    {
        m_text = QStringLiteral("run,at,what,node,edge,title,number,result,ms,rows,found,expected,"
                                "by,because,text\r\n");
    }

    QByteArray write()
    {
        for (const ReportShift& shift : m_report.shifts) {
            add({.at = shift.at,
                .what = QStringLiteral("runner"),
                .by = shift.by,
                .text = shift.host});
        }
        for (const ReportStep& step : m_report.steps) {
            addStep(step);
        }
        for (const ReportGate& gate : m_report.gates) {
            add({.at = gate.at,
                .what = QStringLiteral("gate"),
                .node = gate.node.text(),
                .title = gate.title,
                .result = gate.outcome,
                .found = gate.proofText,
                .by = gate.by,
                .because = gate.because,
                .text = gate.question});
        }
        for (const ReportDecision& decision : m_report.decisions) {
            add({.at = decision.at,
                .what = QStringLiteral("decision"),
                .node = decision.node.text(),
                .title = decision.title,
                .by = decision.by,
                .because = decision.because,
                .text = decision.what});
        }
        for (const ReportRollback& way : m_report.rollbacks) {
            add({.at = way.at,
                .what = QStringLiteral("rollback"),
                .node = way.to.text(),
                .title = way.title,
                .result = way.ended.isEmpty() ? QStringLiteral("open") : QStringLiteral("done"),
                .by = way.by,
                .because = way.because,
                .text = way.takenBack.join(QLatin1String("; "))});
        }
        for (const ReportAcceptance& each : m_report.accepted) {
            add({.at = each.at,
                .what = QStringLiteral("accepted"),
                .by = each.by,
                .because = each.because,
                .text = each.what});
        }
        return m_text.toUtf8();
    }

private:
    void add(const CsvRow& row)
    {
        const QStringList fields{m_report.run, row.at, row.what, row.node, row.edge, row.title,
            row.number, row.result, number(row.ms), number(row.rows), row.found, row.expected,
            row.by, row.because, row.text};
        for (qsizetype i = 0; i < fields.size(); ++i) {
            m_text += (i > 0 ? QStringLiteral(",") : QString()) + field(fields[i]);
        }
        m_text += QStringLiteral("\r\n");
    }

    void addStep(const ReportStep& step)
    {
        CsvRow base{.node = step.node.text(), .edge = step.edge.text(), .title = step.title};
        CsvRow row = base;
        row.at = step.began;
        row.what = step.edge.isEmpty() ? QStringLiteral("step") : QStringLiteral("way back");
        row.result = step.outcome.isEmpty() ? step.result : step.outcome;
        row.ms = step.ms;
        row.rows = step.rows;
        row.text = step.error.isEmpty() ? step.evidence : step.error;
        add(row);
        for (const ReportStatement& statement : step.statements) {
            addStatement(base, statement);
        }
        for (const ReportCheck& check : step.checks) {
            row = base;
            row.at = check.at;
            row.what = QStringLiteral("check");
            row.title = check.title;
            row.result = check.result;
            row.ms = check.ms;
            row.found = check.found;
            row.expected = check.expected;
            row.text = check.message;
            add(row);
        }
        for (const ReportRemark& remark : step.remarks) {
            row = base;
            row.at = remark.at;
            row.what = QStringLiteral("remark");
            row.text = remark.text;
            add(row);
        }
    }

    void addStatement(const CsvRow& base, const ReportStatement& statement)
    {
        CsvRow row = base;
        row.at = statement.began;
        row.number = QString::number(statement.number);
        for (const QString& why : statement.tries) {
            row.what = QStringLiteral("try");
            row.text = why;
            add(row);
        }
        row.what = QStringLiteral("statement");
        row.result = statement.result;
        row.ms = statement.ms;
        row.rows = statement.rows;
        row.found = statement.found;
        row.text = statement.sql;
        add(row);
    }

    const RunReport& m_report;
    QString m_text{};
};

} // namespace

QByteArray reportCsv(const RunReport& report)
{
    return Csv(report).write();
}

} // namespace whimbrel
