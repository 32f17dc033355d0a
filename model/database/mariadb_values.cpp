// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "model/database/mariadb_values.h"

#include "model/database/named_values.h"

#include <QDateTime>

namespace whimbrel {

namespace {

/// The character set of bytes that are no text (its number in the protocol).
constexpr unsigned binaryCharset = 63;

QByteArray quotedText(MYSQL* handle, const QByteArray& text)
{
    // The library knows whether the session reads backslashes.
    QByteArray escaped(2 * text.size() + 1, Qt::Uninitialized);
    escaped.truncate(static_cast<qsizetype>(mysql_real_escape_string(
        handle, escaped.data(), text.constData(), static_cast<unsigned long>(text.size()))));
    return '\'' + escaped + '\'';
}

QByteArray spelledTime(const QDateTime& time)
{
    const QDateTime utc = time.timeSpec() == Qt::LocalTime ? time : time.toUTC();
    return '\'' + utc.toString(QStringLiteral("yyyy-MM-dd HH:mm:ss.zzz")).toLatin1() + '\'';
}

QByteArray spelled(MYSQL* handle, const QVariant& value)
{
    if (value.isNull()) {
        return "NULL";
    }
    switch (value.typeId()) {
    case QMetaType::Bool:
        return value.toBool() ? "1" : "0";
    case QMetaType::Int:
    case QMetaType::Short:
    case QMetaType::UInt:
    case QMetaType::Long:
    case QMetaType::LongLong:
        return QByteArray::number(value.toLongLong());
    case QMetaType::ULong:
    case QMetaType::ULongLong:
        return QByteArray::number(value.toULongLong());
    case QMetaType::Double:
    case QMetaType::Float: {
        constexpr int enough = 17;
        return QByteArray::number(value.toDouble(), 'e', enough - 1);
    }
    case QMetaType::QByteArray:
        return "x'" + value.toByteArray().toHex() + '\'';
    case QMetaType::QDateTime:
        return spelledTime(value.toDateTime());
    case QMetaType::QTime:
        return '\'' + value.toTime().toString(Qt::ISODateWithMs).toLatin1() + '\'';
    default:
        return quotedText(handle, value.toString().toUtf8());
    }
}

/// The number that the bits of a BIT column are.
qulonglong numberOfBits(const QByteArray& bytes)
{
    constexpr int bitsInByte = 8;
    qulonglong number = 0;
    for (const char byte : bytes) {
        number = (number << bitsInByte) | static_cast<unsigned char>(byte);
    }
    return number;
}

} // namespace

QByteArray mariadbStatement(
    MYSQL* handle, const QByteArray& sql, const QMap<QString, QVariant>& values)
{
    if (values.isEmpty()) {
        return sql;
    }
    return withNamedValues(sql, Dialect::Mysql, values,
        [handle](const QVariant& value) { return spelled(handle, value); });
}

QVariant mariadbValue(const MYSQL_FIELD& field, const char* data, unsigned long length)
{
    if (!data) {
        return QVariant(QMetaType::fromType<QString>());
    }
    const QByteArray bytes(data, static_cast<qsizetype>(length));
    switch (field.type) {
    case MYSQL_TYPE_TINY:
    case MYSQL_TYPE_SHORT:
    case MYSQL_TYPE_INT24:
    case MYSQL_TYPE_LONG:
    case MYSQL_TYPE_LONGLONG:
        // ZEROFILL writes zeros that are part of no number.
        return (field.flags & UNSIGNED_FLAG) != 0 ? QVariant(bytes.toULongLong())
                                                  : QVariant(bytes.toLongLong());
    case MYSQL_TYPE_BIT:
        return numberOfBits(bytes);
    case MYSQL_TYPE_TINY_BLOB:
    case MYSQL_TYPE_MEDIUM_BLOB:
    case MYSQL_TYPE_LONG_BLOB:
    case MYSQL_TYPE_BLOB:
    case MYSQL_TYPE_STRING:
    case MYSQL_TYPE_VAR_STRING:
    case MYSQL_TYPE_VARCHAR:
    case MYSQL_TYPE_GEOMETRY:
        if (field.charsetnr == binaryCharset) {
            return bytes;
        }
        return QString::fromUtf8(bytes);
    default:
        return QString::fromUtf8(bytes);
    }
}

} // namespace whimbrel
