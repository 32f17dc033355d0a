// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "model/database/postgres_values.h"

#include "model/database/named_values.h"

#include <QDateTime>

#include <limits>

namespace whimbrel {

namespace {

/// Types of PostgreSQL by their fixed numbers (src/include/catalog/pg_type.dat).
constexpr Oid untyped = 0;
constexpr Oid boolType = 16;
constexpr Oid byteaType = 17;
constexpr Oid int8Type = 20;
constexpr Oid int2Type = 21;
constexpr Oid int4Type = 23;
constexpr Oid oidType = 26;
constexpr Oid float8Type = 701;
constexpr Oid dateType = 1082;
constexpr Oid timeType = 1083;
constexpr Oid timestampType = 1114;
constexpr Oid timestamptzType = 1184;
constexpr Oid numericType = 1700;

struct Spelled {
    Oid type = untyped;
    QByteArray text{};
    bool isBinary = false;
};

/// As the server types a number that is written into the SQL.
Oid integerType(qint64 number)
{
    return number >= std::numeric_limits<qint32>::min()
            && number <= std::numeric_limits<qint32>::max()
        ? int4Type
        : int8Type;
}

Spelled spelledTime(const QDateTime& time)
{
    const QByteArray text = time.toString(Qt::ISODateWithMs).toLatin1();
    return {time.timeSpec() == Qt::LocalTime ? timestampType : timestamptzType, text, false};
}

Spelled spelled(const QVariant& value)
{
    if (value.isNull()) {
        return {};
    }
    switch (value.typeId()) {
    case QMetaType::Bool:
        return {boolType, value.toBool() ? "t" : "f", false};
    case QMetaType::Int:
    case QMetaType::Short:
    case QMetaType::UInt:
    case QMetaType::Long:
    case QMetaType::LongLong:
        return {integerType(value.toLongLong()), QByteArray::number(value.toLongLong()), false};
    case QMetaType::ULong:
    case QMetaType::ULongLong:
        return {value.toULongLong() > std::numeric_limits<qint64>::max()
                ? numericType
                : integerType(value.toLongLong()),
            QByteArray::number(value.toULongLong()), false};
    case QMetaType::Double:
    case QMetaType::Float: {
        constexpr int enough = 17;
        return {float8Type, QByteArray::number(value.toDouble(), 'g', enough), false};
    }
    case QMetaType::QByteArray:
        return {byteaType, value.toByteArray(), true};
    case QMetaType::QDate:
        return {dateType, value.toDate().toString(Qt::ISODate).toLatin1(), false};
    case QMetaType::QTime:
        return {timeType, value.toTime().toString(Qt::ISODateWithMs).toLatin1(), false};
    case QMetaType::QDateTime:
        return spelledTime(value.toDateTime());
    default:
        return {untyped, value.toString().toUtf8(), false};
    }
}

} // namespace

PostgresStatement postgresStatement(const QByteArray& sql, const QMap<QString, QVariant>& values)
{
    PostgresStatement statement;
    if (values.isEmpty()) {
        statement.sql = sql;
        return statement;
    }
    statement.sql = withNamedValues(sql, Dialect::Postgresql, values, [&](const QVariant& value) {
        const Spelled made = spelled(value);
        statement.types.append(made.type);
        // An empty text is not NULL, although QByteArray may take it for that.
        statement.values.append(!value.isNull() && made.text.isNull() ? QByteArray("") : made.text);
        statement.isBinary.append(made.isBinary ? 1 : 0);
        return '$' + QByteArray::number(statement.types.size());
    });
    return statement;
}

QVariant postgresValue(const PGresult* result, int row, int column)
{
    if (PQgetisnull(result, row, column) != 0) {
        return QVariant(QMetaType::fromType<QString>());
    }
    const QByteArrayView text(PQgetvalue(result, row, column), PQgetlength(result, row, column));
    switch (PQftype(result, column)) {
    case boolType:
        return text == "t";
    case int2Type:
    case int4Type:
    case int8Type:
    case oidType:
        return text.toByteArray().toLongLong();
    case byteaType:
        return QByteArray::fromHex(text.sliced(2).toByteArray());
    default:
        return QString::fromUtf8(text);
    }
}

} // namespace whimbrel
