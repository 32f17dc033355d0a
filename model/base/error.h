// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QString>

namespace whimbrel {

/// What class of failure an Error is. The command line's exit code follows from it alone
/// (see exitCode() in app/cli/exit_code.h).
enum class ErrorCode {
    Usage, ///< the request itself is wrong: an unknown option, an impossible combination
    Unreadable, ///< a file is missing, unreadable or not what it should be
    Unwritable, ///< a file could not be written: no space, no rights, a read-only folder
    Impossible, ///< an edit or command does not fit the present state; nothing was changed
    Sql, ///< the database refused a statement
    CheckFailed, ///< a check found something other than expected
    Connection, ///< a database could not be reached or opened
    ConnectionLost, ///< it was open and has gone; what was under way has an unknown end
    Locked, ///< somebody else holds the lock or the run
    InDoubt, ///< whether something took effect cannot be told; a person is needed
    Cancelled, ///< stopped on request, with nothing left half done
};

/// Why something could not be done: a whole sentence that names the thing and what was expected,
/// the place where it happened, and what the person can do about it.
struct Error {
    ErrorCode code = ErrorCode::Usage;
    QString message{};
    QString where{}; ///< a path, "line 12", a JSON pointer, a node …; may be empty
    QString advice{}; ///< what to do; may be empty
    QString sqlState{}; ///< the server's own code: SQLSTATE, or MariaDB's number; may be empty

    /// The parts as one text for people: "where: message advice".
    [[nodiscard]] QString text() const
    {
        QString all = where.isEmpty() ? message : where + QStringLiteral(": ") + message;
        if (!advice.isEmpty()) {
            all += QLatin1Char(' ') + advice;
        }
        return all;
    }

    bool operator==(const Error&) const = default;
};

} // namespace whimbrel
