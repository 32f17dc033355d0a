// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "render/report/run_report_html.h"

#include "model/base/counted.h"
#include "model/base/duration.h"
#include "model/plan/names.h"
#include "model/plan/node_kind.h"
#include "render/draw/flow_drawing.h"
#include "render/export/export.h"
#include "render/layout/flow_layout.h"
#include "render/report/report_style.h"

#include <QCoreApplication>

namespace whimbrel {

namespace {

QString tr(const char* text)
{
    return QCoreApplication::translate("Report", text);
}

QString escaped(const QString& text)
{
    return text.toHtmlEscaped().replace(QLatin1Char('\''), QLatin1String("&#39;"));
}

/// "2026-03-01 22:04:09", in UTC as the journal has it.
QString moment(const QString& at)
{
    const QDateTime time = QDateTime::fromString(at, Qt::ISODateWithMs);
    return time.isValid() ? time.toUTC().toString(QStringLiteral("yyyy-MM-dd HH:mm:ss")) : at;
}

/// A moment that stands by itself, with its zone.
QString momentUtc(const QString& at)
{
    return at.isEmpty() ? QString() : tr("%1 UTC").arg(moment(at));
}

QString took(qint64 ms)
{
    return ms < 0 ? QString() : ms == 0 ? tr("< 1 ms") : durationText(ms, 2);
}

/// "Stop and ask".
QString policyText(const QString& policy)
{
    return policy == QLatin1String("stop")  ? tr("stop and ask")
        : policy == QLatin1String("back")   ? tr("go back to the nearest safe state")
        : policy == QLatin1String("revert") ? tr("revert to the start")
                                            : policy;
}

QString rowsText(qint64 rows)
{
    return rows < 0 ? QString() : counted(rows, tr("1 row"), tr("%1 rows"), QLocale::c());
}

QString element(const char* name, const QString& content, const char* cls = "")
{
    const QString tag = QLatin1String(name);
    return *cls ? QStringLiteral("<%1 class=\"%2\">%3</%1>").arg(tag, QLatin1String(cls), content)
                : QStringLiteral("<%1>%2</%1>").arg(tag, content);
}

/// How a word of the report is coloured.
const char* toneOf(const QString& word)
{
    static const QStringList good{QStringLiteral("done"), QStringLiteral("pass"),
        QStringLiteral("yes"), QStringLiteral("migrated"), QStringLiteral("proven")};
    static const QStringList bad{QStringLiteral("failed"), QStringLiteral("fail"),
        QStringLiteral("in-doubt"), QStringLiteral("abandoned"), QStringLiteral("broken")};
    static const QStringList warn{QStringLiteral("skipped"), QStringLiteral("marked-done"),
        QStringLiteral("reverted"), QStringLiteral("restored"), QStringLiteral("unknown"),
        QStringLiteral("unchecked"), QStringLiteral("no")};
    return good.contains(word) ? "pill good"
        : bad.contains(word)   ? "pill bad"
        : warn.contains(word)  ? "pill warn"
                               : "pill";
}

/// The words that the journal has for results, for people.
QString wordFor(const QString& key)
{
    static const QHash<QString, const char*> words{
        {QStringLiteral("done"), QT_TRANSLATE_NOOP("Report", "done")},
        {QStringLiteral("failed"), QT_TRANSLATE_NOOP("Report", "failed")},
        {QStringLiteral("skipped"), QT_TRANSLATE_NOOP("Report", "skipped")},
        {QStringLiteral("marked-done"), QT_TRANSLATE_NOOP("Report", "marked as done")},
        {QStringLiteral("in-doubt"), QT_TRANSLATE_NOOP("Report", "in doubt")},
        {QStringLiteral("not-applied"), QT_TRANSLATE_NOOP("Report", "not applied")},
        {QStringLiteral("open"), QT_TRANSLATE_NOOP("Report", "open")},
        {QStringLiteral("pass"), QT_TRANSLATE_NOOP("Report", "pass")},
        {QStringLiteral("fail"), QT_TRANSLATE_NOOP("Report", "fail")},
        {QStringLiteral("unknown"), QT_TRANSLATE_NOOP("Report", "unknown")},
        {QStringLiteral("yes"), QT_TRANSLATE_NOOP("Report", "yes")},
        {QStringLiteral("no"), QT_TRANSLATE_NOOP("Report", "no")},
        {QStringLiteral("migrated"), QT_TRANSLATE_NOOP("Report", "migrated")},
        {QStringLiteral("reverted"), QT_TRANSLATE_NOOP("Report", "reverted")},
        {QStringLiteral("restored"), QT_TRANSLATE_NOOP("Report", "restored")},
        {QStringLiteral("abandoned"), QT_TRANSLATE_NOOP("Report", "abandoned")},
    };
    const char* word = words.value(key);
    return word ? tr(word) : key;
}

QString pill(const QString& key)
{
    return element("span", escaped(wordFor(key)), toneOf(key));
}

struct Column {
    QString title{};
    const char* cls = "";
};

QString row(const QList<Column>& columns, const QStringList& cells)
{
    QString made;
    for (qsizetype i = 0; i < columns.size(); ++i) {
        made += element("td", cells.value(i), columns[i].cls);
    }
    return element("tr", made) + QLatin1Char('\n');
}

QString table(const QList<Column>& columns, const QString& rows)
{
    QString head;
    for (const Column& column : columns) {
        head += element("th", escaped(column.title), column.cls);
    }
    return QStringLiteral("<table><thead><tr>%1</tr></thead><tbody>\n%2</tbody></table>\n")
        .arg(head, rows);
}

QString fact(const QString& name, const QString& value)
{
    return value.isEmpty()
        ? QString()
        : QStringLiteral("<div><dt>%1</dt><dd>%2</dd></div>\n").arg(escaped(name), value);
}

QString card(const QString& content)
{
    return content.isEmpty() ? QString() : element("div", content, "card") + QLatin1Char('\n');
}

QString section(const QString& title, const QString& content)
{
    return content.isEmpty() ? QString()
                             : element("h2", escaped(title)) + QLatin1Char('\n') + card(content);
}

QByteArray picture(const Plan& plan, const RunState& state, ThemeName theme)
{
    FlowDrawingOptions options;
    options.theme = theme;
    options.run = &state;
    return toSvg(drawFlow(plan, layOutFlow(plan), options)).toBase64();
}

/// The picture as an image of its own, so that nothing of the plan can be a part of the page.
QString pictures(const Plan& plan, const RunState& state)
{
    if (plan.nodes.isEmpty()) {
        return {};
    }
    const QString data = QStringLiteral("data:image/svg+xml;base64,");
    const QString light = data + QString::fromLatin1(picture(plan, state, ThemeName::Light));
    const QString dark = data + QString::fromLatin1(picture(plan, state, ThemeName::Dark));
    return QStringLiteral("<figure><picture><source media=\"print\" srcset=\"%1\">"
                          "<source media=\"(prefers-color-scheme: dark)\" srcset=\"%2\">"
                          "<img alt=\"%3\" src=\"%1\"></picture></figure>")
        .arg(light, dark, escaped(tr("The flow of the plan, with what the run did")));
}

QString head(const RunReport& report)
{
    QString pills = pill(report.outcome);
    const bool production = report.environment == QLatin1String("production");
    pills += element("span", escaped(report.environment), production ? "pill bad" : "pill");
    QString facts = fact(tr("Run"), element("code", escaped(report.run)))
        + fact(tr("Begun"), escaped(tr("%1 by %2").arg(momentUtc(report.started), report.by)))
        + fact(tr("Last event"), escaped(momentUtc(report.lastEvent)))
        + fact(tr("Rests at"), escaped(report.rests))
        + fact(tr("On failure"), escaped(policyText(report.policy)))
        + fact(tr("Rehearsed"), escaped(momentUtc(report.rehearsed)))
        + fact(tr("Plan hash"), element("code", escaped(report.planHash)));
    return element("div", escaped(tr("Whimbrel · report of a run")), "brand")
        + element("h1", escaped(report.title.isEmpty() ? report.run : report.title))
        + element("div", pills, "pills") + card(element("dl", facts));
}

QString figures(const RunReport& report)
{
    qint64 statements = 0;
    qint64 rows = 0;
    qint64 ms = 0;
    qint64 passed = 0;
    qint64 checks = 0;
    qint64 tries = 0;
    for (const ReportStep& step : report.steps) {
        statements += step.statements.size();
        rows += qMax<qint64>(step.rows, 0);
        ms += qMax<qint64>(step.ms, 0);
        for (const ReportStatement& statement : step.statements) {
            tries += statement.tries.size();
        }
        for (const ReportCheck& check : step.checks) {
            ++checks;
            passed += check.result == outcomes::pass ? 1 : 0;
        }
    }
    const auto figure = [](const QString& value, const QString& name) {
        return element(
            "div", element("b", escaped(value)) + element("span", escaped(name)), "card figure");
    };
    const auto count = [](qint64 value) { return numberText(value, QLocale::c()); };
    QString all = figure(count(report.steps.size()), tr("steps entered"))
        + figure(count(statements), tr("statements"))
        + figure(tr("%1 of %2").arg(count(passed), count(checks)), tr("checks passed"))
        + figure(count(rows), tr("rows changed")) + figure(durationText(ms, 2), tr("at work"));
    if (tries > 0) {
        all += figure(count(tries), tr("tries that met a lock"));
    }
    if (!report.rollbacks.isEmpty()) {
        all += figure(count(report.rollbacks.size()), tr("times gone back"));
    }
    return element("div", all, "figures") + QLatin1Char('\n');
}

QString accepted(const RunReport& report)
{
    const QList<Column> columns{
        {tr("What"), ""}, {tr("Why"), ""}, {tr("By"), ""}, {tr("When (UTC)"), "time"}};
    QString rows;
    for (const ReportAcceptance& each : report.accepted) {
        rows += row(columns,
            {escaped(each.what), escaped(each.because), escaped(each.by),
                escaped(moment(each.at))});
    }
    return rows.isEmpty() ? QString() : section(tr("Accepted"), table(columns, rows));
}

QString gates(const RunReport& report)
{
    const QList<Column> columns{{tr("Gate"), ""}, {tr("Answer"), ""}, {tr("Who"), ""},
        {tr("Why"), ""}, {tr("Proof"), ""}, {tr("When (UTC)"), "time"}};
    QString rows;
    for (const ReportGate& each : report.gates) {
        const QString question = each.question == each.title || each.question.isEmpty()
            ? QString()
            : element("div", escaped(each.question), "quiet");
        rows += row(columns,
            {escaped(each.title) + question, pill(each.outcome), escaped(each.by),
                escaped(each.because),
                element("span", escaped(each.proofText),
                    each.proof == QLatin1String("broken") ? "error" : ""),
                escaped(moment(each.at))});
    }
    return rows.isEmpty() ? QString() : section(tr("Gates"), table(columns, rows));
}

QString decisions(const RunReport& report)
{
    const QList<Column> columns{{tr("Step"), ""}, {tr("Decision"), ""}, {tr("Why"), ""},
        {tr("By"), ""}, {tr("When (UTC)"), "time"}};
    QString rows;
    for (const ReportDecision& each : report.decisions) {
        rows += row(columns,
            {escaped(each.title), escaped(each.what), escaped(each.because), escaped(each.by),
                escaped(moment(each.at))});
    }
    return rows.isEmpty() ? QString() : section(tr("Decisions"), table(columns, rows));
}

QString rollbacks(const RunReport& report)
{
    const QList<Column> columns{{tr("To"), ""}, {tr("Why"), ""}, {tr("By"), ""},
        {tr("Taken back"), ""}, {tr("From (UTC)"), "time"}, {tr("Until"), "time"}};
    QString rows;
    for (const ReportRollback& each : report.rollbacks) {
        QString taken;
        for (const QString& title : each.takenBack) {
            taken += element("li", escaped(title));
        }
        rows += row(columns,
            {escaped(each.title), escaped(each.because), escaped(each.by),
                taken.isEmpty() ? QString() : element("ol", taken), escaped(moment(each.at)),
                each.ended.isEmpty() ? pill(QStringLiteral("open")) : escaped(moment(each.ended))});
    }
    return rows.isEmpty() ? QString() : section(tr("Gone back"), table(columns, rows));
}

/// Why a statement was tried again; a reason that came several times in a row is said once.
QString triesText(const QStringList& tries)
{
    QString text;
    for (qsizetype i = 0; i < tries.size();) {
        qsizetype same = 1;
        while (i + same < tries.size() && tries.at(i + same) == tries.at(i)) {
            ++same;
        }
        const QString times
            = counted(same, tr("tried again: %2"), tr("tried again %1 times: %2"), QLocale::c());
        text += element(
            "div", escaped(QString(times).replace(QLatin1String("%2"), tries.at(i))), "quiet");
        i += same;
    }
    return text;
}

QString statements(const ReportStep& step)
{
    const QList<Column> columns{
        {tr("Statement"), ""}, {QString(), ""}, {tr("Rows"), "number"}, {tr("Took"), "number"}};
    QString rows;
    for (const ReportStatement& each : step.statements) {
        QString sql = element("pre", escaped(each.sql));
        sql += triesText(each.tries);
        if (!each.found.isEmpty()) {
            sql += element("div", escaped(tr("found out: %1").arg(each.found)), "quiet");
        }
        rows += row(columns,
            {sql, pill(each.result),
                each.rows < 0 ? QString() : numberText(each.rows, QLocale::c()),
                escaped(took(each.ms))});
    }
    return rows.isEmpty() ? QString() : table(columns, rows);
}

QString checks(const ReportStep& step)
{
    const QList<Column> columns{{tr("Check"), ""}, {QString(), ""}, {tr("Found"), ""},
        {tr("Expected"), ""}, {tr("Tries"), "number"}, {tr("Took"), "number"}};
    QString rows;
    for (const ReportCheck& each : step.checks) {
        const QString message
            = each.message.isEmpty() ? QString() : element("div", escaped(each.message), "quiet");
        rows += row(columns,
            {escaped(each.title) + message, pill(each.result), escaped(each.found),
                escaped(each.expected), QString::number(each.tries), escaped(took(each.ms))});
    }
    return rows.isEmpty() ? QString() : table(columns, rows);
}

QString stepText(const ReportStep& step)
{
    const bool back = !step.edge.isEmpty();
    const std::optional<NodeKind> kind = valueOf<NodeKind>(step.kind);
    QStringList amount{step.ms > 0 ? took(step.ms) : QString(), rowsText(step.rows)};
    if (step.batches > 0) {
        amount.append(counted(step.batches, tr("1 batch"), tr("%1 batches"), QLocale::c()));
    }
    if (step.rehearsedMs >= 0) {
        amount.append(tr("%1 in rehearsal").arg(durationText(step.rehearsedMs, 2)));
    }
    amount.removeAll(QString());
    const QString title = back ? tr("Taking back: %1").arg(step.title) : step.title;
    QString head = pill(step.result) + element("h3", escaped(title));
    head += element("span", escaped(kind ? displayName(*kind) : step.kind), "kind");
    if (!step.outcome.isEmpty() && step.outcome != step.result && step.outcome != outcomes::pass) {
        head += pill(step.outcome);
    }
    head += element("span", escaped(amount.join(QStringLiteral(" · "))), "took");
    const QString when = step.ended.isEmpty()
        ? moment(step.began)
        : tr("%1 to %2").arg(moment(step.began), moment(step.ended));
    QString body = element("div", escaped(when), "when");
    if (!step.error.isEmpty()) {
        body += element("p", escaped(step.error), "error");
    }
    if (!step.evidence.isEmpty()) {
        body += element("div", escaped(step.evidence));
    }
    QString remarks;
    for (const ReportRemark& each : step.remarks) {
        remarks += element("li",
            element("span", escaped(moment(each.at)), "quiet") + QLatin1Char(' ')
                + escaped(each.text));
    }
    body += statements(step) + checks(step);
    body += remarks.isEmpty() ? QString() : element("ul", remarks);
    return element("section", element("header", head) + body, back ? "card step back" : "card step")
        + QLatin1Char('\n');
}

QString timeline(const RunReport& report)
{
    QString steps;
    for (const ReportStep& step : report.steps) {
        steps += stepText(step);
    }
    return steps.isEmpty() ? QString() : element("h2", escaped(tr("Timeline (UTC)"))) + steps;
}

QString databases(const RunReport& report)
{
    const QList<Column> columns{
        {tr("Target"), "name"}, {tr("Database"), ""}, {tr("Version"), ""}, {tr("Identity"), ""}};
    QString rows;
    for (const ReportTarget& each : report.targets) {
        const QString notes = each.notes.isEmpty()
            ? QString()
            : element("div", escaped(each.notes.join(QLatin1Char(' '))), "quiet");
        rows += row(columns,
            {element("b", escaped(each.target.text())),
                element("code", escaped(each.database)) + notes,
                escaped(QStringList{each.dialect, each.server}.join(QLatin1Char(' '))),
                element("span", escaped(each.identity), "quiet")});
    }
    return rows.isEmpty() ? QString() : section(tr("Databases"), table(columns, rows));
}

QString shifts(const RunReport& report)
{
    const QList<Column> columns{
        {tr("Since (UTC)"), "time"}, {tr("Who"), ""}, {tr("Machine"), ""}, {tr("Whimbrel"), ""}};
    QString rows;
    for (const ReportShift& each : report.shifts) {
        rows += row(columns,
            {escaped(moment(each.at)), escaped(each.by), escaped(each.host),
                escaped(each.version)});
    }
    return rows.isEmpty() ? QString() : section(tr("Runners"), table(columns, rows));
}

} // namespace

QByteArray runReportHtml(const RunReport& report, const Plan& plan, const RunState& state)
{
    const QString title = tr("%1 · run %2").arg(report.title, report.run);
    const QString body = head(report) + figures(report) + databases(report)
        + section(tr("Where the run is"), pictures(plan, state)) + accepted(report) + gates(report)
        + decisions(report) + rollbacks(report) + timeline(report) + shifts(report)
        + element("footer",
            escaped(tr("Made from the journal of the run, as of %1 UTC. Times are UTC. An answer "
                       "that is recorded says who gave it as they said; only a proven one is "
                       "signed.")
                        .arg(moment(report.lastEvent))));
    return QStringLiteral("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
                          "<meta name=\"viewport\" content=\"width=device-width\">\n"
                          "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src "
                          "'none'; img-src data:; style-src 'unsafe-inline'\">\n"
                          "<title>%1</title>\n<style>%2</style>\n</head>\n<body><main>\n")
               .arg(escaped(title), QString::fromLatin1(reportStyle))
               .toUtf8()
        + body.toUtf8() + "</main></body>\n</html>\n";
}

} // namespace whimbrel
