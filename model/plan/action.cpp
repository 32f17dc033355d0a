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

} // namespace whimbrel
