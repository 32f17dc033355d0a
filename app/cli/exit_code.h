// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/base/error.h"

namespace whimbrel::cli {

/// What the process tells its caller.
enum ExitCode {
    Well = 0, ///< all well
    Found = 1, ///< findings at the threshold, failed checks, an SQL error, a run that went back
    Wrong = 2, ///< wrong usage, a file that cannot be read or written
    Resting = 3, ///< a run rests at a gate, a hold or a pause
    Unreachable = 4, ///< a connection or the lock could not be had
    Doubt = 5, ///< in doubt: a person is needed
};

/// The one place where errors become exit codes.
[[nodiscard]] constexpr ExitCode exitCode(ErrorCode code)
{
    switch (code) {
    case ErrorCode::Usage:
    case ErrorCode::Unreadable:
    case ErrorCode::Unwritable:
    case ErrorCode::Impossible:
        return Wrong;
    case ErrorCode::Sql:
    case ErrorCode::CheckFailed:
        return Found;
    case ErrorCode::Connection:
    case ErrorCode::ConnectionLost:
    case ErrorCode::Locked:
        return Unreachable;
    case ErrorCode::InDoubt:
        return Doubt;
    case ErrorCode::Cancelled:
        return Resting;
    }
    return Wrong;
}

} // namespace whimbrel::cli
