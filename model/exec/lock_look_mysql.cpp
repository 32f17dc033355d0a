// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "model/exec/lock_look.h"
#include "model/exec/metadata_locks_mysql.h"
#include "model/sql/quoting.h"

#include <algorithm>

namespace whimbrel {

namespace {

constexpr qsizetype most = 100;

QString literal(const QString& text)
{
    return QString::fromUtf8(quotedLiteral(text, Dialect::Mysql));
}

/// "(a.schema = … AND a.name = …) OR …"; empty if the wish names no table.
QString isWanted(const LockWish& wish, const QString& schema, const QString& name)
{
    QStringList each;
    for (const TableLock& lock : wish.locks) {
        if (!lock.name.isEmpty()) {
            each.append(
                QStringLiteral("(%1 = %2 AND %3 = %4)")
                    .arg(schema,
                        lock.schema.isEmpty() ? QStringLiteral("DATABASE()") : literal(lock.schema),
                        name, literal(lock.name)));
        }
    }
    return each.join(QStringLiteral(" OR "));
}

LockMode wishFor(const LockWish& wish, const QString& table)
{
    LockMode strongest = LockMode::MetadataRead;
    for (const TableLock& lock : wish.locks) {
        if (sameName(lock.name, table, Dialect::Mysql)) {
            strongest = std::max(strongest, lock.mode);
        }
    }
    return strongest;
}

/// Whether a metadata lock, as the server spells it, keeps a wish waiting: an exclusive wish waits
/// for all; others for those that refuse readers or writers.
bool isInTheWay(const QString& mode, LockMode wish)
{
    const bool exclusive
        = mode.endsWith(QLatin1String("EXCLUSIVE")) && !mode.contains(QLatin1String("INTENTION"));
    return wish == LockMode::MetadataExclusive || exclusive || mode.contains(QLatin1String("_NO_"))
        || mode.contains(QLatin1String("READ_ONLY"));
}

const QString whoColumns
    = QStringLiteral("p.id, p.user, p.info, p.command, "
                     "coalesce(TIMESTAMPDIFF(SECOND, t.trx_started, NOW()), p.time) * 1000 ");
const QString whoTables
    = QStringLiteral("JOIN information_schema.processlist p ON p.id = m.session "
                     "LEFT JOIN information_schema.innodb_trx t ON t.trx_mysql_thread_id = p.id ");

Blocker sessionFrom(const Row& row, int at)
{
    Blocker who;
    who.session = row[at].toLongLong();
    who.user = row[at + 1].toString();
    who.query = row[at + 2].toString();
    who.state = who.query.isEmpty() ? QStringLiteral("idle in transaction")
                                    : row[at + 3].toString().toLower();
    who.ageMs = row[at + 4].isNull() ? -1 : row[at + 4].toLongLong();
    return who;
}

/// The metadata locks on the tables of a wish, where the server shows them; else empty.
QString locksOn(const LockWish& wish, MetadataLockSource source)
{
    switch (source) {
    case MetadataLockSource::PerformanceSchema:
        return QStringLiteral("(SELECT h.processlist_id AS session, l.object_name AS tab, "
                              "l.lock_type AS mode, l.lock_status AS status "
                              "FROM performance_schema.metadata_locks l "
                              "JOIN performance_schema.threads h ON h.thread_id = "
                              "l.owner_thread_id WHERE l.object_type = 'TABLE' AND (%1)) m ")
            .arg(
                isWanted(wish, QStringLiteral("l.object_schema"), QStringLiteral("l.object_name")));
    case MetadataLockSource::Plugin:
        return QStringLiteral("(SELECT thread_id AS session, table_name AS tab, lock_mode AS mode, "
                              "'GRANTED' AS status FROM information_schema.metadata_lock_info "
                              "WHERE %1) m ")
            .arg(isWanted(wish, QStringLiteral("table_schema"), QStringLiteral("table_name")));
    case MetadataLockSource::None:
        break;
    }
    return {};
}

Result<> addHolders(Connection& connection, const LockWish& wish, const QString& source, qint64 own,
    Surroundings& around)
{
    const Result<QList<Row>> rows
        = connection.rows(QStringLiteral("SELECT m.tab, m.mode, m.status = 'GRANTED', ")
                + whoColumns + QStringLiteral("FROM ") + source + whoTables
                + QStringLiteral("WHERE p.id NOT IN (%1, CONNECTION_ID()) ORDER BY 3 DESC, 8 DESC")
                      .arg(own),
            {}, most);
    if (!rows) {
        return fail(rows.error());
    }
    for (const Row& row : *rows) {
        const QString mode = row[1].toString();
        if (!isInTheWay(mode, wishFor(wish, row[0].toString()))) {
            continue;
        }
        const LockHolder holder{row[0].toString(), mode, row[2].toBool(), sessionFrom(row, 3)};
        const bool known = std::any_of(around.holders.cbegin(), around.holders.cend(),
            [&](const LockHolder& had) { return had.who.session == holder.who.session; });
        if (!known) {
            around.holders.append(holder);
        }
    }
    return {};
}

/// Without either source: whoever has a transaction open in this database, or a statement that
/// runs, may have used the tables.
Result<> addLikelyHolders(
    Connection& connection, const LockWish& wish, qint64 own, Surroundings& around)
{
    const bool exclusive = std::any_of(wish.locks.cbegin(), wish.locks.cend(),
        [](const TableLock& lock) { return lock.mode == LockMode::MetadataExclusive; });
    if (!exclusive) {
        return {}; // rows that others have locked are seen when one waits for them
    }
    const Result<QList<Row>> rows = connection.rows(QStringLiteral("SELECT ") + whoColumns
            + QStringLiteral("FROM information_schema.processlist p "
                             "LEFT JOIN information_schema.innodb_trx t "
                             "ON t.trx_mysql_thread_id = p.id "
                             "WHERE p.id NOT IN (%1, CONNECTION_ID()) AND p.db = DATABASE() AND "
                             "(t.trx_id IS NOT NULL OR p.command = 'Query') ORDER BY 5 DESC")
                  .arg(own),
        {}, most);
    if (!rows) {
        return fail(rows.error());
    }
    for (const Row& row : *rows) {
        LockHolder holder;
        holder.who = sessionFrom(row, 0);
        holder.who.inferred = true;
        around.holders.append(holder);
    }
    return {};
}

Result<> addSizes(Connection& connection, const LockWish& wish, Surroundings& around)
{
    const Result<QList<Row>> rows = connection.rows(
        QStringLiteral("SELECT table_name, table_rows, data_length + index_length FROM "
                       "information_schema.tables WHERE table_type = 'BASE TABLE' AND (%1)")
            .arg(isWanted(wish, QStringLiteral("table_schema"), QStringLiteral("table_name"))));
    if (!rows) {
        return fail(rows.error());
    }
    for (const Row& row : *rows) {
        around.tables.append({row[0].toString(), row[1].isNull() ? -1 : row[1].toLongLong(),
            row[2].isNull() ? -1 : row[2].toLongLong()});
    }
    return {};
}

} // namespace

Surroundings lookAroundMysql(Connection& connection, const LockWish& wish, qint64 own)
{
    Surroundings around;
    if (isWanted(wish, {}, {}).isEmpty()) {
        return around;
    }
    const QString source = locksOn(wish, metadataLockSource(connection));
    Result<> seen = source.isEmpty() ? addLikelyHolders(connection, wish, own, around)
                                     : addHolders(connection, wish, source, own, around);
    if (seen) {
        seen = addSizes(connection, wish, around);
    }
    if (!seen) {
        around.unseen = seen.error().message;
    }
    return around;
}

} // namespace whimbrel
