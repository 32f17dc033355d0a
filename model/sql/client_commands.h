// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/plan/dialect.h"
#include "model/sql/token.h"

#include <QString>

#include <span>

namespace whimbrel {

/// Why a command for sqlite3, psql or mysql cannot be carried out, and what to write instead. Empty
/// for DELIMITER, which only says how to read the script, and for what is no such command. `text`
/// is the command with its line, or the first word of a statement.
[[nodiscard]] QString clientCommandProblem(QByteArrayView text, Dialect dialect);

/// Whether a COPY reads its rows from the client or sends them there. `tokens` are the significant
/// ones of the statement.
enum class CopyEnd { OnServer, FromClient, ToClient };
[[nodiscard]] CopyEnd copyEnd(QByteArrayView sql, std::span<const Token> tokens);

} // namespace whimbrel
