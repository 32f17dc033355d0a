// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "model/preflight/judge.h"

#include "model/base/duration.h"
#include "model/exec/target_needs.h"

#include <QCoreApplication>

#include <algorithm>

namespace whimbrel {

namespace {

QString tr(const char* text)
{
    return QCoreApplication::translate("Preflight", text);
}

} // namespace

PreflightFinding finding(PreflightLevel level, const char* about, const TargetSnapshot* seen,
    const QString& text, const QString& advice)
{
    PreflightFinding made;
    made.level = level;
    made.about = QLatin1String(about);
    made.target = seen ? seen->target : TargetId();
    made.text = text;
    made.advice = advice;
    return made;
}

QString sessionText(const SeenSession& session)
{
    if (!session.prepared.isEmpty()) {
        return tr("the prepared transaction \"%1\" of %2, %3 old")
            .arg(session.prepared, session.who.user, durationText(session.who.ageMs, 2));
    }
    QStringList known{session.who.user, session.who.application, session.who.state};
    if (session.who.ageMs >= 0) {
        known.append(durationText(session.who.ageMs, 2));
    }
    known.removeAll(QString());
    QString text = tr("session %1").arg(session.who.session);
    if (!known.isEmpty()) {
        text += QStringLiteral(" (%1)").arg(known.join(QLatin1String(", ")));
    }
    constexpr int longest = 120;
    const QString query = session.who.query.simplified().left(longest);
    return query.isEmpty() ? text : text + QStringLiteral(": ") + query;
}

bool isWorkedOn(const Judged& what, const TargetSnapshot& seen)
{
    const Plan& plan = what.request.plan;
    for (const Target& target : plan.targets) {
        if (target.dialect != Dialect::External) { // the first is home
            return isWorkedOn(plan, target.id, seen.target);
        }
    }
    return false;
}

PreflightFindings judge(const Judged& what)
{
    PreflightFindings findings;
    for (const TargetSnapshot& seen : what.snapshot.targets) {
        if (seen.unreachable) {
            findings.append(finding(PreflightLevel::Error, "connection", &seen,
                tr("The database cannot be reached: %1").arg(seen.unreachable->message),
                seen.unreachable->advice));
            if (seen.readOnly.isEmpty()) {
                continue;
            }
        }
        judgeServer(what, seen, findings);
        if (seen.unreachable) {
            continue;
        }
        judgeJournal(what, seen, findings);
        judgeRights(what, seen, findings);
        judgeSessions(what, seen, findings);
        judgeTables(what, seen, findings);
        judgeRoom(what, seen, findings);
        for (const QString& unseen : seen.unseen) {
            findings.append(finding(
                PreflightLevel::Note, "unseen", &seen, tr("Not looked at: %1").arg(unseen)));
        }
    }
    judgePlan(what, findings);
    judgeTime(what, findings);
    std::stable_sort(findings.begin(), findings.end(),
        [](const PreflightFinding& a, const PreflightFinding& b) { return a.level < b.level; });
    return findings;
}

} // namespace whimbrel
