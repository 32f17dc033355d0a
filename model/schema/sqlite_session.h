// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/base/result.h"

#include <QByteArray>
#include <QString>

#include <functional>
#include <initializer_list>

struct sqlite3;
struct sqlite3_stmt;

namespace whimbrel {

/// The library's handle of an open SQLite connection of Qt, for what Qt does not offer: exact bytes
/// and types of values, and many rows at little cost. Use in the thread of the connection.
class SqliteSession final {
public:
    /// Fails if the connection is not open, or not SQLite's.
    [[nodiscard]] static Result<SqliteSession> of(const QString& connection);

    /// Calls `row` with each row of a query; stops early when it returns false.
    [[nodiscard]] Result<> query(const QByteArray& sql, std::initializer_list<QString> values,
        const std::function<bool(sqlite3_stmt*)>& row) const;

    /// All reads between construction and destruction see one state of the database, within an
    /// open transaction or without one.
    class Snapshot final {
    public:
        explicit Snapshot(const SqliteSession& session);
        ~Snapshot();
        Snapshot(const Snapshot&) = delete;
        Snapshot& operator=(const Snapshot&) = delete;

        [[nodiscard]] const Result<>& begun() const { return m_begun; }

    private:
        const SqliteSession& m_session;
        Result<> m_begun{};
    };

private:
    explicit SqliteSession(sqlite3* handle)
        : m_handle(handle)
    { }
    [[nodiscard]] Error error() const;

    sqlite3* m_handle = nullptr;
};

[[nodiscard]] QString textAt(sqlite3_stmt* row, int column);
[[nodiscard]] qint64 numberAt(sqlite3_stmt* row, int column);

} // namespace whimbrel
