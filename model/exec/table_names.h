// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/plan/dialect.h"

#include <QString>

namespace whimbrel {

/// A column or table as SQL of the dialect.
[[nodiscard]] QString quotedName(const QString& name, Dialect dialect);

/// A table as plans name it: on servers a dot stands between schema and table.
[[nodiscard]] QString quotedTable(const QString& table, Dialect dialect);

} // namespace whimbrel
