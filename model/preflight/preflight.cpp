// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "model/preflight/preflight.h"

#include "model/exec/ssh_signature.h"
#include "model/io/plan_hash.h"
#include "model/io/rehearsal_file.h"
#include "model/preflight/judge.h"

#include <QCoreApplication>

#include <algorithm>
#include <array>

namespace whimbrel {

template <>
std::span<const NamedValue<PreflightLevel>> namedValues<PreflightLevel>()
{
    static constexpr std::array rows{
        NamedValue<PreflightLevel>{
            PreflightLevel::Error, "error", QT_TRANSLATE_NOOP("Names", "error")},
        NamedValue<PreflightLevel>{
            PreflightLevel::Warning, "warning", QT_TRANSLATE_NOOP("Names", "warning")},
        NamedValue<PreflightLevel>{
            PreflightLevel::Note, "note", QT_TRANSLATE_NOOP("Names", "note")},
    };
    return rows;
}

QString displayName(PreflightLevel level)
{
    for (const auto& row : namedValues<PreflightLevel>()) {
        if (row.value == level) {
            return QCoreApplication::translate("Names", row.name);
        }
    }
    return {};
}

qsizetype PreflightReport::count(PreflightLevel level) const
{
    return std::count_if(findings.begin(), findings.end(),
        [level](const PreflightFinding& each) { return each.level == level; });
}

PreflightReport preflight(const RunRequest& request, const QDateTime& now)
{
    const PlanNeeds needs = needsOf(request);
    const Snapshot snapshot = lookAtTargets(request, needs);
    Judged what{.request = request, .needs = needs, .snapshot = snapshot};
    const Result<RehearsalLog> log = loadRehearsals(request.planPath);
    what.rehearsed = rehearsedAs(log.value_or(RehearsalLog{}), planHash(request.plan));
    what.signers = request.allowedSigners.isEmpty() ? allowedSignersFor(request.planPath)
                                                    : request.allowedSigners;
    what.now = now;
    PreflightReport report;
    report.planHash = planHash(request.plan);
    report.environment = request.environment;
    report.at = now.toUTC().toString(Qt::ISODateWithMs);
    report.findings = judge(what);
    for (const TargetSnapshot& seen : snapshot.targets) {
        PreflightTarget target;
        target.target = seen.target;
        target.database = seen.database;
        target.server = QStringList{seen.product, seen.version}.join(QLatin1Char(' ')).trimmed();
        target.user = seen.user;
        target.owner = seen.owner;
        report.targets.append(target);
    }
    return report;
}

} // namespace whimbrel
