// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/plan/dialect.h"

#include <QByteArray>

namespace whimbrel {

/// Whether one statement inserts, updates or deletes rows, so that the number of them means
/// something: INSERT, UPDATE, DELETE, REPLACE, LOAD DATA, also behind WITH.
[[nodiscard]] bool changesRows(const QByteArray& sql, Dialect dialect);

} // namespace whimbrel
