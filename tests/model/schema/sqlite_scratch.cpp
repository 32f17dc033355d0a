// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "tests/model/schema/sqlite_scratch.h"

#include "model/sql/statement.h"

#include <QFile>

namespace whimbrel::test {

SqliteScratch::SqliteScratch(const QByteArray& script)
{
    QFile file(path());
    if (!file.open(QIODevice::WriteOnly)) {
        m_error = file.errorString();
        return;
    }
    file.close(); // an empty file is an empty database
    auto opened = SqliteConnection::open(path(), Connection::Access::ReadWrite);
    if (!opened) {
        m_error = opened.error().text();
        return;
    }
    m_connection = *std::move(opened);
    run(script);
}

bool SqliteScratch::run(const QByteArray& script)
{
    const Script cut = splitScript(script, Dialect::Sqlite);
    for (const Statement& statement : cut.statements) {
        const QByteArray sql = cut.text(statement);
        const auto done = m_connection->exec(QString::fromUtf8(sql));
        if (!done) {
            m_error = done.error().text() + QStringLiteral(" in ") + QString::fromUtf8(sql);
            return false;
        }
    }
    return true;
}

} // namespace whimbrel::test
