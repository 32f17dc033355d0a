// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/cli/command_line.h"
#include "model/base/result.h"

#include <QStringList>

namespace whimbrel::cli {

struct BoundUrls {
    QStringList urls{}; ///< they hold secrets: for parseBindings() alone
    QString environment{}; ///< the gravest that a named connection says; empty: none does
};

/// What --bind gave, each with the URL that "@NAME" stands for and with its password, from the
/// first of: the URL itself, --secrets-stdin, the keychain, the terminal (when the server asks for
/// one and none is there). Blocks.
[[nodiscard]] Result<BoundUrls> boundUrls(const CommandLine& line);

/// What --environment says, else what the connections say (BoundUrls::environment). The error says
/// that the connections are of a graver one.
[[nodiscard]] Result<QString> environmentFor(const CommandLine& line, const QString& bound);

} // namespace whimbrel::cli
