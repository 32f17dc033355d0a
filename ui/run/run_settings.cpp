// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "ui/run/run_settings.h"

#include "model/database/connection_url.h"
#include "ui/session/settings.h"

namespace whimbrel {

RunSettings readRunSettings(const QSettings& store, const QString& planPath)
{
    const QString key = whimbrel::settings::keyOfPlan(planPath);
    RunSettings settings;
    const QVariantMap bindings = store.value(key + QStringLiteral("bindings")).toMap();
    for (auto each = bindings.cbegin(); each != bindings.cend(); ++each) {
        settings.bindings.insert(TargetId(each.key()), each.value().toString());
    }
    settings.environment
        = store.value(key + QStringLiteral("environment"), settings.environment).toString();
    settings.policy = store.value(key + QStringLiteral("policy"), settings.policy).toString();
    settings.by = store.value(key + QStringLiteral("by")).toString();
    settings.runner = store.value(key + QStringLiteral("runner")).toString();
    return settings;
}

void writeRunSettings(QSettings& store, const QString& planPath, const RunSettings& settings)
{
    const QString key = whimbrel::settings::keyOfPlan(planPath);
    QVariantMap bindings;
    for (auto each = settings.bindings.cbegin(); each != settings.bindings.cend(); ++each) {
        bindings.insert(each.key().text(), redactedUrl(each.value()));
    }
    store.setValue(key + QStringLiteral("plan"), planPath);
    store.setValue(key + QStringLiteral("bindings"), bindings);
    store.setValue(key + QStringLiteral("environment"), settings.environment);
    store.setValue(key + QStringLiteral("policy"), settings.policy);
    store.setValue(key + QStringLiteral("by"), settings.by);
    store.setValue(key + QStringLiteral("runner"), settings.runner);
    // Whether commands may run, and why there is no rehearsal, is asked for each run.
}

} // namespace whimbrel
