// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/base/error.h"
#include "model/database/connection_url.h"

#include <QMap>
#include <QString>

#include <libpq-fe.h>

#include <memory>

namespace whimbrel {

/// What libpq is told to connect to a URL: its keywords and their values, without the password.
[[nodiscard]] QMap<QString, QString> postgresKeywords(const ConnectionUrl& url);

/// The keywords as libpq reads them from a text.
[[nodiscard]] QString postgresConnectionText(const QMap<QString, QString>& keywords);

/// The database as messages name it: "shop on db1:5432".
[[nodiscard]] QString postgresName(const ConnectionUrl& url);

using PostgresHandle = std::unique_ptr<PGconn, decltype(&PQfinish)>;

/// A connection beside Qt's, open or not (PQstatus), had by libpq alone: it tells the server's
/// codes, and its own messages in English, whatever the person's language is.
[[nodiscard]] PostgresHandle connectBriefly(const ConnectionUrl& url);

/// Finds out why a connection failed, by trying once more with libpq alone, which tells the
/// server's code where Qt tells a text in the server's language.
[[nodiscard]] Error whyPostgresRefused(const ConnectionUrl& url);

} // namespace whimbrel
