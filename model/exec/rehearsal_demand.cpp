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

QString keyOf(const QList<Dialect>& dialects)
{
    Rehearsal bound;
    for (const Dialect dialect : dialects) {
        bound.databases.append({.dialect = dialect});
    }
    return bound.dialects();
}

const Rehearsal* proofIn(const Rehearsed& rehearsed, const QString& dialects)
{
    for (const Rehearsal& each : rehearsed.current) {
        if (each.dialects() == dialects && each.isProof()) {
            return &each;
        }
    }
    return nullptr;
}

QString titleOf(const Plan& plan, const NodeId& id)
{
    const Node* node = plan.nodes.find(id);
    return node && !node->title.isEmpty() ? node->title : id.text();
}

/// What is wrong with the evidence that there is.
QString shortcoming(const Rehearsed& rehearsed, const QString& dialects, const Plan& plan)
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
                return tr("In the rehearsal, the way back from \"%1\" to \"%2\" was: %3.")
                    .arg(
                        titleOf(plan, way.change), titleOf(plan, way.to), displayName(way.verdict));
            }
        }
        for (const RehearsedStep& step : each.steps) {
            if (!step.problem.isEmpty()) {
                return tr("In the rehearsal, the way forward failed at \"%1\": %2")
                    .arg(titleOf(plan, step.node), step.problem);
            }
        }
        return tr("In the rehearsal, the whole way from the end back to the start was: %1.")
            .arg(displayName(each.whole.verdict));
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
    QList<Dialect> dialects;
    for (const QString& url : request.bindings) {
        if (const Result<ConnectionUrl> parsed = parseConnectionUrl(url)) {
            dialects.append(parsed->dialect);
        }
    }
    if (const Rehearsal* proof = proofIn(rehearsed, keyOf(dialects))) {
        return QJsonObject{{QStringLiteral("rehearsed"), proof->at}};
    }
    const QString because = request.unrehearsedBecause.trimmed();
    if (!because.isEmpty()) {
        return QJsonObject{{QStringLiteral("unrehearsed"), because}};
    }
    return fail({ErrorCode::Usage,
        log ? shortcoming(rehearsed, keyOf(dialects), request.plan) : log.error().message, {},
        tr("Rehearse it before it runs in production, or say why not: --unrehearsed REASON.")});
}

QString whyNotProven(const Rehearsed& rehearsed, const QList<Dialect>& dialects, const Plan& plan)
{
    const QString key = keyOf(dialects);
    return proofIn(rehearsed, key) ? QString() : shortcoming(rehearsed, key, plan);
}

} // namespace whimbrel
