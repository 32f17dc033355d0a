// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "model/database/connection_url.h"

#include <QCoreApplication>
#include <QDir>
#include <QFileInfo>
#include <QRegularExpression>

namespace whimbrel {

namespace {

QString tr(const char* text)
{
    return QCoreApplication::translate("ConnectionUrl", text);
}

} // namespace

QString redactedUrl(const QString& url)
{
    // The password is what stands between the first colon behind "//" and the last @ of the
    // authority; a password may hold an @ or a slash itself, so the longest match is taken.
    static const QRegularExpression userInfo(QStringLiteral("^([a-z][a-z0-9+.-]*://[^:/@]*):(.*)@"),
        QRegularExpression::CaseInsensitiveOption);
    static const QRegularExpression option(QStringLiteral("([?&](?:password|passwd|pwd)=)[^&]*"),
        QRegularExpression::CaseInsensitiveOption);
    QString shown = url;
    shown.replace(userInfo, QStringLiteral("\\1:***@"));
    shown.replace(option, QStringLiteral("\\1***"));
    return shown;
}

Result<ConnectionUrl> parseConnectionUrl(const QString& url)
{
    const QString shown = redactedUrl(url);
    const QString scheme = url.section(QLatin1Char(':'), 0, 0).toLower();
    if (!url.contains(QLatin1Char(':')) || scheme.isEmpty()) {
        return fail({ErrorCode::Usage, tr("\"%1\" is not a connection URL.").arg(shown), {},
            tr("Write sqlite:PATH.")});
    }
    if (scheme == QLatin1String("postgresql") || scheme == QLatin1String("postgres")
        || scheme == QLatin1String("mysql") || scheme == QLatin1String("mariadb")) {
        return fail(
            {ErrorCode::Usage, tr("Running on \"%1\" is not supported by this version.").arg(shown),
                {}, tr("It executes plans on SQLite: sqlite:PATH.")});
    }
    if (scheme != QLatin1String("sqlite")) {
        return fail({ErrorCode::Usage,
            tr("\"%1\" does not begin with a kind of database that is known.").arg(shown), {},
            tr("Write sqlite:PATH.")});
    }
    QString path = url.mid(scheme.size() + 1);
    if (path.startsWith(QLatin1String("///"))) {
        path.remove(0, 2);
    }
    if (path.isEmpty()) {
        return fail({ErrorCode::Usage, tr("\"%1\" names no file.").arg(shown), {},
            tr("Write sqlite:PATH.")});
    }
    if (path == QLatin1String(":memory:")) {
        return fail({ErrorCode::Usage,
            tr("A database in memory cannot be migrated: it is gone when the run ends."), {},
            tr("Write sqlite:PATH.")});
    }
    path = QDir::cleanPath(QFileInfo(path).absoluteFilePath());
    return ConnectionUrl{Dialect::Sqlite, path, QStringLiteral("sqlite:") + path};
}

} // namespace whimbrel
