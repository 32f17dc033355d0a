// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/base/result.h"

#include <QList>
#include <QString>

namespace whimbrel {

/// A connection that a person named, to be written as @NAME wherever a connection URL is taken. It
/// never holds a password: that is in the desktop's keychain, in a file of the database's own
/// (pgpass, option file), or asked for.
struct ConnectionProfile {
    QString name{}; ///< letters, digits, "-", "_" and "."; unique
    QString url{}; ///< without a password
    QString environment{}; ///< "development", "staging", "production"; may be empty
    bool keychain = false; ///< its password was put into the keychain
    bool operator==(const ConnectionProfile&) const = default;
};

/// The file of the person's profiles: $XDG_CONFIG_HOME/whimbrel/connections.json
[[nodiscard]] QString connectionProfilesPath();

/// The profiles of a file, in its order; none if there is no such file. The error names the entry
/// that is not as it should be; nothing is left out in silence.
[[nodiscard]] Result<QList<ConnectionProfile>> readConnectionProfiles(const QString& path);

/// Writes the file anew, readable by its owner alone, by renaming it into place. Refuses a URL that
/// holds a password, a name that cannot be written as @NAME, and one that stands twice.
[[nodiscard]] Result<> writeConnectionProfiles(
    const QString& path, const QList<ConnectionProfile>& profiles);

/// The URL that is meant: that of the profile for "@NAME", anything else as it is.
[[nodiscard]] Result<QString> resolvedUrl(
    const QString& given, const QList<ConnectionProfile>& profiles);

} // namespace whimbrel
