// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/sql/statement.h"

#include <QByteArray>

#include <optional>

namespace whimbrel {

/// The script that takes this one back exactly: what was created is dropped, what was renamed is
/// named as before, in reverse order. Nothing where a statement has no exact inverse: one that
/// changes rows, drops something, or may have found its object there already.
[[nodiscard]] std::optional<QByteArray> inverseSql(const Script& script, Dialect dialect);

} // namespace whimbrel
