// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/cli/command_line.h"
#include "model/database/connection_url.h"

#include <QJsonObject>

namespace whimbrel::cli {

/// What "@NAME" or a URL means.
struct KnownConnection {
    ConnectionUrl url{}; ///< with its password, as far as it is known
    QString environment{}; ///< of the named connection; may be empty
    Error keychain{}; ///< why the keychain did not give the password; no message: it did, or was
                      ///< not asked
};

/// Looks a connection up. Where `password` is given the keychain is not asked; else it is, if the
/// connection's password is kept there. Blocks until it has answered. The error says that the name
/// is not known, or that the URL cannot be read.
[[nodiscard]] Result<KnownConnection> knownConnection(
    const QString& given, const Secret& password = {});

/// The same for who cannot ask: that the keychain does not have what it should is an error too.
[[nodiscard]] Result<ConnectionUrl> connectionFor(
    const QString& given, const Secret& password = {});

/// With --secrets-stdin: the passwords in the first line of standard input, by target. Otherwise
/// there are none.
[[nodiscard]] Result<QJsonObject> givenSecrets(const CommandLine& line);

/// Puts a password into the keychain under a connection's name. Blocks.
[[nodiscard]] Result<> keepSecret(const QString& name, const Secret& secret);
/// Takes it out again; that there is none is no error. Blocks.
[[nodiscard]] Result<> forgetSecret(const QString& name);

} // namespace whimbrel::cli
