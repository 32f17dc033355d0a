// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "model/io/autosave.h"

#include "model/io/atomic_file.h"
#include "model/io/plan_file.h"
#include "model/io/violation.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>

namespace whimbrel {

namespace {

const auto autosaveSuffix = QStringLiteral("whimbrel-autosave");

QString autosavePath(const QString& planPath)
{
    return companionPath(planPath, autosaveSuffix);
}

} // namespace

Result<> writeAutosave(const Plan& plan, const QString& planPath)
{
    Result<AtomicFile> aside = AtomicFile::write(autosavePath(planPath), packPlan(plan));
    if (!aside) {
        return fail(aside.error());
    }
    return aside->replace();
}

Result<std::optional<Autosave>> readAutosave(const QString& planPath)
{
    const QString path = autosavePath(planPath);
    const QFileInfo info(path);
    if (!info.exists()) {
        return std::optional<Autosave>();
    }
    const QString advice = PlanFileText::tr("Your plan file is not touched by this. Look into the "
                                            "autosave, or delete it.");
    if (!info.isFile() || info.size() > maxPlanBytes + maxSqlBytes) {
        return fail({ErrorCode::Unreadable,
            PlanFileText::tr("This should be an autosave, but is none."), path, advice});
    }
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly)) {
        return fail({ErrorCode::Unreadable,
            PlanFileText::tr("The autosave cannot be read: %1.").arg(file.errorString()), path,
            advice});
    }
    Result<Plan> plan = unpackPlan(file.readAll());
    if (!plan) {
        Error error = plan.error();
        error.where = path;
        error.advice = advice;
        return fail(std::move(error));
    }
    const Result<LoadedPlan> saved = loadPlan(planPath);
    if (saved && saved->plan == *plan) {
        return std::optional<Autosave>();
    }
    return std::optional<Autosave>(Autosave{*std::move(plan), info.lastModified()});
}

QStringList autosavedPlans(const QString& folder)
{
    QStringList plans;
    const QFileInfoList found = QDir(folder).entryInfoList(
        {QStringLiteral(".*.") + autosaveSuffix}, QDir::Files | QDir::Hidden, QDir::Time);
    for (const QFileInfo& info : found) {
        const QString name = info.completeBaseName().mid(1); // without the dot that hides it
        plans.append(info.absolutePath() + QLatin1Char('/') + name + QStringLiteral(".whimbrel"));
    }
    return plans;
}

void removeAutosave(const QString& planPath)
{
    QFile::remove(autosavePath(planPath));
}

} // namespace whimbrel
