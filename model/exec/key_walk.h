// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/database/connection.h"

#include <QJsonValue>

namespace whimbrel {

/// The walk along a table's keys, in their order: where it is and where it ends.
struct KeyWalk {
    QString table{};
    QString key{}; ///< one unique NOT NULL column of integers or texts
    QJsonValue cursor{QJsonValue::Undefined}; ///< the last key walked by
    QJsonValue until{QJsonValue::Undefined}; ///< the largest key at its start
    int batch = 1000;
};

/// A key as the journal keeps it, and back.
[[nodiscard]] QVariant keyFrom(const QJsonValue& value);
[[nodiscard]] QJsonValue jsonFrom(const QVariant& key);

/// The largest key, after a look at whether the column can serve as one; null for an empty table.
[[nodiscard]] Result<QVariant> largestKey(Connection& connection, const KeyWalk& walk);

/// Where the next batch begins and ends, both included.
struct KeyBounds {
    QVariant first{}; ///< invalid: no row is left
    QVariant last{};
    bool isLast = false; ///< nothing comes after it
};

/// The bounds of the next batch. The server walks along its index: no key in between is sent.
[[nodiscard]] Result<KeyBounds> nextBounds(Connection& connection, const KeyWalk& walk);

/// How far a backfill is, from nothing (0) to its end (1); negative if its keys do not tell.
[[nodiscard]] double fractionOf(
    const QJsonValue& first, const QJsonValue& cursor, const QJsonValue& until);

} // namespace whimbrel
