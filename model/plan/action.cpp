// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "model/plan/action.h"

namespace whimbrel {

const SqlSource* Action::sql() const
{
    if (const auto* statements = std::get_if<SqlAction>(&body)) {
        return &statements->sql;
    }
    if (const auto* backfill = std::get_if<BackfillAction>(&body)) {
        return &backfill->sql;
    }
    return nullptr;
}

const SqlSource* Action::sqlFor(Dialect dialect) const
{
    const SqlSource* general = sql();
    if (!general) {
        return nullptr;
    }
    for (const DialectSql& own : dialects) {
        if (own.dialect == dialect) {
            return &own.sql;
        }
    }
    return general;
}

namespace {

template <class ActionHere>
auto limitsIn(ActionHere& action) -> decltype(&std::get<BackfillAction>(action.body).limits)
{
    if (auto* backfill = std::get_if<BackfillAction>(&action.body)) {
        return &backfill->limits;
    }
    auto* copied = std::get_if<CopyAction>(&action.body);
    return copied ? &copied->limits : nullptr;
}

} // namespace

const QList<Check>* limitsOf(const std::optional<Action>& action)
{
    return action ? limitsIn(*action) : nullptr;
}

QList<Check>* limitsOf(std::optional<Action>& action)
{
    return action ? limitsIn(*action) : nullptr;
}

void removeMaxLag(Action& action)
{
    if (auto* backfill = std::get_if<BackfillAction>(&action.body)) {
        backfill->maxLagMs.reset();
    } else if (auto* copied = std::get_if<CopyAction>(&action.body)) {
        copied->maxLagMs.reset();
    }
}

void removeLimits(Action& action)
{
    removeMaxLag(action);
    if (QList<Check>* limits = limitsIn(action)) {
        limits->clear();
    }
}

std::optional<qint64> Action::maxLagMs() const
{
    if (const auto* backfill = std::get_if<BackfillAction>(&body)) {
        return backfill->maxLagMs;
    }
    const auto* copied = std::get_if<CopyAction>(&body);
    return copied ? copied->maxLagMs : std::nullopt;
}

QList<Check> Action::limits() const
{
    const QList<Check>* found = limitsIn(*this);
    return found ? *found : QList<Check>();
}

} // namespace whimbrel
