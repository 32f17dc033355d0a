// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "tests/model/schema/scratch_database.h"

#include "model/sql/statement.h"

#include <QSqlError>
#include <QSqlQuery>
#include <QUuid>

namespace whimbrel::test {

ScratchDatabase::ScratchDatabase(const QByteArray& script)
    : m_connection(QUuid::createUuid().toString())
{
    QSqlDatabase database = QSqlDatabase::addDatabase(QStringLiteral("QSQLITE"), m_connection);
    database.setDatabaseName(path());
    if (!database.open()) {
        m_error = database.lastError().text();
        return;
    }
    run(script);
}

ScratchDatabase::~ScratchDatabase()
{
    QSqlDatabase::removeDatabase(m_connection);
}

bool ScratchDatabase::run(const QByteArray& script)
{
    const QSqlDatabase database = QSqlDatabase::database(m_connection);
    const Script cut = splitScript(script, Dialect::Sqlite);
    for (const Statement& statement : cut.statements) {
        QSqlQuery query(database);
        const QByteArray sql = cut.text(statement);
        if (!query.exec(QString::fromUtf8(sql))) {
            m_error = query.lastError().text() + QStringLiteral(" in ") + QString::fromUtf8(sql);
            return false;
        }
    }
    return true;
}

} // namespace whimbrel::test
