// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

namespace whimbrel {

/// The SQL that a target speaks. External targets take no SQL: only command, manual and http.
/// MySQL stands for MariaDB too.
enum class Dialect { Sqlite, Postgresql, Mysql, External };

} // namespace whimbrel
