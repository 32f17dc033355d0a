// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/database/connection.h"

#include <QList>
#include <QString>

namespace whimbrel {

/// Which database this is, as the journal keeps it, so that a restored, cloned or replicated one
/// is told from the one that a run began on:
/// - PostgreSQL: system identifier, timeline, database and its oid, whether it is in recovery, and
///   the address, because a replica and a physical clone share the identifier;
/// - MariaDB: server_uid where it has one, server id, host name, data folder; MySQL: server_uuid;
///   port and database of both;
/// - SQLite: the file, by path, device and inode.
/// A part that the server does not tell is left out. Not for use inside a transaction.
[[nodiscard]] Result<QJsonObject> identityOf(Connection& connection);

/// One part of an identity that is not as it was.
struct IdentityDifference {
    QString part{}; ///< its key: "systemIdentifier", "database", …
    QString text{}; ///< a sentence for people
    bool operator==(const IdentityDifference&) const = default;
};

/// What differs between the database that was recorded and the one that is there now, what weighs
/// most first. Parts that only one of the two has are not compared.
[[nodiscard]] QList<IdentityDifference> differencesOfIdentity(
    const QJsonObject& recorded, const QJsonObject& found);

} // namespace whimbrel
