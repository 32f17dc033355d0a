// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "ui/session/rehearsal_text.h"

#include "model/base/counted.h"
#include "model/base/duration.h"
#include "model/sql/locks.h"

#include <QCoreApplication>

namespace whimbrel {

namespace {

struct Texts {
    Q_DECLARE_TR_FUNCTIONS(RehearsalText)
};

QString joined(QStringList parts, qint64 rows, const QList<RehearsedLock>& locks)
{
    if (rows >= 0) {
        parts.append(counted(rows, Texts::tr("1 row"), Texts::tr("%1 rows")));
    }
    for (const RehearsedLock& lock : locks) {
        parts.append(Texts::tr("lock %1 on %2 %3")
                         .arg(lockModeInWords(lock.mode), lock.object, durationText(lock.ms, 2)));
    }
    return Texts::tr("rehearsal: %1").arg(parts.join(QStringLiteral(", ")));
}

} // namespace

QString rehearsalText(const RehearsedStep& step)
{
    return joined({durationText(step.ms, 2)}, step.rows, step.locks);
}

QString rehearsalText(const RehearsedWay& way)
{
    const bool ran = way.verdict != WayVerdict::Assumed && way.verdict != WayVerdict::NotReached;
    QStringList parts{displayName(way.verdict)};
    if (ran) {
        parts.append(durationText(way.ms, 2));
    }
    return joined(parts, way.rows, way.locks);
}

} // namespace whimbrel
