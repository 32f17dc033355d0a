// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/database/connection.h"

#include <QJsonObject>

namespace whimbrel {

/// What tells one database from another: a random id in the journal, which a copy carries along,
/// and where the database lies, which it does not.
struct DatabaseIdentity {
    QString id{};
    qint64 device = 0; ///< of a file
    qint64 inode = 0;
    QString path{}; ///< or the database's name, as messages say it
    /// Of a server: what the server calls itself, and its history (PostgreSQL's timeline), which
    /// changes when a backup is restored or a replica takes over.
    QString server{};
    QString address{}; ///< of a server, as it sees itself; empty where it cannot tell
    QString database{}; ///< of a server: the database's name there

    [[nodiscard]] QJsonObject toJson() const;
    [[nodiscard]] static DatabaseIdentity fromJson(const QJsonObject& json);
    /// The same file (it may have been renamed), or the same database of the same server.
    [[nodiscard]] bool isSame(const DatabaseIdentity& other) const;
};

/// Asks the database who it is; `journalId` is the id that its journal carries.
[[nodiscard]] Result<DatabaseIdentity> identityOf(Connection& connection, const QString& journalId);

/// Why nothing can be migrated here although it can be connected to: a replica, a server that is
/// read-only. Empty if all is well.
[[nodiscard]] Result<> checkWritable(Connection& connection);

} // namespace whimbrel
