// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "model/database/mariadb_opening.h"

#include "model/base/login_name.h"
#include "model/database/option_file.h"

#include <QCoreApplication>

namespace whimbrel {

namespace {

constexpr int usualPort = 3306;

QString tr(const char* text)
{
    return QCoreApplication::translate("MariaDbConnection", text);
}

QString firstOf(const QString& a, const QString& b)
{
    return a.isEmpty() ? b : a;
}

} // namespace

bool mayGoWithoutTls(const ConnectionUrl& url)
{
    const QString mode = url.options.value(QStringLiteral("sslmode"), QStringLiteral("prefer"));
    return mode == QLatin1String("prefer") || mode == QLatin1String("allow");
}

Result<MariadbEndpoint> mariadbEndpoint(const ConnectionUrl& url, MariadbTls tls)
{
    QMap<QString, QString> file;
    if (const QString path = url.options.value(QStringLiteral("defaults-file")); !path.isEmpty()) {
        Result<QMap<QString, QString>> read = readOptionFile(path,
            {QStringLiteral("client"), QStringLiteral("client-server"),
                QStringLiteral("client-mariadb"),
                url.options.value(QStringLiteral("defaults-group"))});
        if (!read) {
            return fail(read.error());
        }
        file = *std::move(read);
    }
    const auto option = [&](const char* key) {
        return firstOf(url.options.value(QLatin1String(key)), file.value(QLatin1String(key)));
    };
    MariadbEndpoint endpoint;
    endpoint.socket = option("socket");
    endpoint.port = url.port != 0 ? url.port : file.value(QStringLiteral("port")).toInt();
    endpoint.user = firstOf(firstOf(url.user, file.value(QStringLiteral("user"))), loginName());
    endpoint.database = firstOf(url.database, file.value(QStringLiteral("database")));
    endpoint.password = url.password;
    if (endpoint.password.isEmpty()) {
        endpoint.password = Secret(
            firstOf(file.value(QStringLiteral("password")), qEnvironmentVariable("MYSQL_PWD")));
    }
    QString host = firstOf(
        firstOf(url.host, file.value(QStringLiteral("host"))), QStringLiteral("localhost"));
    const QString place = endpoint.socket.isEmpty() ? QStringLiteral("%1:%2").arg(
                              host, QString::number(endpoint.port == 0 ? usualPort : endpoint.port))
                                                    : endpoint.socket;
    endpoint.name = tr("%1 on %2").arg(endpoint.database, place);
    // The library takes "localhost" for a socket, also where a port was given.
    if (host == QLatin1String("localhost") && endpoint.socket.isEmpty() && endpoint.port != 0) {
        host = QStringLiteral("127.0.0.1");
    }

    QStringList server{QStringLiteral("host=") + host,
        QStringLiteral("connect-timeout=")
            + firstOf(option("connect-timeout"), QStringLiteral("10"))};
    if (tls == MariadbTls::With) {
        const QString mode = url.options.value(QStringLiteral("sslmode"));
        server.append(QStringLiteral("ssl-enforce=1"));
        for (const char* key : {"ssl-ca", "ssl-capath", "ssl-cert", "ssl-key", "ssl-cipher"}) {
            if (const QString value = option(key); !value.isEmpty()) {
                server.append(QLatin1String(key) + QLatin1Char('=') + value);
            }
        }
        if (mode.startsWith(QLatin1String("verify"))) {
            server.append(QStringLiteral("ssl-verify-server-cert=1"));
        }
    }
    for (const QString& part : std::as_const(server)) {
        if (part.contains(QLatin1Char(';'))) {
            return fail(
                {ErrorCode::Usage, tr("An option of \"%1\" holds a semicolon.").arg(endpoint.name),
                    {}, tr("Write it without one.")});
        }
    }
    endpoint.server = server.join(QLatin1Char(';'));
    return endpoint;
}

MysqlHandle connectBriefly(const MariadbEndpoint& endpoint)
{
    MysqlHandle handle(mysql_init(nullptr), &mysql_close);
    constexpr unsigned seconds = 3;
    for (const mysql_option option :
        {MYSQL_OPT_CONNECT_TIMEOUT, MYSQL_OPT_READ_TIMEOUT, MYSQL_OPT_WRITE_TIMEOUT}) {
        mysql_options(handle.get(), option, &seconds);
    }
    const QByteArray socket = endpoint.socket.toUtf8();
    const bool isOpen
        = mysql_real_connect(handle.get(), endpoint.server.toUtf8().constData(),
              endpoint.user.toUtf8().constData(), endpoint.password.revealed().toUtf8().constData(),
              nullptr, static_cast<unsigned>(endpoint.port),
              socket.isEmpty() ? nullptr : socket.constData(), 0)
        != nullptr;
    return isOpen ? std::move(handle) : MysqlHandle(nullptr, &mysql_close);
}

} // namespace whimbrel
