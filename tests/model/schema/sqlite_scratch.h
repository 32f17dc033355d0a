// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/database/sqlite_connection.h"

#include <QByteArray>
#include <QString>
#include <QTemporaryDir>

namespace whimbrel::test {

/// A SQLite file of its own in a temporary folder, open; gone when destroyed.
class SqliteScratch final {
public:
    /// Opens it and runs the script, if any; look at error() afterwards.
    explicit SqliteScratch(const QByteArray& script = {});

    [[nodiscard]] Connection& connection() const { return *m_connection; }
    [[nodiscard]] QString path() const { return m_folder.filePath(QStringLiteral("scratch.db")); }
    [[nodiscard]] const QString& error() const { return m_error; }

    /// Runs a script statement by statement; false and error() at the first that fails.
    bool run(const QByteArray& script);

private:
    QTemporaryDir m_folder{};
    std::unique_ptr<SqliteConnection> m_connection{};
    QString m_error{};
};

} // namespace whimbrel::test
