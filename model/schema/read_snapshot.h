// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/database/connection.h"

namespace whimbrel {

/// While it lives, all reads see one state of the database: the open transaction's, else that of a
/// read transaction of its own, which it ends. Session settings on which texts of the server
/// depend (search path, time zone, formats) are the same in every snapshot, and put back.
class ReadSnapshot final {
public:
    explicit ReadSnapshot(Connection& connection);
    ~ReadSnapshot();
    ReadSnapshot(const ReadSnapshot&) = delete;
    ReadSnapshot& operator=(const ReadSnapshot&) = delete;

    [[nodiscard]] const Result<>& begun() const { return m_begun; }

private:
    [[nodiscard]] Result<> pinSettings();

    Connection& m_connection;
    bool m_ownTransaction = false;
    QStringList m_putBack{}; ///< statements
    Result<> m_begun{};
};

} // namespace whimbrel
