// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "model/exec/sql_check.h"

#include "model/exec/recovery.h"
#include "model/exec/server_checksum.h"
#include "model/exec/table_names.h"

#include <QCoreApplication>
#include <QCryptographicHash>
#include <QtEndian>

namespace whimbrel {

namespace {

QString tr(const char* text)
{
    return QCoreApplication::translate("Check", text);
}

/// A transaction in which nothing can be written, and a limit for its statements.
class ReadOnly final {
public:
    ReadOnly(Connection& connection, qint64 limitMs)
        : m_connection(connection)
    {
        m_connection.setStatementTimeout(std::chrono::milliseconds(limitMs));
        m_connection.setLockTimeout(std::chrono::milliseconds(limitMs));
    }

    ~ReadOnly()
    {
        m_connection.rollback();
        m_connection.setStatementTimeout(std::chrono::milliseconds(0));
        const bool cancelled = m_connection.interrupter().isCancelled();
        m_connection.interrupter().reset();
        if (m_connection.dialect() == Dialect::Sqlite) {
            (void)m_connection.exec(QStringLiteral("PRAGMA query_only = OFF"));
        }
        if (cancelled) {
            m_connection.interrupter().cancel();
        }
    }

    ReadOnly(const ReadOnly&) = delete;
    ReadOnly& operator=(const ReadOnly&) = delete;

    Result<> begin()
    {
        if (Result<> ready = makeReady(m_connection); !ready) {
            return ready;
        }
        if (m_connection.dialect() == Dialect::Sqlite) {
            const auto set = m_connection.exec(QStringLiteral("PRAGMA query_only = ON"));
            if (!set) {
                return fail(set.error());
            }
        }
        return m_connection.beginRead();
    }

private:
    Connection& m_connection;
};

FoundValue foundFrom(const QVariant& value)
{
    return value.isNull() ? FoundValue() : FoundValue(textOf(value));
}

Result<FoundValue> scalar(Connection& connection, const QString& sql)
{
    const Result<QList<Row>> rows = connection.rows(sql, {}, 1);
    if (!rows) {
        return fail(rows.error());
    }
    if (rows->isEmpty() || rows->constFirst().isEmpty()) {
        return fail({ErrorCode::CheckFailed, tr("The query gave no row."), {}, {}});
    }
    return foundFrom(rows->constFirst().constFirst());
}

void addValue(QCryptographicHash& hash, const QVariant& value)
{
    const int type = value.isNull() ? 0 : value.typeId();
    QByteArray bytes = value.typeId() == QMetaType::QByteArray ? value.toByteArray()
        : value.isNull()                                       ? QByteArray()
                                                               : textOf(value).toUtf8();
    char head[16];
    qToBigEndian<quint64>(static_cast<quint64>(type), head);
    qToBigEndian<quint64>(static_cast<quint64>(bytes.size()), head + 8);
    hash.addData(QByteArrayView(head, 16));
    hash.addData(bytes);
}

} // namespace

namespace measure {

Result<FoundValue> query(Connection& connection, const QString& sql, qint64 limitMs)
{
    ReadOnly readOnly(connection, limitMs);
    if (Result<> begun = readOnly.begin(); !begun) {
        return fail(begun.error());
    }
    return scalar(connection, sql);
}

Result<FoundValue> rowCount(
    Connection& connection, const QString& table, const QString& where, qint64 limitMs)
{
    QString sql
        = QStringLiteral("SELECT count(*) FROM ") + quotedTable(table, connection.dialect());
    if (!where.isEmpty()) {
        sql += QStringLiteral(" WHERE (\n") + where + QStringLiteral("\n)");
    }
    return query(connection, sql, limitMs);
}

Result<FoundValue> checksum(
    Connection& connection, const QString& table, const QStringList& columns, qint64 limitMs)
{
    ReadOnly readOnly(connection, limitMs);
    if (Result<> begun = readOnly.begin(); !begun) {
        return fail(begun.error());
    }
    if (connection.dialect() != Dialect::Sqlite) {
        const Result<QString> sum = checksumQuery(connection, table, columns);
        return sum ? scalar(connection, *sum) : fail(sum.error());
    }
    QStringList names;
    for (const QString& column : columns) {
        names.append(QStringLiteral("t.") + quotedName(column, connection.dialect()));
    }
    quint64 high = 0;
    quint64 low = 0;
    qint64 count = 0;
    const Result<> read = connection.eachRow(
        QStringLiteral("SELECT %1 FROM %2 t")
            .arg(names.isEmpty() ? QStringLiteral("*") : names.join(QStringLiteral(", ")),
                quotedTable(table, connection.dialect())),
        {}, [&](const Row& row) {
            QCryptographicHash hash(QCryptographicHash::Sha256);
            for (const QVariant& value : row) {
                addValue(hash, value);
            }
            const QByteArray digest = hash.result();
            const quint64 before = low;
            low += qFromBigEndian<quint64>(digest.constData() + 8);
            high += qFromBigEndian<quint64>(digest.constData()) + (low < before ? 1 : 0);
            ++count;
            return true;
        });
    if (!read) {
        return fail(read.error());
    }
    return FoundValue(QStringLiteral("%1:%2%3")
                          .arg(count)
                          .arg(high, 16, 16, QLatin1Char('0'))
                          .arg(low, 16, 16, QLatin1Char('0')));
}

Result<> eachRow(Connection& connection, const QString& sql, qint64 limitMs,
    const std::function<bool(const FoundRow&)>& take)
{
    ReadOnly readOnly(connection, limitMs);
    if (Result<> begun = readOnly.begin(); !begun) {
        return begun;
    }
    return connection.eachRow(sql, {}, [&take](const Row& row) {
        FoundRow values;
        values.reserve(row.size());
        for (const QVariant& value : row) {
            values.append(foundFrom(value));
        }
        return take(values);
    });
}

} // namespace measure

} // namespace whimbrel
