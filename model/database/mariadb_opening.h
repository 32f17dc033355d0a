// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/base/result.h"
#include "model/database/connection_url.h"

#include <QByteArray>
#include <QString>

#include <mysql.h>

#include <memory>

namespace whimbrel {

/// Where a MariaDB or MySQL server is and how it is spoken to: what a URL, its option file and the
/// environment say together.
struct MariadbEndpoint {
    /// Server and TLS as libmariadb reads them in place of a host's name: Qt passes no other way
    /// to have the server's certificate checked.
    QString server{};
    int port = 0;
    QString socket{};
    QString user{};
    QString database{};
    Secret password{};
    QString name{}; ///< as messages name the database: "shop on db1:3306"
};

/// Whether TLS is spoken. Where the URL leaves it open, With is tried before Without.
enum class MariadbTls { With, Without };

[[nodiscard]] Result<MariadbEndpoint> mariadbEndpoint(const ConnectionUrl& url, MariadbTls tls);

/// Whether a URL leaves it open whether TLS is spoken.
[[nodiscard]] bool mayGoWithoutTls(const ConnectionUrl& url);

using MysqlHandle = std::unique_ptr<MYSQL, decltype(&mysql_close)>;

/// A short connection beside Qt's, whose every wait ends after some seconds: to stop a statement
/// of another. Null if it could not be had.
[[nodiscard]] MysqlHandle connectBriefly(const MariadbEndpoint& endpoint);

} // namespace whimbrel
