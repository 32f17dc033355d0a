// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "model/exec/lock_look.h"

#include <QCoreApplication>

namespace whimbrel {

LockWish lockWish(const NextStep& step)
{
    LockWish wish{step.node, step.edge, {}, false};
    for (const NextStatement& each : step.statements) {
        wish.locks += each.locks.locks;
        const bool builds
            = each.verb == QLatin1String("CREATE INDEX") || each.verb == QLatin1String("REINDEX");
        wish.olderTransactions
            = wish.olderTransactions || (builds && !each.inTransaction && !each.commits);
    }
    return wish;
}

Surroundings lookAround(Connection& connection, const LockWish& wish, qint64 own)
{
    Surroundings around;
    switch (connection.dialect()) {
    case Dialect::Postgresql:
        around = lookAroundPostgresql(connection, wish, own);
        break;
    case Dialect::Mysql:
        around = lookAroundMysql(connection, wish, own);
        break;
    case Dialect::Sqlite:
        around.unseen = QCoreApplication::translate(
            "Look", "SQLite does not show who works on the database's file.");
        break;
    case Dialect::External:
        break;
    }
    around.node = wish.node;
    around.edge = wish.edge;
    return around;
}

} // namespace whimbrel
