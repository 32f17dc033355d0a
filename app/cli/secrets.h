// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/database/connection_url.h"

namespace whimbrel::cli {

/// What "@NAME" or a URL means: the connection, with its password where the keychain has it. Blocks
/// until the keychain has answered. The error says that the name is not known, or that the keychain
/// does not have what it should.
[[nodiscard]] Result<ConnectionUrl> connectionFor(const QString& given);

/// Puts a password into the keychain under a connection's name. Blocks.
[[nodiscard]] Result<> keepSecret(const QString& name, const Secret& secret);
/// Takes it out again; that there is none is no error. Blocks.
[[nodiscard]] Result<> forgetSecret(const QString& name);

} // namespace whimbrel::cli
