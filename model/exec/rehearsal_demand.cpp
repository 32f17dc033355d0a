// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "model/exec/rehearsal_demand.h"

#include "model/database/connection_url.h"
#include "model/io/plan_hash.h"
#include "model/io/rehearsal_file.h"

#include <QCoreApplication>

namespace whimbrel {

namespace {

QString tr(const char* text)
{
    return QCoreApplication::translate("Rehearsal", text);
}

QString dialectsOf(const QMap<TargetId, QString>& bindings)
{
    Rehearsal bound;
    for (const QString& url : bindings) {
        if (const Result<ConnectionUrl> parsed = parseConnectionUrl(url)) {
            bound.databases.append({.dialect = parsed->dialect});
        }
    }
    return bound.dialects();
}

/// What is wrong with the evidence that there is.
QString shortcoming(const Rehearsed& rehearsed, const QString& dialects)
{
    if (rehearsed.isStale()) {
        return tr("The plan was changed since it was rehearsed on %1.")
            .arg(rehearsed.staleAt.left(10));
    }
    if (rehearsed.current.isEmpty()) {
        return tr("This plan was never rehearsed.");
    }
    for (const Rehearsal& each : rehearsed.current) {
        if (each.dialects() != dialects) {
            continue;
        }
        for (const RehearsedWay& way : each.ways) {
            if (!isGood(way.verdict)) {
                return tr("In the rehearsal, the way back \"%1\" of \"%2\" was: %3.")
                    .arg(way.edge.text(), way.change.text(), displayName(way.verdict));
            }
        }
        return tr("The rehearsal did not go well.");
    }
    return tr("This plan was rehearsed on %1, not on %2.")
        .arg(rehearsed.current.constFirst().dialects(), dialects);
}

} // namespace

Result<QJsonObject> rehearsalNote(const RunRequest& request)
{
    if (request.environment != QLatin1String("production") || request.rehearsal) {
        return QJsonObject{};
    }
    const Result<RehearsalLog> log = loadRehearsals(request.planPath);
    const Rehearsed rehearsed = rehearsedAs(log.value_or(RehearsalLog{}), planHash(request.plan));
    const QString dialects = dialectsOf(request.bindings);
    for (const Rehearsal& each : rehearsed.current) {
        if (each.dialects() == dialects && each.isProof()) {
            return QJsonObject{{QStringLiteral("rehearsed"), each.at}};
        }
    }
    const QString because = request.unrehearsedBecause.trimmed();
    if (!because.isEmpty()) {
        return QJsonObject{{QStringLiteral("unrehearsed"), because}};
    }
    return fail({ErrorCode::Usage, log ? shortcoming(rehearsed, dialects) : log.error().message, {},
        tr("Rehearse it before it runs in production, or say why not: --unrehearsed REASON.")});
}

} // namespace whimbrel
