// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "model/schema/readers.h"
#include "model/sql/quoting.h"

#include <QCoreApplication>
#include <QCryptographicHash>
#include <QtEndian>

#include <sqlite3.h>

namespace whimbrel {

namespace {

QString tr(const char* text)
{
    return QCoreApplication::translate("Schema", text);
}

/// Hashes values so that no two rows write the same bytes: each has its type, and its length where
/// it varies.
class RowHash final {
public:
    void add(sqlite3_stmt* row, int columns)
    {
        for (int i = 0; i < columns; ++i) {
            addValue(row, i);
        }
        m_buffer += '\n';
        if (m_buffer.size() >= flushAt) {
            flush();
        }
    }
    [[nodiscard]] QString hex()
    {
        flush();
        return QString::fromLatin1(m_hash.result().toHex());
    }

private:
    static constexpr qsizetype flushAt = 64 * 1024;

    void addValue(sqlite3_stmt* row, int column)
    {
        switch (sqlite3_column_type(row, column)) {
        case SQLITE_INTEGER:
            m_buffer += 'i';
            addNumber(static_cast<quint64>(sqlite3_column_int64(row, column)));
            break;
        case SQLITE_FLOAT: {
            const double value = sqlite3_column_double(row, column);
            quint64 bits = 0;
            static_assert(sizeof bits == sizeof value);
            memcpy(&bits, &value, sizeof bits);
            m_buffer += 'r';
            addNumber(bits);
            break;
        }
        case SQLITE_TEXT: {
            const auto* text = reinterpret_cast<const char*>(sqlite3_column_text(row, column));
            addBytes('t', text, sqlite3_column_bytes(row, column));
            break;
        }
        case SQLITE_BLOB: {
            const auto* bytes = static_cast<const char*>(sqlite3_column_blob(row, column));
            addBytes('b', bytes, sqlite3_column_bytes(row, column));
            break;
        }
        default:
            m_buffer += 'n';
            break;
        }
    }
    void addNumber(quint64 number)
    {
        const quint64 bytes = qToBigEndian(number);
        m_buffer.append(reinterpret_cast<const char*>(&bytes), sizeof bytes);
    }
    void addBytes(char type, const char* bytes, int size)
    {
        m_buffer += type;
        addNumber(static_cast<quint64>(size));
        m_buffer.append(bytes, size);
    }
    void flush()
    {
        m_hash.addData(m_buffer);
        m_buffer.resize(0); // keeps its memory
    }

    QCryptographicHash m_hash{QCryptographicHash::Sha256};
    QByteArray m_buffer{};
};

QByteArray quoted(const QString& name)
{
    return quotedIdentifier(name, Dialect::Sqlite);
}

/// What the rows of a table are sorted by, so that equal rows come in equal order.
QByteArrayList sortKeys(const Table& table, const QByteArrayList& columns)
{
    if (const Column* alias = table.rowidAlias()) {
        return {quoted(alias->name)};
    }
    QByteArrayList keys;
    if (table.withoutRowid) {
        for (int place = 1;; ++place) {
            const auto column = std::find_if(table.columns.begin(), table.columns.end(),
                [place](const Column& each) { return each.primaryKey == place; });
            if (column == table.columns.end()) {
                return keys;
            }
            keys.append(quoted(column->name));
        }
    }
    // Other primary keys may hold NULL several times.
    for (const QByteArray& column : columns) {
        keys.append(column + " COLLATE BINARY");
    }
    // 1 and 1.0 sort as equal. SQLite takes at most 2000 terms.
    constexpr qsizetype mostColumns = 1000;
    if (columns.size() <= mostColumns) {
        for (const QByteArray& column : columns) {
            keys.append("typeof(" + column + ')');
        }
    }
    return keys;
}

/// The columns that hold values, by name: so their order does not show in the digest.
QByteArrayList valueColumns(const Table& table)
{
    QMap<QString, QByteArray> columns;
    for (const Column& column : table.columns) {
        if (column.generated == Generated::No) {
            columns.insert(foldedName(column.name, Dialect::Sqlite), quoted(column.name));
        }
    }
    return columns.values();
}

} // namespace

Result<TableRows> readSqliteRows(const SqliteSession& session, const Table& table, bool countOnly,
    const FingerprintOptions& options)
{
    constexpr qint64 askEvery = 4096;
    if (countOnly) {
        TableRows rows{table.name, 0, {}};
        auto done = session.query(
            "SELECT count(*) FROM main." + quoted(table.name), {}, [&](sqlite3_stmt* row) {
                rows.count = numberAt(row, 0);
                return true;
            });
        return done ? Result<TableRows>(rows) : fail(std::move(done).error());
    }
    const QByteArrayList columns = valueColumns(table);
    if (columns.isEmpty()) {
        return TableRows{table.name, 0, {}};
    }
    RowHash hash;
    qint64 count = 0;
    bool cancelled = false;
    const QByteArray sql = "SELECT " + columns.join(", ") + " FROM main." + quoted(table.name)
        + " ORDER BY " + sortKeys(table, columns).join(", ");
    const auto done = session.query(sql, {}, [&](sqlite3_stmt* row) {
        hash.add(row, static_cast<int>(columns.size()));
        ++count;
        cancelled = count % askEvery == 0 && options.isCancelled && options.isCancelled();
        return !cancelled;
    });
    if (!done) {
        return fail(done.error());
    }
    if (cancelled) {
        return fail(
            {ErrorCode::Cancelled, tr("Reading the database was cancelled."), table.name, {}});
    }
    return TableRows{table.name, count, hash.hex()};
}

Result<QList<SequencePosition>> readSqlitePositions(const SqliteSession& session)
{
    QList<SequencePosition> positions;
    bool counted = false; // SQLite makes the table with the first AUTOINCREMENT
    auto done = session.query("SELECT 1 FROM main.sqlite_schema WHERE name = 'sqlite_sequence'", {},
        [&](sqlite3_stmt*) { return counted = true; });
    if (done && counted) {
        done = session.query(
            "SELECT name, seq FROM main.sqlite_sequence ORDER BY name", {}, [&](sqlite3_stmt* row) {
                positions.append({textAt(row, 0), numberAt(row, 1)});
                return true;
            });
    }
    return done ? Result<QList<SequencePosition>>(positions) : fail(std::move(done).error());
}

} // namespace whimbrel
