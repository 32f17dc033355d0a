// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/database/connection.h"

namespace whimbrel {

/// Where a server of MariaDB's or MySQL's shows who holds which metadata lock.
enum class MetadataLockSource {
    None, ///< nowhere: holders can only be inferred from who has a transaction open
    Plugin, ///< MariaDB's plugin metadata_lock_info: the granted ones, not who waits
    PerformanceSchema ///< performance_schema.metadata_locks: granted and waited for
};

/// The best that this server has; the instrument "wait/lock/metadata/sql/mdl" has to be enabled for
/// the performance schema (MySQL's default, not MariaDB's). None also if it cannot be asked.
[[nodiscard]] MetadataLockSource metadataLockSource(Connection& connection);

} // namespace whimbrel
