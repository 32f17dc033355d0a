// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "model/sql/locks.h"

#include "model/sql/lock_rows.h"
#include "model/sql/token_cursor.h"

#include <QCoreApplication>

#include <algorithm>
#include <array>

namespace whimbrel {

namespace {

struct ModeRow {
    LockMode mode;
    const char* name;
    const char* pgLocks; ///< nullptr: no mode of PostgreSQL
    bool blocksReads;
    bool blocksWrites;
};

constexpr ModeRow modes[] = {
    {LockMode::AccessShare, "ACCESS SHARE", "AccessShareLock", false, false},
    {LockMode::RowShare, "ROW SHARE", "RowShareLock", false, false},
    {LockMode::RowExclusive, "ROW EXCLUSIVE", "RowExclusiveLock", false, false},
    {LockMode::ShareUpdateExclusive, "SHARE UPDATE EXCLUSIVE", "ShareUpdateExclusiveLock", false,
        false},
    {LockMode::Share, "SHARE", "ShareLock", false, true},
    {LockMode::ShareRowExclusive, "SHARE ROW EXCLUSIVE", "ShareRowExclusiveLock", false, true},
    {LockMode::Exclusive, "EXCLUSIVE", "ExclusiveLock", false, true},
    {LockMode::AccessExclusive, "ACCESS EXCLUSIVE", "AccessExclusiveLock", true, true},
    {LockMode::MetadataRead, QT_TRANSLATE_NOOP("Sql", "shared metadata lock"), nullptr, false,
        false},
    {LockMode::MetadataWrite, QT_TRANSLATE_NOOP("Sql", "shared metadata lock for writing"), nullptr,
        false, false},
    {LockMode::MetadataExclusive, QT_TRANSLATE_NOOP("Sql", "exclusive metadata lock"), nullptr,
        true, true},
    {LockMode::FileWrite, QT_TRANSLATE_NOOP("Sql", "the database's write lock"), nullptr, false,
        true},
};

const ModeRow& rowOf(LockMode mode)
{
    return *std::find_if(std::begin(modes), std::end(modes),
        [mode](const ModeRow& each) { return each.mode == mode; });
}

LockFacts sqliteLocks(const Statement& statement)
{
    LockFacts facts;
    if (statement.kind != StatementClass::Query && statement.kind != StatementClass::Session
        && statement.kind != StatementClass::Transaction) {
        facts.locks.append({LockMode::FileWrite, statement.schema, statement.table, {}});
        facts.patience = LockPatience::TableLock;
    }
    return facts;
}

} // namespace

QString lockModeName(LockMode mode)
{
    return QCoreApplication::translate("Sql", rowOf(mode).name);
}

QString pgLocksName(LockMode mode)
{
    return QString::fromLatin1(rowOf(mode).pgLocks);
}

QString lockModeInWords(const QString& serverName)
{
    const std::optional<LockMode> mode = modeOfPgLocks(serverName);
    return mode ? lockModeName(*mode) : serverName;
}

std::optional<LockMode> modeOfPgLocks(const QString& name)
{
    for (const ModeRow& row : modes) {
        if (row.pgLocks != nullptr && name == QLatin1String(row.pgLocks)) {
            return row.mode;
        }
    }
    return std::nullopt;
}

bool conflict(LockMode a, LockMode b)
{
    using enum LockMode;
    const LockMode weak = std::min(a, b);
    const LockMode strong = std::max(a, b);
    if (strong == FileWrite || strong == MetadataExclusive) {
        return strong == weak || (strong == MetadataExclusive && weak >= MetadataRead);
    }
    switch (weak) { // the table of PostgreSQL's manual, half of it: it is symmetric
    case AccessShare:
        return strong == AccessExclusive;
    case RowShare:
        return strong == Exclusive || strong == AccessExclusive;
    case RowExclusive:
        return strong >= Share && strong <= AccessExclusive;
    case ShareUpdateExclusive:
        return strong <= AccessExclusive;
    case Share:
        return strong != Share && strong <= AccessExclusive;
    case ShareRowExclusive:
    case Exclusive:
    case AccessExclusive:
        return strong <= AccessExclusive;
    case MetadataRead:
    case MetadataWrite:
    case MetadataExclusive:
    case FileWrite:
        break;
    }
    return false;
}

bool blocksReads(LockMode mode)
{
    return rowOf(mode).blocksReads;
}

bool blocksWrites(LockMode mode)
{
    return rowOf(mode).blocksWrites;
}

const TableLock* LockFacts::strongest() const
{
    const auto found = std::max_element(locks.begin(), locks.end(),
        [](const TableLock& a, const TableLock& b) { return a.mode < b.mode; });
    return found == locks.end() ? nullptr : &*found;
}

LockFacts lockFacts(const Statement& statement, const QByteArray& sql, Dialect dialect)
{
    const QList<Token> tokens = significantTokens(sql, dialect);
    const TokenCursor cursor(
        sql, {tokens.constData(), static_cast<std::size_t>(tokens.size())}, dialect);
    switch (dialect) {
    case Dialect::Postgresql:
        return postgresqlLocks(statement, cursor);
    case Dialect::Mysql:
        return mysqlLocks(statement, cursor);
    case Dialect::Sqlite:
        return sqliteLocks(statement);
    case Dialect::External:
        break;
    }
    return {};
}

} // namespace whimbrel
