// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/plan/dialect.h"
#include "model/sql/token.h"

#include <QByteArray>
#include <QString>

namespace whimbrel {

/// The name that a token writes: "x", `x`, [x] and 'x' without their quotes, doubled quotes undone;
/// anything else as it stands.
[[nodiscard]] QString unquoted(QByteArrayView token);

/// The name that a token writes, as the catalog holds it: unquoted(), and on PostgreSQL plain names
/// in lower case and U&"d\0061t" decoded.
[[nodiscard]] QString catalogName(QByteArrayView token, Dialect dialect);

/// A name as an identifier of the dialect, always in quotes: customers → "customers". A dot in it
/// is part of the name. Names with a zero byte have no spelling; the zero byte is left out.
[[nodiscard]] QByteArray quotedIdentifier(const QString& name, Dialect dialect);

/// A text as a string of the dialect: O'Hara → 'O''Hara'. Where the dialect reads backslashes, they
/// are doubled (servers that run with NO_BACKSLASH_ESCAPES would read them doubled).
[[nodiscard]] QByteArray quotedLiteral(const QString& text, Dialect dialect);

/// A name for looking things up: equal for names that mean the same (see sameName()).
[[nodiscard]] QString foldedName(const QString& name, Dialect dialect);

/// Whether two identifiers name the same thing: SQLite and MySQL do not tell case apart in ASCII;
/// PostgreSQL does, as both are names as the catalog holds them.
[[nodiscard]] bool sameName(QStringView a, QStringView b, Dialect dialect);

} // namespace whimbrel
