// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "model/exec/next_step.h"

#include <QJsonArray>

#include <utility>

namespace whimbrel {

namespace {

QString nameOf(const TableLock& lock)
{
    return lock.name.isEmpty()  ? lock.what
        : lock.schema.isEmpty() ? lock.name
                                : lock.schema + QLatin1Char('.') + lock.name;
}

QJsonObject toJson(const NextStatement& statement)
{
    QJsonArray locks;
    for (const TableLock& lock : statement.locks.locks) {
        locks.append(QJsonObject{{QStringLiteral("mode"), lockModeName(lock.mode)},
            {QStringLiteral("on"), nameOf(lock)},
            {QStringLiteral("blocksReads"), blocksReads(lock.mode)},
            {QStringLiteral("blocksWrites"), blocksWrites(lock.mode)}});
    }
    return {{QStringLiteral("sql"), statement.sql},
        {QStringLiteral("does"), weightName(statement.weight)},
        {QStringLiteral("inTransaction"), statement.inTransaction},
        {QStringLiteral("commits"), statement.commits}, {QStringLiteral("locks"), locks}};
}

QJsonObject rehearsedJson(const RehearsedStep& rehearsed)
{
    QJsonArray locks;
    for (const RehearsedLock& lock : rehearsed.locks) {
        locks.append(QJsonObject{{QStringLiteral("mode"), lock.mode},
            {QStringLiteral("on"), lock.object}, {QStringLiteral("ms"), lock.ms}});
    }
    return {{QStringLiteral("ms"), rehearsed.ms}, {QStringLiteral("rows"), rehearsed.rows},
        {QStringLiteral("locks"), locks}};
}

QJsonObject backJson(const BackFromStep& back)
{
    static constexpr const char* kinds[] = {"nothing-to-undo", "none", "explained", "way"};
    QJsonObject json{
        {QStringLiteral("kind"), QString::fromLatin1(kinds[static_cast<std::size_t>(back.kind)])}};
    if (!back.edge.isEmpty()) {
        json.insert(QStringLiteral("edge"), back.edge.text());
        json.insert(QStringLiteral("to"), back.to.text());
    }
    if (!back.because.isEmpty()) {
        json.insert(QStringLiteral("because"), back.because);
    }
    if (back.verdict) {
        json.insert(QStringLiteral("verdict"), keyOf(*back.verdict));
        json.insert(QStringLiteral("triedMs"), back.triedMs);
    }
    return json;
}

QJsonArray holdersJson(const QList<LockHolder>& holders)
{
    QJsonArray list;
    for (const LockHolder& holder : holders) {
        list.append(QJsonObject{{QStringLiteral("table"), holder.table},
            {QStringLiteral("mode"), holder.mode}, {QStringLiteral("granted"), holder.granted},
            {QStringLiteral("session"), holder.who.session},
            {QStringLiteral("user"), holder.who.user},
            {QStringLiteral("application"), holder.who.application},
            {QStringLiteral("state"), holder.who.state},
            {QStringLiteral("query"), holder.who.query},
            {QStringLiteral("ageMs"), holder.who.ageMs},
            {QStringLiteral("inferred"), holder.who.inferred}});
    }
    return list;
}

} // namespace

QJsonObject toJson(const NextStep& step)
{
    QJsonArray statements;
    for (const NextStatement& each : step.statements) {
        statements.append(toJson(each));
    }
    QJsonObject json{{QStringLiteral("node"), step.node.text()},
        {QStringLiteral("title"), step.title}, {QStringLiteral("statements"), statements},
        {QStringLiteral("inBatches"), step.inBatches},
        {QStringLiteral("checks"), QJsonArray::fromStringList(step.checks)},
        {QStringLiteral("back"), backJson(step.back)},
        {QStringLiteral("holders"), holdersJson(step.around.holders)}};
    const std::pair<const char*, QString> texts[]
        = {{"edge", step.edge.text()}, {"behind", step.behind.text()}, {"words", step.words},
            {"problem", step.problem}, {"holdersUnseen", step.around.unseen}};
    for (const auto& [key, value] : texts) {
        if (!value.isEmpty()) {
            json.insert(QLatin1String(key), value);
        }
    }
    if (step.rehearsed) {
        json.insert(QStringLiteral("rehearsed"), rehearsedJson(*step.rehearsed));
    }
    if (step.estimateMs >= 0) {
        json.insert(QStringLiteral("estimateMs"), step.estimateMs);
    }
    if (step.forecast.fromMs >= 0) {
        json.insert(QStringLiteral("forecast"),
            QJsonObject{{QStringLiteral("fromMs"), step.forecast.fromMs},
                {QStringLiteral("toMs"), step.forecast.toMs},
                {QStringLiteral("because"), step.forecast.because}});
    }
    return json;
}

} // namespace whimbrel
