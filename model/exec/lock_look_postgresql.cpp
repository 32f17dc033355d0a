// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "model/exec/lock_look.h"
#include "model/sql/quoting.h"

#include <QCoreApplication>

#include <algorithm>

namespace whimbrel {

namespace {

constexpr qsizetype most = 100; // holders: more than anybody reads

/// The table as to_regclass() takes it, as a string of SQL.
QString regclassText(const TableLock& lock)
{
    QByteArray name = quotedIdentifier(lock.name, Dialect::Postgresql);
    if (!lock.schema.isEmpty()) {
        name = quotedIdentifier(lock.schema, Dialect::Postgresql) + '.' + name;
    }
    return QString::fromUtf8(quotedLiteral(QString::fromUtf8(name), Dialect::Postgresql));
}

/// The tables of the wish by their place in it, and with an index the table that it belongs to.
QString wantedTables(const LockWish& wish)
{
    QStringList rows;
    for (qsizetype i = 0; i < wish.locks.size(); ++i) {
        if (!wish.locks.at(i).name.isEmpty()) {
            rows.append(
                QStringLiteral("(%1, to_regclass(%2))").arg(i).arg(regclassText(wish.locks.at(i))));
        }
    }
    if (rows.isEmpty()) {
        return {};
    }
    return QStringLiteral("WITH named (i, rel) AS (VALUES %1), wanted (i, rel) AS "
                          "(SELECT i, rel FROM named WHERE rel IS NOT NULL UNION "
                          "SELECT n.i, x.indrelid::regclass FROM named n "
                          "JOIN pg_index x ON x.indexrelid = n.rel) ")
        .arg(rows.join(QStringLiteral(", ")));
}

const QString whoColumns = QStringLiteral(
    "coalesce(a.usename, ''), coalesce(nullif(a.application_name, ''), a.backend_type, ''), "
    "coalesce(a.query, ''), coalesce(a.state, ''), (extract(epoch FROM clock_timestamp() - "
    "coalesce(a.xact_start, a.state_change)) * 1000)::bigint");

Blocker sessionFrom(const Row& row, int at)
{
    Blocker who;
    who.session = row[at].toLongLong();
    who.user = row[at + 1].toString();
    who.application = row[at + 2].toString();
    who.query = row[at + 3].toString();
    who.state = row[at + 4].toString();
    who.ageMs = row[at + 5].isNull() ? -1 : row[at + 5].toLongLong();
    return who;
}

Result<> addHolders(Connection& connection, const LockWish& wish, qint64 own, Surroundings& around)
{
    const Result<QList<Row>> rows = connection.rows(wantedTables(wish)
            + QStringLiteral("SELECT w.i, w.rel::text, l.mode, l.granted, coalesce(l.pid, 0), %1 "
                             "FROM wanted w JOIN pg_locks l ON l.locktype = 'relation' AND "
                             "l.relation = w.rel AND l.database = (SELECT oid FROM pg_database "
                             "WHERE datname = current_database()) "
                             "LEFT JOIN pg_stat_activity a ON a.pid = l.pid "
                             "WHERE l.pid IS DISTINCT FROM pg_backend_pid() "
                             "AND l.pid IS DISTINCT FROM %2 ORDER BY l.granted DESC, 10 DESC")
                  .arg(whoColumns)
                  .arg(own),
        {}, most);
    if (!rows) {
        return fail(rows.error());
    }
    for (const Row& row : *rows) {
        const std::optional<LockMode> mode = modeOfPgLocks(row[2].toString());
        if (!mode || !conflict(*mode, wish.locks.at(row[0].toLongLong()).mode)) {
            continue;
        }
        LockHolder holder{
            row[1].toString(), lockModeName(*mode), row[3].toBool(), sessionFrom(row, 4)};
        if (holder.who.session == 0) {
            holder.who.query = QCoreApplication::translate("Look", "a prepared transaction");
        }
        const auto same = std::find_if(
            around.holders.begin(), around.holders.end(), [&](const LockHolder& had) {
                return had.table == holder.table && had.who.session == holder.who.session;
            });
        if (same == around.holders.end()) {
            around.holders.append(holder);
        }
    }
    return {};
}

/// Transactions that a concurrent build waits for, whatever they work on.
Result<> addOlderTransactions(Connection& connection, qint64 own, Surroundings& around)
{
    const Result<QList<Row>> rows = connection.rows(
        QStringLiteral("SELECT a.pid, %1 FROM pg_stat_activity a "
                       "WHERE a.backend_xmin IS NOT NULL AND a.datname = current_database() "
                       "AND a.pid NOT IN (pg_backend_pid(), %2) "
                       "AND a.xact_start < clock_timestamp() - interval '1 second' "
                       "ORDER BY a.xact_start")
            .arg(whoColumns)
            .arg(own),
        {}, most);
    if (!rows) {
        return fail(rows.error());
    }
    for (const Row& row : *rows) {
        const Blocker who = sessionFrom(row, 0);
        const bool known = std::any_of(around.holders.cbegin(), around.holders.cend(),
            [&](const LockHolder& had) { return had.who.session == who.session; });
        if (!known) {
            around.holders.append({{}, {}, true, who});
        }
    }
    return {};
}

Result<> addSizes(Connection& connection, const LockWish& wish, Surroundings& around)
{
    // By the catalog: pg_total_relation_size() would wait for whoever has the table locked.
    const Result<QList<Row>> rows = connection.rows(wantedTables(wish)
        + QStringLiteral("SELECT w.i, (CASE WHEN c.reltuples >= 0 THEN c.reltuples "
                         "ELSE nullif(pg_stat_get_live_tuples(c.oid), 0) END)::bigint, "
                         "c.relpages::bigint * current_setting('block_size')::bigint "
                         "FROM wanted w JOIN pg_class c ON c.oid = w.rel "
                         "WHERE c.relkind IN ('r', 'm') ORDER BY w.i"));
    if (!rows) {
        return fail(rows.error());
    }
    for (const Row& row : *rows) {
        around.tables.append(
            {wish.locks.at(row[0].toLongLong()).name, row[1].isNull() ? -1 : row[1].toLongLong(),
                row[2].toLongLong() > 0 ? row[2].toLongLong() : -1});
    }
    return {};
}

} // namespace

Surroundings lookAroundPostgresql(Connection& connection, const LockWish& wish, qint64 own)
{
    Surroundings around;
    const bool named = !wantedTables(wish).isEmpty();
    Result<> seen = named ? addHolders(connection, wish, own, around) : Result<>();
    if (seen && wish.olderTransactions) {
        seen = addOlderTransactions(connection, own, around);
    }
    if (seen && named) {
        seen = addSizes(connection, wish, around);
    }
    if (!seen) {
        around.unseen = seen.error().message;
    }
    return around;
}

} // namespace whimbrel
