// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/base/result.h"
#include "model/database/secret.h"
#include "model/plan/dialect.h"

#include <QMap>
#include <QString>

namespace whimbrel {

/// Where a target's database is, as written on the command line or in the connection dialog.
struct ConnectionUrl {
    Dialect dialect = Dialect::Sqlite;
    QString path{}; ///< SQLite: the database file, absolute and clean

    QString host{}; ///< a name, an address without brackets, or a socket's folder (PostgreSQL)
    int port = 0; ///< 0: the usual one
    QString user{};
    QString database{};
    QMap<QString, QString> options{}; ///< known ones only, as the dialect's client spells them

    /// As written into the URL, or put here later by who asked for it. Where there is none, libpq
    /// and libmariadb look where they always look: environment, password file, option file.
    Secret password{};

    /// What our own tables are called there: the schema on PostgreSQL, the beginning of the tables'
    /// names elsewhere.
    QString journal = QStringLiteral("whimbrel");

    /// Where this machine sees the server's data, for a look at how much room there is; empty: as
    /// the server tells it, if it runs here.
    QString dataFolder{};

    QString shown{}; ///< the URL without any secret: the only form that is echoed or journaled

    bool operator==(const ConnectionUrl&) const = default;
};

/// Reads a URL; the parts are percent-decoded:
/// - `sqlite:PATH`, relative to the working directory;
/// - `postgresql://user[:password]@host[:port]/database?sslmode=…&service=…&host=/socket/folder`
///   (`servicefile`: where the service is looked up);
/// - `mysql://user[:password]@host[:port]/database?socket=…&sslmode=…&defaults-file=…`, or mariadb.
/// Each also takes `?journal=NAME`: the schema or the prefix of the journal's tables; servers also
/// `datafolder=PATH`: where this machine sees their data.
/// An unknown option is an error: a mistyped sslmode must not be passed over.
[[nodiscard]] Result<ConnectionUrl> parseConnectionUrl(const QString& url);

/// How such a URL is written, for messages: "postgresql://USER@HOST/DATABASE".
[[nodiscard]] QString urlForm(Dialect dialect);

/// The URL of these parts, as parseConnectionUrl() reads it; without the password.
[[nodiscard]] QString urlText(const ConnectionUrl& url);

/// The URL with its password replaced by "***".
[[nodiscard]] QString redactedUrl(const QString& url);

/// The URL with this password in it, for parseConnectionUrl() alone; as it is where the password is
/// empty.
[[nodiscard]] QString urlWithPassword(const QString& url, const Secret& password);

/// The URL without its password, for argument lists and files.
[[nodiscard]] QString urlWithoutPassword(const QString& url);

} // namespace whimbrel
