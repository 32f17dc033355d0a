// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/database/connection.h"

#include <QJsonObject>
#include <QList>

namespace whimbrel {

/// One part of an identity that is not as it was.
struct IdentityDifference {
    QString part{}; ///< its key: "systemIdentifier", "database", …
    QString text{}; ///< a sentence for people
    bool operator==(const IdentityDifference&) const = default;
};

/// What tells one database from another: a random id in the journal, which a copy carries along,
/// and what the database says of itself, which it does not.
struct DatabaseIdentity {
    QString id{};
    /// What a restored, cloned or replicated database has otherwise; parts that it does not tell
    /// are left out:
    /// - PostgreSQL: system identifier, timeline, database and its oid, whether it is in recovery,
    ///   and the address, because a replica and a physical clone share the identifier;
    /// - MariaDB: server_uid where it has one, server id, host name, data folder; MySQL:
    ///   server_uuid; port and database of both;
    /// - SQLite: the file, by path, device and inode.
    QJsonObject parts{};

    [[nodiscard]] QJsonObject toJson() const;
    [[nodiscard]] static DatabaseIdentity fromJson(const QJsonObject& json);
    /// What `found`, which is there now, has otherwise, what weighs most first. Parts that only one
    /// of the two has are not compared; nor is the name of a file, which may have been renamed.
    [[nodiscard]] QList<IdentityDifference> differencesTo(const DatabaseIdentity& found) const;
};

/// Asks the database who it is; `journalId` is the id that its journal carries. Not for use inside
/// a transaction.
[[nodiscard]] Result<DatabaseIdentity> identityOf(Connection& connection, const QString& journalId);

/// Why nothing can be migrated here although it can be connected to: a replica, a server that is
/// read-only. Empty if all is well.
[[nodiscard]] Result<> checkWritable(Connection& connection);

} // namespace whimbrel
