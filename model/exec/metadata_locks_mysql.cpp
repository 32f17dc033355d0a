// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "model/exec/metadata_locks_mysql.h"

namespace whimbrel {

MetadataLockSource metadataLockSource(Connection& connection)
{
    const auto has = [&connection](const char* counted) {
        const Result<QVariant> count = connection.value(QString::fromLatin1(counted));
        return count && count->toInt() > 0;
    };
    if (has("SELECT count(*) FROM performance_schema.setup_instruments "
            "WHERE name = 'wait/lock/metadata/sql/mdl' AND enabled = 'YES'")) {
        return MetadataLockSource::PerformanceSchema;
    }
    return has("SELECT count(*) FROM information_schema.plugins "
               "WHERE plugin_name = 'METADATA_LOCK_INFO' AND plugin_status = 'ACTIVE'")
        ? MetadataLockSource::Plugin
        : MetadataLockSource::None;
}

} // namespace whimbrel
