// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/base/error.h"

#include <chrono>

namespace whimbrel {

/// What has to be known of a statement to tell why it failed.
struct MariadbAttempt {
    QString database{}; ///< as messages name it
    bool isCancelled = false; ///< somebody here asked for it
    bool isTimedOut = false; ///< we stopped it because its time was up
    std::chrono::milliseconds lockTimeout{};
    std::chrono::milliseconds statementTimeout{};
};

/// A failure that the server or the library reported, told for people; sqlState holds its number.
[[nodiscard]] Error mariadbError(
    unsigned number, const QString& said, const MariadbAttempt& attempt);

/// Why a connection could not be had.
[[nodiscard]] Error mariadbRefused(
    unsigned number, const QString& said, const QString& database, const QString& user);

/// Whether after an error of this number nothing more can be done with the connection.
[[nodiscard]] bool isMariadbLost(unsigned number);

} // namespace whimbrel
