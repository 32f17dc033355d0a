// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/database/connection.h"
#include "model/database/connection_url.h"

namespace whimbrel {

/// Opens the database of a URL, whatever its dialect, with our session settings pinned. Blocks.
[[nodiscard]] Result<std::unique_ptr<Connection>> openConnection(const ConnectionUrl& url,
    Connection::Access access,
    std::shared_ptr<Interrupter> interrupter = std::make_shared<Interrupter>());

/// The same from a URL as text.
[[nodiscard]] Result<std::unique_ptr<Connection>> openConnection(const QString& url,
    Connection::Access access,
    std::shared_ptr<Interrupter> interrupter = std::make_shared<Interrupter>());

/// Whether an error of openConnection() says that the server wants a password, or another one: then
/// asking for it and trying again with ConnectionUrl::password may help.
[[nodiscard]] bool wantsPassword(const Error& error);

} // namespace whimbrel
