// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QByteArray>
#include <QList>
#include <QMap>
#include <QVariant>

#include <libpq-fe.h>

namespace whimbrel {

/// A statement with $1, $2 … and what stands for them, as libpq takes it.
struct PostgresStatement {
    QByteArray sql{};
    QList<Oid> types{};
    QList<QByteArray> values{}; ///< null: NULL
    QList<int> isBinary{}; ///< 0 or 1
};

/// Turns :name into $n, each place into one of its own: so the server finds out the type of a text
/// from where it stands, as it does for a literal.
[[nodiscard]] PostgresStatement postgresStatement(
    const QByteArray& sql, const QMap<QString, QVariant>& values);

/// A value of a result: bool, qlonglong, QByteArray (bytea), else the server's own text, which is
/// exact. A null QString for NULL.
[[nodiscard]] QVariant postgresValue(const PGresult* result, int row, int column);

} // namespace whimbrel
