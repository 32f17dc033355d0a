// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "model/exec/sql_check.h"

#include "model/base/counted.h"
#include "model/exec/recovery.h"
#include "model/exec/server_checksum.h"
#include "model/exec/table_names.h"

#include <QCoreApplication>
#include <QCryptographicHash>
#include <QtEndian>

#include <algorithm>

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

QString textOfRow(const QList<FoundValue>& row)
{
    QStringList values;
    for (const FoundValue& value : row) {
        values.append(shown(value));
    }
    return QLatin1Char('(') + values.join(QStringLiteral(", ")) + QLatin1Char(')');
}

bool sameRow(
    const QList<FoundValue>& left, const QList<FoundValue>& right, const QString& tolerance)
{
    if (left.size() != right.size()) {
        return false;
    }
    for (qsizetype i = 0; i < left.size(); ++i) {
        if (!sameValue(left[i], right[i], tolerance)) {
            return false;
        }
    }
    return true;
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

Result<QList<QList<FoundValue>>> rows(
    Connection& connection, const QString& sql, int limit, qint64 limitMs)
{
    ReadOnly readOnly(connection, limitMs);
    if (Result<> begun = readOnly.begin(); !begun) {
        return fail(begun.error());
    }
    const Result<QList<Row>> found = connection.rows(sql, {}, qsizetype(limit) + 1);
    if (!found) {
        return fail(found.error());
    }
    QList<QList<FoundValue>> values;
    values.reserve(found->size());
    for (const Row& row : *found) {
        QList<FoundValue> one;
        for (const QVariant& value : row) {
            one.append(foundFrom(value));
        }
        values.append(one);
    }
    return values;
}

} // namespace measure

namespace {

QString rowsText(qint64 rows)
{
    return counted(rows, tr("1 row"), tr("%1 rows"));
}

} // namespace

Verdict compareRows(QList<QList<FoundValue>> left, QList<QList<FoundValue>> right, int maxRows,
    const QString& tolerance)
{
    Verdict verdict;
    verdict.found = tr("%1 against %2").arg(rowsText(left.size()), rowsText(right.size()));
    verdict.expected = tr("the same rows");
    if (left.size() > maxRows || right.size() > maxRows) {
        verdict.found = tr("more than %1").arg(rowsText(maxRows));
        verdict.message = tr("There are more than %1; they were not compared. Compare counts or "
                             "sums, or raise the limit.")
                              .arg(rowsText(maxRows));
        return verdict;
    }
    std::sort(left.begin(), left.end());
    std::sort(right.begin(), right.end());
    verdict.result = CheckResult::Pass;
    const QList<FoundValue> none;
    for (qsizetype i = 0; i < std::max(left.size(), right.size()); ++i) {
        const QList<FoundValue>& a = i < left.size() ? left[i] : none;
        const QList<FoundValue>& b = i < right.size() ? right[i] : none;
        if (i >= left.size() || i >= right.size() || !sameRow(a, b, tolerance)) {
            verdict.result = CheckResult::Fail;
            verdict.message = tr("The rows differ, first at %1 against %2.")
                                  .arg(i < left.size() ? textOfRow(a) : tr("no row"),
                                      i < right.size() ? textOfRow(b) : tr("no row"));
            break;
        }
    }
    return verdict;
}

} // namespace whimbrel
