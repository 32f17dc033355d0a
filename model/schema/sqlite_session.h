// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/database/connection.h"

#include <QByteArray>
#include <QString>

#include <functional>
#include <initializer_list>

struct sqlite3;
struct sqlite3_stmt;

namespace whimbrel {

/// The library's handle of an open SQLite connection, for what Connection does not offer: exact
/// bytes and types of values, and many rows at little cost. Use in the thread of the connection.
class SqliteSession final {
public:
    /// Of a connection to SQLite only.
    explicit SqliteSession(Connection& connection);

    /// Calls `row` with each row of a query; stops early when it returns false.
    [[nodiscard]] Result<> query(const QByteArray& sql, std::initializer_list<QString> values,
        const std::function<bool(sqlite3_stmt*)>& row) const;

    /// What our own tables' names begin with.
    [[nodiscard]] const QString& ours() const { return m_ours; }

private:
    [[nodiscard]] Error error() const;

    sqlite3* m_handle = nullptr;
    QString m_ours{};
};

[[nodiscard]] QString textAt(sqlite3_stmt* row, int column);
[[nodiscard]] qint64 numberAt(sqlite3_stmt* row, int column);

} // namespace whimbrel
