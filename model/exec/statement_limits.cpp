// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "model/exec/statement_limits.h"

#include "model/sql/locks.h"
#include "model/sql/statement_tag.h"

namespace whimbrel {

std::chrono::milliseconds lockTimeoutFor(
    const StepContext& step, const PreparedStatement& statement, Dialect dialect)
{
    using std::chrono::milliseconds;
    constexpr milliseconds whileOthersWait{3000};
    constexpr milliseconds building{10 * 60 * 1000};
    if (step.ownLockTimeout || dialect == Dialect::Sqlite) {
        return milliseconds(step.lockTimeoutMs);
    }
    switch (lockFacts(statement.parsed, statement.sql.toUtf8(), dialect).patience) {
    case LockPatience::TableLock:
        return whileOthersWait;
    case LockPatience::Build:
        return building;
    case LockPatience::Rows:
        break;
    }
    return milliseconds(step.lockTimeoutMs);
}

bool isPassing(const Error& error)
{
    // Serialization failure, deadlock, lock not available; MariaDB: lock wait timeout, deadlock.
    static const QStringList states{QStringLiteral("40001"), QStringLiteral("40P01"),
        QStringLiteral("55P03"), QStringLiteral("1205"), QStringLiteral("1213")};
    return error.code == ErrorCode::Locked || states.contains(error.sqlState);
}

QString textToSend(const PreparedStatement& statement, const StepContext& step, const QString& run,
    Dialect dialect)
{
    if (dialect == Dialect::Sqlite) {
        return statement.sql;
    }
    StatementTag tag;
    tag.run = run;
    tag.step = step.edge.isEmpty() ? step.node.text() : step.edge.text();
    tag.statement = statement.number;
    return QString::fromUtf8(tagged(statement.sql.toUtf8(), tag));
}

} // namespace whimbrel
