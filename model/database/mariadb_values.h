// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QByteArray>
#include <QMap>
#include <QVariant>

#include <mysql.h>

namespace whimbrel {

/// Puts the values in place of their :names, as literals that the session reads back exactly.
[[nodiscard]] QByteArray mariadbStatement(
    MYSQL* handle, const QByteArray& sql, const QMap<QString, QVariant>& values);

/// A value of a result: qlonglong or qulonglong, QByteArray (binary strings, BIT of more than
/// 64 …), else the server's own text, which is exact. A null QString for NULL.
[[nodiscard]] QVariant mariadbValue(
    const MYSQL_FIELD& field, const char* data, unsigned long length);

} // namespace whimbrel
