// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "model/io/violation.h"

#include <QStringList>

namespace whimbrel {

QString Violation::text() const
{
    return pointer.isEmpty()
        ? PlanFileText::tr("line %1: %2").arg(QString::number(line), message)
        : PlanFileText::tr("line %1, %2: %3").arg(QString::number(line), pointer, message);
}

QString describe(const QList<Violation>& violations)
{
    QStringList lines;
    lines.reserve(violations.size());
    for (const Violation& violation : violations) {
        lines.append(violation.text());
    }
    return lines.join(QLatin1Char('\n'));
}

} // namespace whimbrel
