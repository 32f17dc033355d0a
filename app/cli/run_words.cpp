// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "app/cli/run_words.h"

#include "app/cli/console.h"
#include "model/base/counted.h"
#include "model/base/duration.h"
#include "model/plan/check_places.h"

#include <algorithm>

namespace whimbrel::cli {

namespace {

/// Of the steps of a way back whose estimates are known.
QString estimateText(const WayBack& way)
{
    const QString time = durationText(way.estimateMs, 2);
    return way.estimateComplete ? Texts::tr("about %1").arg(time)
                                : Texts::tr("at least %1").arg(time);
}

/// A rollback that is under way: where it leads, and how much of it is done.
QStringList goingBackLines(const Flow& flow, const RunState& state)
{
    const auto done = static_cast<int>(state.takenBack.size());
    const auto left = static_cast<int>(appliedSince(flow, state, state.rollbackTo).size());
    const WayBack way = wayBack(flow, state, state.rollbackTo);
    const QString changes = counted(done + left, Texts::tr("1 change"), Texts::tr("%1 changes"));
    QStringList lines{Texts::tr("going back to %1: %2 of %3 taken back%4")
                          .arg(nameOf(flow.plan(), state.rollbackTo))
                          .arg(done)
                          .arg(changes,
                              left == 0 || !way.problem.isEmpty()
                                  ? QString()
                                  : Texts::tr(", %1 to go").arg(estimateText(way)))};
    if (!way.problem.isEmpty()) {
        lines.append(QStringLiteral("    ") + way.problem);
    }
    for (const QString& lost : way.lost) {
        lines.append(QStringLiteral("    ") + Texts::tr("lost: %1").arg(lost));
    }
    return lines;
}

/// The check that the run rests at.
QString checkName(const RunState& state, const Plan& plan)
{
    return checkTitle(plan, state.rest.node, state.rest.phase, state.rest.check);
}

/// What the run rests at, without what went wrong there.
QString restHeadline(const RunState& state, const Plan& plan)
{
    const QString name = nameOf(plan, state.rest.node);
    const bool back = !state.rest.edge.isEmpty();
    switch (state.rest.reason) {
    case RestReason::None:
        break;
    case RestReason::Gate:
        return Texts::tr("asks at %1").arg(name);
    case RestReason::Confirmation:
        return back ? Texts::tr("waits for a confirmation that %1 is taken back").arg(name)
                    : Texts::tr("waits for a confirmation of %1").arg(name);
    case RestReason::Failure:
        return back ? Texts::tr("taking back %1 failed").arg(name)
                    : Texts::tr("%1 failed").arg(name);
    case RestReason::CheckFailed:
        return Texts::tr("the check \"%1\" of %2 failed").arg(checkName(state, plan), name);
    case RestReason::Doubt:
        return back ? Texts::tr("in doubt whether %1 is taken back").arg(name)
                    : Texts::tr("in doubt about %1").arg(name);
    case RestReason::Hold:
        return state.rest.until < QDateTime::currentDateTimeUtc()
            ? Texts::tr("the hold of %1 ended at %2").arg(name, timeText(state.rest.until))
            : Texts::tr("%1 holds until %2").arg(name, timeText(state.rest.until));
    case RestReason::Paused:
        return Texts::tr("paused");
    case RestReason::Unknown:
        return Texts::tr("the check \"%1\" of %2 could not be carried out")
            .arg(checkName(state, plan), name);
    }
    return {};
}

} // namespace

QString nameOf(const Plan& plan, const NodeId& node)
{
    const Node* found = plan.nodes.find(node);
    return found && !found->title.isEmpty()
        ? QStringLiteral("%1 \"%2\"").arg(node.text(), found->title)
        : node.text();
}

QString timeText(const QDateTime& time)
{
    return time.toLocalTime().toString(QStringLiteral("yyyy-MM-dd HH:mm:ss t"));
}

QString amountText(qint64 rows, qint64 ms)
{
    QStringList parts;
    if (rows >= 0) {
        parts.append(counted(rows, Texts::tr("1 row"), Texts::tr("%1 rows"), QLocale::c()));
    }
    if (ms > 0) {
        parts.append(durationText(ms, 2));
    }
    return parts.join(QLatin1String(", "));
}

QString checkText(const QString& title, const CheckRun& check)
{
    QString text = title;
    switch (check.result) {
    case CheckResult::Pass:
        text = console::toned(QStringLiteral("✓"), Tone::Good) + QLatin1Char(' ') + title;
        return check.found.isEmpty() ? text : text + QStringLiteral(": ") + check.found;
    case CheckResult::Fail:
        text = console::toned(QStringLiteral("✗"), Tone::Bad) + QLatin1Char(' ') + title;
        if (!check.found.isEmpty()) { // the message would say the same again
            return text + QStringLiteral(": ")
                + Texts::tr("found %1, expected %2").arg(check.found, check.expected);
        }
        break;
    case CheckResult::Unknown:
        text = console::toned(QStringLiteral("?"), Tone::Warning) + QLatin1Char(' ') + title
            + QStringLiteral(": ") + Texts::tr("could not be found out");
        break;
    }
    return check.message.isEmpty() ? text : text + QStringLiteral("; ") + check.message;
}

QString placeText(const RunState& state, const Plan& plan)
{
    QStringList places;
    for (const NodeId& node : state.ready) {
        places.append(nameOf(plan, node));
    }
    return places.join(QLatin1String(", "));
}

QString restText(const RunState& state, const Plan& plan, bool detail)
{
    const QString headline = restHeadline(state, plan);
    const bool asks
        = state.rest.reason == RestReason::Gate || state.rest.reason == RestReason::Confirmation;
    const QString more = asks ? state.rest.question : detail ? state.rest.detail : QString();
    return headline.isEmpty() || more.isEmpty() ? headline
                                                : QStringLiteral("%1: %2").arg(headline, more);
}

QStringList wayBackLines(const Flow& flow, const RunState& state, const NodeId& to)
{
    if (state.rollingBack && to.isEmpty()) {
        return goingBackLines(flow, state);
    }
    const WayBack way = wayBack(flow, state, to);
    if (!way.problem.isEmpty()) {
        return {Texts::tr("way back: none; %1").arg(way.problem)};
    }
    if (way.to.isEmpty()) {
        return {Texts::tr("way back: nothing to take back")};
    }
    QStringList lines{Texts::tr("way back: to %1, %2, %3")
                          .arg(nameOf(flow.plan(), way.to), estimateText(way),
                              counted(way.edges.size(), Texts::tr("1 step"), Texts::tr("%1 steps"),
                                  QLocale::c()))};
    for (const QString& lost : way.lost) {
        lines.append(QStringLiteral("    ") + Texts::tr("lost: %1").arg(lost));
    }
    return lines;
}

QString howToGoOn(const RunState& state, const QString& command)
{
    return state.rollingBack ? Texts::tr("Go on with the way back: %1").arg(command)
                             : Texts::tr("Go on with: %1").arg(command);
}

QString progressLine(const Plan& plan, const Progress& progress)
{
    const Node* node = plan.nodes.find(progress.node);
    QStringList parts{QStringLiteral("  ") + (node ? node->title : progress.edge.text())};
    if (progress.fraction >= 0) {
        constexpr int cells = 20;
        const int full = static_cast<int>(std::clamp(progress.fraction, 0.0, 1.0) * cells);
        parts.append(QString(full, QChar(0x2588)) + QString(cells - full, QChar(0x2591)));
        parts.append(QStringLiteral("%1 %").arg(static_cast<int>(progress.fraction * 100)));
    }
    if (progress.rows > 0) {
        parts.append(amountText(progress.rows, 0));
    }
    if (progress.rowsPerSecond > 0) {
        parts.append(Texts::tr("%1/s").arg(
            numberText(static_cast<qint64>(progress.rowsPerSecond), QLocale::c())));
    }
    if (!progress.waitsFor.isEmpty()) {
        parts.append(progress.waitsFor);
    } else if (!progress.sighting.phase.isEmpty()) {
        parts.append(progress.sighting.phase);
    }
    parts.append(progress.leftMs >= 0 ? Texts::tr("%1 left").arg(durationText(progress.leftMs, 1))
                                      : durationText(progress.elapsedMs, 1));
    return parts.join(QLatin1String("  "));
}

QString blockerLine(const Blocker& blocker)
{
    const QString who = blocker.session == 0
        ? Texts::tr("a prepared transaction (end it with ROLLBACK PREPARED or COMMIT PREPARED)")
        : Texts::tr("session %1").arg(blocker.session);
    QStringList known{blocker.user, blocker.application, blocker.state};
    if (blocker.ageMs >= 0) {
        known.append(durationText(blocker.ageMs, 1));
    }
    known.removeAll(QString());
    QString line = blocker.inferred ? Texts::tr("  waits, likely for %1").arg(who)
                                    : Texts::tr("  waits for %1").arg(who);
    if (!known.isEmpty()) {
        line += QStringLiteral(" (%1)").arg(known.join(QLatin1String(", ")));
    }
    return blocker.query.isEmpty() ? line
                                   : line + QStringLiteral(": ") + blocker.query.simplified();
}

} // namespace whimbrel::cli
