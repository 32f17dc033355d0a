// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/plan/dialect.h"

#include <QByteArray>
#include <QMap>
#include <QVariant>

#include <functional>

namespace whimbrel {

/// Puts something in place of every :name of the SQL that `values` has: what `spell` makes of the
/// value. Strings, quoted names, comments, casts (a::text) and names that `values` lacks are left.
[[nodiscard]] QByteArray withNamedValues(const QByteArray& sql, Dialect dialect,
    const QMap<QString, QVariant>& values, const std::function<QByteArray(const QVariant&)>& spell);

} // namespace whimbrel
