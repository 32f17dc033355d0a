// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/base/result.h"

#include <QList>
#include <QString>
#include <QStringList>

#include <optional>

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

/// Why the profiles cannot be kept: a URL that holds a password or cannot be read, a name that
/// cannot be written as @NAME, or one that stands twice.
[[nodiscard]] Result<> checkConnectionProfiles(const QList<ConnectionProfile>& profiles);

/// Whether it can be written as @NAME.
[[nodiscard]] bool isConnectionName(const QString& name);

/// Writes the file anew, readable by its owner alone, by renaming it into place. Refuses what
/// checkConnectionProfiles() does.
[[nodiscard]] Result<> writeConnectionProfiles(
    const QString& path, const QList<ConnectionProfile>& profiles);

/// The profile that "@NAME" means; none for anything else.
[[nodiscard]] std::optional<ConnectionProfile> profileNamed(
    const QString& given, const QList<ConnectionProfile>& profiles);

/// Of some environments the one that wants most care: production, staging, development; empty where
/// none is known.
[[nodiscard]] QString gravestEnvironment(const QStringList& environments);

/// The URL that is meant: that of the profile for "@NAME", anything else as it is.
[[nodiscard]] Result<QString> resolvedUrl(
    const QString& given, const QList<ConnectionProfile>& profiles);

} // namespace whimbrel
