// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "model/schema/fingerprint.h"

#include "model/schema/read_snapshot.h"
#include "model/schema/readers.h"

#include <QCoreApplication>
#include <QCryptographicHash>

#include <numeric>

namespace whimbrel {

namespace {

QString tr(const char* text)
{
    return QCoreApplication::translate("Schema", text);
}

/// Which tables are only counted.
Result<QSet<QString>> largeTables(
    Connection& connection, const Schema& schema, const FingerprintOptions& options)
{
    QSet<QString> large;
    if (options.digestUpTo < 0) {
        return large;
    }
    Result<QHash<QString, qint64>> estimates = QHash<QString, qint64>();
    if (schema.dialect == Dialect::Postgresql) {
        estimates = estimatePostgresqlRows(connection);
    } else if (schema.dialect == Dialect::Mysql) {
        estimates = estimateMariadbRows(connection);
    } else {
        for (const Table& table : schema.tables) { // counting is all that SQLite offers
            const auto rows = readSqliteRows(SqliteSession(connection), table, true, options);
            if (!rows) {
                return fail(rows.error());
            }
            estimates->insert(rows->table, rows->count);
        }
    }
    if (!estimates) {
        return fail(std::move(estimates).error());
    }
    for (auto each = estimates->cbegin(); each != estimates->cend(); ++each) {
        if (each.value() > options.digestUpTo) {
            large.insert(each.key());
        }
    }
    return large;
}

Result<TableRows> readRows(
    Connection& connection, const Table& table, bool countOnly, const FingerprintOptions& options)
{
    switch (connection.dialect()) {
    case Dialect::Postgresql:
        return readPostgresqlRows(connection, table, countOnly);
    case Dialect::Mysql:
        return readMariadbRows(connection, table, countOnly);
    default:
        return readSqliteRows(SqliteSession(connection), table, countOnly, options);
    }
}

Result<QList<SequencePosition>> readPositions(Connection& connection)
{
    switch (connection.dialect()) {
    case Dialect::Postgresql:
        return readPostgresqlPositions(connection);
    case Dialect::Mysql:
        return readMariadbPositions(connection);
    default:
        return readSqlitePositions(SqliteSession(connection));
    }
}

/// Rows and positions.
Result<> readData(Connection& connection, Fingerprint& result, const FingerprintOptions& options)
{
    const auto large = largeTables(connection, result.schema, options);
    if (!large) {
        return fail(large.error());
    }
    for (const Table& table : result.schema.tables) {
        const QString name = table.qualifiedName();
        if (table.isPartitioned || table.isForeign || options.leaveOut.contains(name)) {
            continue;
        }
        if (options.isCancelled && options.isCancelled()) {
            return fail(
                {ErrorCode::Cancelled, tr("Reading the database was cancelled."), name, {}});
        }
        auto rows = readRows(connection, table, large->contains(name), options);
        if (!rows) {
            Error error = std::move(rows).error();
            error.where = error.where.isEmpty() ? tr("table %1").arg(name) : error.where;
            return fail(error);
        }
        result.rows.append(*std::move(rows));
    }
    auto positions = readPositions(connection);
    if (!positions) {
        return fail(std::move(positions).error());
    }
    result.positions = *std::move(positions);
    return {};
}

QString combined(const Fingerprint& all)
{
    QCryptographicHash hash(QCryptographicHash::Sha256);
    hash.addData(describe(all.schema));
    for (const TableRows& each : all.rows) {
        hash.addData("\nrows " + QByteArray::number(each.count) + ' ' + each.digest.toLatin1());
    }
    return QString::fromLatin1(hash.result().toHex());
}

} // namespace

qint64 Fingerprint::rowCount() const
{
    return std::accumulate(rows.begin(), rows.end(), qint64{0},
        [](qint64 sum, const TableRows& each) { return sum + each.count; });
}

Result<Fingerprint> fingerprint(Connection& connection, const FingerprintOptions& options)
{
    const ReadSnapshot snapshot(connection);
    if (!snapshot.begun()) {
        return fail(snapshot.begun().error());
    }
    auto schema = readSchemaNow(connection);
    if (!schema) {
        return fail(std::move(schema).error());
    }
    Fingerprint result;
    result.schema = *std::move(schema);
    if (!options.schemaOnly) {
        if (auto done = readData(connection, result, options); !done) {
            return fail(std::move(done).error());
        }
    }
    result.hex = combined(result);
    return result;
}

} // namespace whimbrel
