// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/sql/schema_changes.h"

#include <QByteArray>
#include <QString>

#include <optional>

namespace whimbrel {

/// What a {term} of an EffectRow stands for in one dialect, made from the change: more of a
/// condition, in which terms may stand again.
[[nodiscard]] std::optional<QByteArray> postgresqlTerm(
    QByteArrayView term, const SchemaChange& change);
[[nodiscard]] std::optional<QByteArray> mysqlTerm(QByteArrayView term, const SchemaChange& change);

/// The value to bind for a {term}, where it stands for one.
[[nodiscard]] std::optional<QString> postgresqlValue(
    QByteArrayView term, const SchemaChange& change);
[[nodiscard]] std::optional<QString> mysqlValue(QByteArrayView term, const SchemaChange& change);

} // namespace whimbrel
