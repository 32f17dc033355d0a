// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "app/cli/rehearse_report.h"

#include "app/cli/command_line.h"
#include "app/cli/console.h"
#include "model/base/counted.h"
#include "model/base/duration.h"
#include "model/io/rehearsal_file.h"

#include <QJsonDocument>
#include <QJsonObject>

#include <algorithm>

namespace whimbrel::cli {

namespace {

constexpr int indent = 4;

QString titleOf(const Plan& plan, const NodeId& id)
{
    const Node* node = plan.nodes.find(id);
    return node && !node->title.isEmpty() ? node->title : id.text();
}

Tone toneOf(WayVerdict verdict)
{
    if (verdict == WayVerdict::Exact) {
        return Tone::Good;
    }
    return isGood(verdict) ? Tone::Plain : Tone::Bad;
}

QString nameOf(const RehearsedWay& way)
{
    return QStringLiteral("%1 → %2 (%3)").arg(way.change.text(), way.to.text(), way.edge.text());
}

QString rowsText(qint64 rows)
{
    return rows < 0 ? QStringLiteral("-") : numberText(rows, QLocale::c());
}

QString withMargin(const QString& text)
{
    return QString(indent, QLatin1Char(' '))
        + wrapped(text, std::max(60, console::width()), indent);
}

QStringList heading(const Rehearsal& rehearsal, const Plan& plan)
{
    QStringList lines;
    lines.append(console::toned(
        Texts::tr("Rehearsed \"%1\", plan %2").arg(plan.header.title, rehearsal.planHash.left(8)),
        Tone::Strong));
    for (const RehearsedDatabase& each : rehearsal.databases) {
        QString line
            = QStringLiteral("  %1: %2, %3, %4")
                  .arg(each.target.text(),
                      each.server.isEmpty()
                          ? keyOf(each.dialect)
                          : QStringLiteral("%1 %2").arg(keyOf(each.dialect), each.server),
                      each.from,
                      counted(each.rows, Texts::tr("1 row"), Texts::tr("%1 rows"), QLocale::c()));
        lines.append(line);
    }
    return lines;
}

QStringList table(const Rehearsal& rehearsal)
{
    constexpr int verdictWidth = 16;
    constexpr int timeWidth = 12;
    qsizetype widest = Texts::tr("from the end to the start").size();
    for (const RehearsedWay& each : rehearsal.ways) {
        widest = std::max(widest, nameOf(each).size());
    }
    QStringList lines;
    lines.append(
        console::toned(QStringLiteral("  ") + Texts::tr("way back").leftJustified(widest + 2)
                + Texts::tr("verdict").leftJustified(verdictWidth)
                + Texts::tr("forward").leftJustified(timeWidth)
                + Texts::tr("back").leftJustified(timeWidth) + Texts::tr("rows back"),
            Tone::Strong));
    const auto verdict = [](WayVerdict value) {
        return console::toned(displayName(value).leftJustified(verdictWidth), toneOf(value));
    };
    for (const RehearsedWay& each : rehearsal.ways) {
        const RehearsedStep* step = rehearsal.step(each.change);
        const bool ran
            = each.verdict != WayVerdict::Assumed && each.verdict != WayVerdict::NotReached;
        lines.append(QStringLiteral("  ") + nameOf(each).leftJustified(widest + 2)
            + verdict(each.verdict)
            + (step ? durationText(step->ms) : QStringLiteral("-")).leftJustified(timeWidth)
            + (ran ? durationText(each.ms) : QStringLiteral("-")).leftJustified(timeWidth)
            + rowsText(each.rows));
    }
    const bool ran = rehearsal.whole.ms > 0;
    lines.append(QStringLiteral("  ")
        + Texts::tr("from the end to the start").leftJustified(widest + 2)
        + verdict(rehearsal.whole.verdict) + QStringLiteral("-").leftJustified(timeWidth)
        + (ran ? durationText(rehearsal.whole.ms) : QStringLiteral("-")));
    return lines;
}

QStringList details(const QString& name, WayVerdict verdict, const QString& because,
    const QList<RehearsedDifference>& differences, const QString& again)
{
    QStringList lines;
    if (because.isEmpty() && differences.isEmpty() && again.isEmpty()) {
        return lines;
    }
    lines.append(QStringLiteral("  %1: %2")
                     .arg(name, console::toned(displayName(verdict), toneOf(verdict))));
    if (!because.isEmpty()) {
        lines.append(withMargin(because));
    }
    for (const RehearsedDifference& each : differences) {
        lines.append(withMargin(each.text));
    }
    if (!again.isEmpty()) {
        lines.append(withMargin(Texts::tr("done again, this is otherwise: %1").arg(again)));
    }
    return lines;
}

/// What was locked for how long, as far as the server showed it.
QStringList locksOf(const Rehearsal& rehearsal)
{
    QStringList lines;
    const auto add = [&lines](const QString& name, const QList<RehearsedLock>& locks) {
        for (const RehearsedLock& each : locks) {
            lines.append(QStringLiteral("  ")
                + Texts::tr("%1 held %2 on %3 for %4")
                      .arg(name, each.mode, each.object, durationText(each.ms)));
        }
    };
    for (const RehearsedStep& each : rehearsal.steps) {
        add(each.node.text(), each.locks);
    }
    for (const RehearsedWay& each : rehearsal.ways) {
        add(each.edge.text(), each.locks);
    }
    return lines;
}

/// The last line: whether this proves the plan, and if not, on which way it fell short.
QString conclusion(const Rehearsal& rehearsal, bool failedForward)
{
    if (rehearsal.isProof()) {
        return console::toned(Texts::tr("Every way back holds."), Tone::Good);
    }
    const bool waysHold = isGood(rehearsal.whole.verdict)
        && std::all_of(rehearsal.ways.cbegin(), rehearsal.ways.cend(),
            [](const RehearsedWay& each) { return isGood(each.verdict); });
    if (waysHold && failedForward) {
        return console::toned(
            Texts::tr("Every way back holds, but the way forward failed."), Tone::Bad);
    }
    return console::toned(Texts::tr("Not every way back holds."), Tone::Bad);
}

} // namespace

QStringList describe(const Rehearsal& rehearsal, const Plan& plan)
{
    QStringList lines = heading(rehearsal, plan);
    lines += table(rehearsal);
    for (const RehearsedWay& each : rehearsal.ways) {
        lines += details(nameOf(each), each.verdict,
            each.verdict == WayVerdict::Assumed ? QString() : each.because, each.differences,
            each.again);
    }
    lines += locksOf(rehearsal);
    const RehearsedWhole& whole = rehearsal.whole;
    lines += details(Texts::tr("from the end to the start"), whole.verdict, whole.because,
        whole.differences, whole.again);
    QStringList problems;
    for (const RehearsedStep& each : rehearsal.steps) {
        if (!each.problem.isEmpty()) {
            problems.append(
                withMargin(QStringLiteral("%1: %2").arg(titleOf(plan, each.node), each.problem)));
        }
    }
    if (!problems.isEmpty()) {
        lines.append(
            console::toned(QStringLiteral("  ") + Texts::tr("On the way forward:"), Tone::Bad));
        lines += problems;
        const bool empty = std::all_of(rehearsal.databases.cbegin(), rehearsal.databases.cend(),
            [](const RehearsedDatabase& each) { return each.rows == 0; });
        if (empty) {
            lines.append(withMargin(
                Texts::tr("The scratch database held no rows. --on rehearses on a copy of a "
                          "database, --baseline on one that a script makes.")));
        }
    }
    if (!rehearsal.assumed.isEmpty()) {
        lines.append(QStringLiteral("  ") + Texts::tr("Assumed, not rehearsed:"));
        for (const RehearsedAssumption& each : rehearsal.assumed) {
            const QString name = each.node.isEmpty() ? each.edge.text() : each.node.text();
            lines.append(withMargin(QStringLiteral("%1: %2").arg(name, each.text)));
        }
    }
    lines.append(conclusion(rehearsal, !problems.isEmpty()));
    return lines;
}

QString describe(const RehearsalNews& news, const Plan& plan)
{
    const QString count = QStringLiteral("[%1/%2] ").arg(news.done).arg(news.all);
    switch (news.type) {
    case RehearsalNews::Type::Preparing:
        return news.text;
    case RehearsalNews::Type::Forward:
        return count + Texts::tr("forward: %1").arg(titleOf(plan, news.node));
    case RehearsalNews::Type::Back:
        return count
            + (news.text.isEmpty() ? Texts::tr("back: %1").arg(titleOf(plan, news.node))
                                   : news.text);
    case RehearsalNews::Type::Way:
        return count
            + QStringLiteral("%1: %2").arg(nameOf(news.way), displayName(news.way.verdict));
    case RehearsalNews::Type::Looking:
        break;
    }
    return {};
}

QByteArray jsonLine(const RehearsalNews& news)
{
    const auto kind = [&] {
        switch (news.type) {
        case RehearsalNews::Type::Preparing:
            return QStringLiteral("preparing");
        case RehearsalNews::Type::Forward:
            return QStringLiteral("forward");
        case RehearsalNews::Type::Back:
            return QStringLiteral("back");
        case RehearsalNews::Type::Looking:
            return QStringLiteral("looking");
        case RehearsalNews::Type::Way:
            break;
        }
        return QStringLiteral("way");
    }();
    QJsonObject line{{QStringLiteral("message"), kind}, {QStringLiteral("done"), news.done},
        {QStringLiteral("all"), news.all}};
    const auto add = [&line](const QString& key, const QString& value) {
        if (!value.isEmpty()) {
            line.insert(key, value);
        }
    };
    add(QStringLiteral("node"), news.node.text());
    add(QStringLiteral("edge"), news.edge.text());
    add(QStringLiteral("text"), news.text);
    if (news.type == RehearsalNews::Type::Way) {
        line.insert(
            QStringLiteral("way"), QJsonDocument::fromJson(writeRehearsedWay(news.way)).object());
    }
    return QJsonDocument(line).toJson(QJsonDocument::Compact) + '\n';
}

QByteArray jsonLine(const Rehearsal& rehearsal, const QString& file)
{
    const QJsonObject line{{QStringLiteral("message"), QStringLiteral("rehearsed")},
        {QStringLiteral("proof"), rehearsal.isProof()}, {QStringLiteral("file"), file},
        {QStringLiteral("rehearsal"), QJsonDocument::fromJson(writeRehearsal(rehearsal)).object()}};
    return QJsonDocument(line).toJson(QJsonDocument::Compact) + '\n';
}

QByteArray jsonLine(const Error& error)
{
    const QJsonObject line{{QStringLiteral("message"), QStringLiteral("failed")},
        {QStringLiteral("error"), error.message}, {QStringLiteral("where"), error.where},
        {QStringLiteral("advice"), error.advice}};
    return QJsonDocument(line).toJson(QJsonDocument::Compact) + '\n';
}

} // namespace whimbrel::cli
