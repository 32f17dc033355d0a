// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "ui/run/earlier_run.h"

#include "model/plan/names.h"
#include "ui/run/run_texts.h"

#include <QCoreApplication>

namespace whimbrel {

namespace {

struct Texts {
    Q_DECLARE_TR_FUNCTIONS(EarlierRun)
};

} // namespace

std::optional<RunSummary> earlierRun(const QList<RunSummary>& runs, const QString& planTitle)
{
    std::optional<RunSummary> last;
    for (const RunSummary& run : runs) {
        if (run.title != planTitle) {
            continue;
        }
        const bool better = !last || (last->ended && !run.ended)
            || (last->ended.has_value() == run.ended.has_value() && run.started > last->started);
        if (better) {
            last = run;
        }
    }
    return last;
}

QString earlierRunText(const RunSummary& run)
{
    const QString when = clockText(run.lastEvent.isValid() ? run.lastEvent : run.started);
    if (!run.ended) {
        return Texts::tr("A run begun by %1 is open since %2, last heard of at %3.")
            .arg(run.by, clockText(run.started), when);
    }
    QString outcome;
    for (const auto& row : namedValues<Outcome>()) {
        if (row.value == *run.ended) {
            outcome = QCoreApplication::translate("Names", row.name).toLower();
        }
    }
    return Texts::tr("The last run, begun by %1, ended %2 at %3.").arg(run.by, outcome, when);
}

} // namespace whimbrel
