// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "model/exec/journal_sql.h"

namespace whimbrel {

const JournalSql& journalSql(Dialect dialect)
{
    static const JournalSql sqlite = sqliteJournal();
    static const JournalSql postgresql = postgresqlJournal();
    static const JournalSql mysql = mysqlJournal();
    switch (dialect) {
    case Dialect::Postgresql:
        return postgresql;
    case Dialect::Mysql:
        return mysql;
    case Dialect::Sqlite:
    case Dialect::External: // has no database, so no journal either
        break;
    }
    return sqlite;
}

} // namespace whimbrel
