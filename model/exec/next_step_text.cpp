// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "model/exec/next_step_text.h"

#include "model/base/counted.h"
#include "model/base/duration.h"

#include <QCoreApplication>

#include <algorithm>

namespace whimbrel {

namespace {

QString tr(const char* text)
{
    return QCoreApplication::translate("NextStep", text);
}

QString nameOf(const TableLock& lock)
{
    if (lock.name.isEmpty()) {
        return lock.what;
    }
    return lock.schema.isEmpty() ? lock.name : lock.schema + QLatin1Char('.') + lock.name;
}

QString consequence(LockMode mode)
{
    if (blocksReads(mode)) {
        return tr("nobody can read or change it meanwhile");
    }
    return blocksWrites(mode) ? tr("nobody can change it meanwhile")
                              : tr("others can read and change it");
}

QString shortened(const QString& text, qsizetype most)
{
    const QString line = text.simplified();
    return line.size() > most ? line.left(most) + QChar(0x2026) : line;
}

QString locksText(const QList<RehearsedLock>& locks)
{
    QStringList parts;
    for (const RehearsedLock& lock : locks) {
        parts.append(tr("%1 on %2 for %3")
                         .arg(lockModeInWords(lock.mode), lock.object,
                             durationText(std::max<qint64>(lock.ms, 1), 2)));
    }
    return parts.join(QStringLiteral(", "));
}

QString titleOf(const Plan& plan, const NodeId& id)
{
    const Node* node = plan.nodes.find(id);
    return node && !node->title.isEmpty() ? node->title : id.text();
}

} // namespace

QStringList factsOf(const NextStatement& statement)
{
    QStringList facts{weightName(statement.weight)};
    if (statement.commits) {
        facts.append(tr("commits by itself: it cannot be rolled back with others"));
    } else if (!statement.inTransaction) {
        facts.append(tr("cannot run in a transaction"));
    }
    return facts;
}

QString lockText(const NextStatement& statement)
{
    QStringList parts;
    for (const TableLock& lock : statement.locks.locks) {
        const QString name = nameOf(lock);
        parts.append(lock.mode == LockMode::FileWrite
                ? tr("%1: others can read, nobody else can write").arg(lockModeName(lock.mode))
                : tr("%1 on %2: %3").arg(lockModeName(lock.mode), name, consequence(lock.mode)));
    }
    if (statement.locks.more && !parts.isEmpty()) {
        parts.append(tr("perhaps others that it does not name"));
    }
    return parts.join(QStringLiteral("; "));
}

QString rehearsedText(const NextStep& step)
{
    if (!step.rehearsed) {
        return {};
    }
    QStringList parts{durationText(std::max<qint64>(step.rehearsed->ms, 1), 2)};
    if (step.rehearsed->rows >= 0) {
        parts.append(counted(step.rehearsed->rows, tr("1 row"), tr("%1 rows")));
    }
    if (!step.rehearsed->locks.isEmpty()) {
        parts.append(tr("held %1").arg(locksText(step.rehearsed->locks)));
    }
    return tr("In rehearsal: %1").arg(parts.join(QStringLiteral(", ")));
}

QString forecastText(const NextStep& step)
{
    const Forecast& forecast = step.forecast;
    if (forecast.fromMs >= 0) {
        return tr("Here: about %1 to %2 (%3)")
            .arg(durationText(std::max<qint64>(forecast.fromMs, 1), 1),
                durationText(std::max<qint64>(forecast.toMs, 1), 1), forecast.because);
    }
    const QString planned = step.estimateMs >= 0
        ? tr("the plan says %1").arg(durationText(step.estimateMs, 2))
        : QString();
    if (!forecast.because.isEmpty()) {
        return planned.isEmpty() ? tr("Here: not known, %1").arg(forecast.because)
                                 : tr("Here: %1; %2").arg(planned, forecast.because);
    }
    return planned.isEmpty() ? QString() : tr("Here: %1").arg(planned);
}

QString backText(const NextStep& step, const Plan& plan)
{
    const BackFromStep& back = step.back;
    switch (back.kind) {
    case BackFromStep::Kind::NothingToUndo:
        return {};
    case BackFromStep::Kind::None:
        return tr("Cannot be taken back: no way back leaves it.");
    case BackFromStep::Kind::Explained:
        return tr("Way back: nothing is done, because %1").arg(back.because);
    case BackFromStep::Kind::Way:
        break;
    }
    QStringList parts;
    if (back.verdict) {
        const bool ran
            = *back.verdict != WayVerdict::Assumed && *back.verdict != WayVerdict::NotReached;
        parts.append(ran ? tr("in rehearsal %1, %2")
                               .arg(displayName(*back.verdict),
                                   durationText(std::max<qint64>(back.triedMs, 1), 2))
                         : tr("in rehearsal %1").arg(displayName(*back.verdict)));
    } else {
        parts.append(tr("never rehearsed"));
    }
    if (back.estimateMs >= 0) {
        parts.append(tr("the plan says %1").arg(durationText(back.estimateMs, 2)));
    }
    return tr("Can be taken back to “%1”: %2")
        .arg(titleOf(plan, back.to), parts.join(QStringLiteral("; ")));
}

QString holderText(const LockHolder& holder)
{
    constexpr qsizetype longest = 100;
    const Blocker& who = holder.who;
    QString text
        = who.session == 0 ? tr("a prepared transaction") : tr("session %1").arg(who.session);
    if (!who.user.isEmpty()) {
        text += tr(" of %1").arg(who.user);
    }
    if (!who.application.isEmpty()) {
        text += QStringLiteral(" (%1)").arg(who.application);
    }
    if (!who.state.isEmpty()) {
        text += QStringLiteral(", ") + who.state;
    }
    if (who.ageMs >= 0) {
        text += tr(" for %1").arg(durationText(who.ageMs, 2));
    }
    if (!holder.mode.isEmpty()) {
        text += holder.granted ? tr(", has %1 on %2").arg(holder.mode, holder.table)
                               : tr(", waits for %1 on %2").arg(holder.mode, holder.table);
    } else if (who.inferred) {
        text += tr(", may have used the table");
    } else {
        text += tr(", began earlier: it is waited for");
    }
    const QString query = shortened(who.query, longest);
    return query.isEmpty() ? text : text + QStringLiteral(": ") + query;
}

QStringList linesOf(const NextStep& step, const Plan& plan)
{
    constexpr qsizetype longest = 300;
    const auto indented = [](const QString& text) { return QStringLiteral("  ") + text; };
    QStringList lines{!step.edge.isEmpty() ? tr("next: take back %1").arg(step.title)
            : step.behind.isEmpty()        ? tr("next: %1").arg(step.title)
                                           : tr("after a yes: %1").arg(step.title)};
    const QString words = step.words.isEmpty() ? step.problem : step.words;
    if (!words.isEmpty()) {
        lines.append(indented(shortened(words, longest)));
    }
    if (step.inBatches && !step.statements.isEmpty()) {
        lines.append(indented(tr("for each batch of keys:")));
    }
    for (const NextStatement& each : step.statements) {
        lines.append(indented(shortened(each.sql, longest) + QLatin1Char(';')));
        QStringList facts = factsOf(each);
        if (const QString locks = lockText(each); !locks.isEmpty()) {
            facts.append(locks);
        }
        lines.append(indented(indented(facts.join(QStringLiteral(" · ")))));
    }
    if (!step.checks.isEmpty()) {
        lines.append(indented(counted(step.checks.size(), tr("1 check: %2"), tr("%1 checks: %2"))
                                  .replace(QStringLiteral("%2"),
                                      shortened(step.checks.join(QStringLiteral("; ")), longest))));
    }
    for (const QString& text : {rehearsedText(step), forecastText(step), backText(step, plan)}) {
        if (!text.isEmpty()) {
            lines.append(indented(text));
        }
    }
    for (const LockHolder& holder : step.around.holders) {
        lines.append(indented(QStringLiteral("! ") + holderText(holder)));
    }
    return lines;
}

} // namespace whimbrel
