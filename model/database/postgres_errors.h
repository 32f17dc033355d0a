// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/base/error.h"

#include <QByteArray>

#include <libpq-fe.h>

#include <chrono>

namespace whimbrel {

/// What has to be known of a statement to tell why it failed.
struct PostgresAttempt {
    QString database{}; ///< as messages name it
    QByteArray sql{}; ///< as it was sent
    bool isCancelled = false; ///< somebody here asked for it
    std::chrono::milliseconds lockTimeout{};
    std::chrono::milliseconds statementTimeout{};
};

/// A failure that the server reported, told for people; sqlState holds its code.
[[nodiscard]] Error postgresError(const PGresult* result, const PostgresAttempt& attempt);

/// What the server remarked, in one line: "NOTICE: …".
[[nodiscard]] QString postgresNotice(const PGresult* notice);

/// The connection went while a statement was under way, or before.
[[nodiscard]] Error postgresLost(const QString& said, const PostgresAttempt& attempt);

/// Why a connection could not be had. `said` is libpq's message, with its codes (PQERRORS_VERBOSE).
[[nodiscard]] Error postgresRefused(
    const QString& said, bool needsPassword, const QString& database, const QString& user);

} // namespace whimbrel
