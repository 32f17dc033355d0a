// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "model/database/service_file.h"

#include <QCoreApplication>
#include <QFile>

namespace whimbrel {

namespace {

QString tr(const char* text)
{
    return QCoreApplication::translate("ServiceFile", text);
}

void take(ConnectionUrl& url, const QString& key, const QString& value)
{
    const auto fill = [&value](QString& field) { field = field.isEmpty() ? value : field; };
    if (key == QLatin1String("host")) {
        fill(url.host);
    } else if (key == QLatin1String("user")) {
        fill(url.user);
    } else if (key == QLatin1String("dbname")) {
        fill(url.database);
    } else if (key == QLatin1String("port")) {
        url.port = url.port == 0 ? value.toInt() : url.port;
    } else if (key == QLatin1String("password")) {
        url.password = url.password.isEmpty() ? Secret(value) : url.password;
    } else if (!url.options.contains(key)) {
        url.options.insert(key, value);
    }
}

} // namespace

Result<ConnectionUrl> withServiceFile(ConnectionUrl url)
{
    const QString path = url.options.value(QStringLiteral("servicefile"));
    const QString service = url.options.value(QStringLiteral("service"));
    if (path.isEmpty() || service.isEmpty()) {
        url.options.remove(QStringLiteral("servicefile"));
        return url;
    }
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly | QIODevice::Text)) {
        return fail({ErrorCode::Connection,
            tr("The service file \"%1\" cannot be read: %2.").arg(path, file.errorString()), {},
            tr("Correct servicefile in the connection, or the rights of the file.")});
    }
    url.options.remove(QStringLiteral("servicefile"));
    url.options.remove(QStringLiteral("service"));
    bool isWanted = false;
    bool wasFound = false;
    while (!file.atEnd()) {
        const QString line = QString::fromUtf8(file.readLine()).trimmed();
        if (line.startsWith(QLatin1Char('['))) {
            isWanted = line == QLatin1Char('[') + service + QLatin1Char(']') && !wasFound;
            wasFound = wasFound || isWanted;
        } else if (isWanted && !line.startsWith(QLatin1Char('#')) && line.contains(u'=')) {
            take(url, line.section(QLatin1Char('='), 0, 0).trimmed(),
                line.section(QLatin1Char('='), 1).trimmed());
        }
    }
    if (!wasFound) {
        return fail({ErrorCode::Connection,
            tr("The service file \"%1\" has no service \"%2\".").arg(path, service), {},
            tr("Correct the name of the service, or add [%1] to the file.").arg(service)});
    }
    return url;
}

} // namespace whimbrel
