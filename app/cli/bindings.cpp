// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "app/cli/bindings.h"

#include "app/cli/console.h"
#include "model/database/connection_url.h"

#include <algorithm>

namespace whimbrel::cli {

namespace {

QStringList targetIds(const Plan& plan)
{
    QStringList ids;
    for (const Target& target : plan.targets) {
        if (target.dialect != Dialect::External) {
            ids.append(target.id.text());
        }
    }
    return ids;
}

Error unknownTarget(const QString& name, const QStringList& known, const Plan& plan)
{
    const Target* found = plan.targets.find(TargetId(known.value(0)));
    const Target first = found ? *found : Target{};
    return {ErrorCode::Usage, Texts::tr("The plan has no target \"%1\" to bind.").arg(name), {},
        Texts::tr("Its targets are %1; write --bind TARGET=URL, such as --bind %2=%3.")
            .arg(known.join(QLatin1String(", ")), first.id.text(), urlForm(first.dialect))};
}

} // namespace

Result<QMap<TargetId, QString>> parseBindings(const Plan& plan, const QStringList& given)
{
    const QStringList known = targetIds(plan);
    QMap<TargetId, QString> bindings;
    for (const QString& each : given) {
        const qsizetype equals = each.indexOf(QLatin1Char('='));
        const QString name = each.left(std::max<qsizetype>(equals, 0));
        QString target;
        QString url;
        if (equals >= 0 && known.contains(name)) {
            target = name;
            url = each.mid(equals + 1);
        } else if (equals > 0 && !name.contains(QLatin1Char(':'))) {
            return fail(unknownTarget(name, known, plan));
        } else if (known.size() == 1) {
            target = known.first();
            url = each;
        } else {
            return fail(unknownTarget(redactedUrl(each), known, plan));
        }
        if (bindings.contains(TargetId(target))) {
            return fail(
                {ErrorCode::Usage, Texts::tr("The target \"%1\" is bound twice.").arg(target), {},
                    Texts::tr("Give --bind once for each target.")});
        }
        if (const auto parsed = parseConnectionUrl(url); !parsed) {
            return fail(parsed.error());
        }
        bindings.insert(TargetId(target), url);
    }
    for (const Target& target : plan.targets) {
        if (target.dialect != Dialect::External && !bindings.contains(target.id)) {
            return fail({ErrorCode::Usage,
                Texts::tr("The target \"%1\" is not bound to a database.").arg(target.id.text()),
                {},
                Texts::tr("Write --bind %1=%2, or --bind %1=@NAME for a named connection.")
                    .arg(target.id.text(), urlForm(target.dialect))});
        }
    }
    return bindings;
}

QStringList urlsInOrder(const Plan& plan, const QMap<TargetId, QString>& bindings)
{
    QStringList urls;
    for (const Target& target : plan.targets) {
        if (bindings.contains(target.id)) {
            urls.append(bindings.value(target.id));
        }
    }
    return urls;
}

Result<FoundRun> findRun(const Plan& plan, const QStringList& bind, const QString& run)
{
    const auto bindings = parseBindings(plan, bind);
    if (!bindings) {
        return fail(bindings.error());
    }
    FoundRun found;
    found.urls = urlsInOrder(plan, *bindings);
    if (found.urls.isEmpty()) {
        return fail({ErrorCode::Usage, Texts::tr("The plan has no database that keeps a journal."),
            {}, {}});
    }
    const Result<QList<RunSummary>> runs = listRuns(found.urls.first());
    if (!runs) {
        return fail(runs.error());
    }
    const auto wanted = std::find_if(runs->begin(), runs->end(), [&run](const RunSummary& each) {
        return run.isEmpty() ? !each.ended.has_value() : each.run == run;
    });
    if (wanted != runs->end()) {
        found.summary = *wanted;
    } else if (run.isEmpty() && !runs->isEmpty()) {
        found.summary = runs->first();
    } else {
        return fail({ErrorCode::Impossible,
            run.isEmpty() ? Texts::tr("No run was ever begun on this database.")
                          : Texts::tr("There is no run %1 in this database.").arg(run),
            redactedUrl(found.urls.first()),
            run.isEmpty()
                ? Texts::tr("Begin one with \"whimbrel-cli run\".")
                : Texts::tr("\"whimbrel-cli status\" without --run shows the last one.")});
    }
    return found;
}

} // namespace whimbrel::cli
