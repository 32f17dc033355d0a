// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "model/exec/journal_sql.h"

#include "model/database/connection.h"

#include <map>
#include <utility>

namespace whimbrel {

namespace {

JournalSql written(Dialect dialect)
{
    switch (dialect) {
    case Dialect::Postgresql:
        return postgresqlJournal();
    case Dialect::Mysql:
        return mysqlJournal();
    case Dialect::Sqlite:
    case Dialect::External: // has no database, so no journal either
        break;
    }
    return sqliteJournal();
}

/// The statements with the journal's name where they say {journal}.
JournalSql named(JournalSql sql, Dialect dialect, const QString& name)
{
    // The name was looked at when it was read; on PostgreSQL it may still be a word of SQL.
    const auto put = [&](QString& text) {
        text.replace(QLatin1String("'{journal}'"), QLatin1Char('\'') + name + QLatin1Char('\''));
        text.replace(QLatin1String("{journal}"),
            dialect == Dialect::Postgresql ? QLatin1Char('"') + name + QLatin1Char('"') : name);
    };
    const auto putAll = [&](QStringList& texts) {
        for (QString& text : texts) {
            put(text);
        }
    };
    for (QString* text :
        {&sql.journal, &sql.run, &sql.plan, &sql.event, &sql.lease, &sql.heartbeat, &sql.exists}) {
        put(*text);
    }
    putAll(sql.create);
    for (QStringList& upgrade : sql.upgrades) {
        putAll(upgrade);
    }
    QMap<QString, QString> guards;
    for (auto each = sql.guards.cbegin(); each != sql.guards.cend(); ++each) {
        QString key = each.key();
        QString statement = each.value();
        put(key);
        put(statement);
        guards.insert(key, statement);
    }
    sql.guards = guards;
    return sql;
}

} // namespace

const JournalSql& journalSql(Dialect dialect, const QString& name)
{
    // Each thread has its own, so that none waits for another.
    thread_local std::map<std::pair<Dialect, QString>, JournalSql> made;
    const auto found = made.find({dialect, name});
    if (found != made.end()) {
        return found->second;
    }
    return made.emplace(std::pair(dialect, name), named(written(dialect), dialect, name))
        .first->second;
}

const JournalSql& journalSql(const Connection& connection)
{
    return journalSql(connection.dialect(), connection.journalName());
}

} // namespace whimbrel
