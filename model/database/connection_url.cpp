// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "model/database/connection_url.h"

#include <QCoreApplication>
#include <QDir>
#include <QFileInfo>
#include <QRegularExpression>
#include <QUrl>

#include <algorithm>

namespace whimbrel {

namespace {

QString tr(const char* text)
{
    return QCoreApplication::translate("ConnectionUrl", text);
}

/// What a URL may say behind its question mark.
const QStringList& knownOptions(Dialect dialect)
{
    static const QStringList postgresql{QStringLiteral("channel_binding"),
        QStringLiteral("connect_timeout"), QStringLiteral("gssencmode"), QStringLiteral("host"),
        QStringLiteral("hostaddr"), QStringLiteral("krbsrvname"), QStringLiteral("options"),
        QStringLiteral("passfile"), QStringLiteral("port"), QStringLiteral("role"),
        QStringLiteral("service"), QStringLiteral("servicefile"),
        QStringLiteral("ssl_min_protocol_version"), QStringLiteral("sslcert"),
        QStringLiteral("sslcrl"), QStringLiteral("sslkey"), QStringLiteral("sslmode"),
        QStringLiteral("sslrootcert"), QStringLiteral("target_session_attrs"),
        QStringLiteral("user")};
    static const QStringList mysql{QStringLiteral("connect-timeout"),
        QStringLiteral("defaults-file"), QStringLiteral("defaults-group"), QStringLiteral("socket"),
        QStringLiteral("ssl-ca"), QStringLiteral("ssl-capath"), QStringLiteral("ssl-cert"),
        QStringLiteral("ssl-cipher"), QStringLiteral("ssl-key"), QStringLiteral("sslmode")};
    return dialect == Dialect::Postgresql ? postgresql : mysql;
}

const QString journalOption = QStringLiteral("journal");
const QString dataFolderOption = QStringLiteral("datafolder");

/// Whether something can be called so on every server without quoting it: lower case, short enough
/// for the names that are made of it, and nothing that belongs to the server.
Result<> readJournal(ConnectionUrl& url, const QString& name, const QString& shown)
{
    static const QRegularExpression plain(QStringLiteral("^[a-z_][a-z0-9_]{0,30}$"));
    static const QStringList taken{QStringLiteral("public"), QStringLiteral("information_schema"),
        QStringLiteral("mysql"), QStringLiteral("performance_schema"), QStringLiteral("sys")};
    if (!plain.match(name).hasMatch() || name.startsWith(QLatin1String("pg_"))
        || name.startsWith(QLatin1String("sqlite")) || taken.contains(name)) {
        return fail({ErrorCode::Usage,
            tr("The journal in \"%1\" cannot be called \"%2\".").arg(shown, name), {},
            tr("Take lower-case letters, digits and _, at most 31, and no name of the server's own "
               "such as public or pg_…")});
    }
    url.journal = name;
    return {};
}

QString exampleOf(Dialect dialect)
{
    return dialect == Dialect::Postgresql ? tr("Write postgresql://user@host:5432/database.")
                                          : tr("Write mysql://user@host:3306/database.");
}

tl::unexpected<Error> wrong(const QString& message, const QString& advice)
{
    return fail({ErrorCode::Usage, message, {}, advice});
}

QString decoded(const QString& part)
{
    return QUrl::fromPercentEncoding(part.toUtf8());
}

QString encoded(const QString& part, const QByteArray& keep = {})
{
    return QString::fromLatin1(QUrl::toPercentEncoding(part, keep));
}

/// A per cent sign without its two digits, or a zero byte.
bool isBadlyEncoded(const QString& url)
{
    static const QRegularExpression bad(QStringLiteral("%(?![0-9A-Fa-f]{2})|%00"));
    return bad.match(url).hasMatch();
}

QString shownUrl(const ConnectionUrl& url)
{
    QString text = url.dialect == Dialect::Postgresql ? QStringLiteral("postgresql://")
                                                      : QStringLiteral("mysql://");
    if (!url.user.isEmpty()) {
        text += encoded(url.user) + QLatin1Char('@');
    }
    const bool isAddress6 = url.host.contains(QLatin1Char(':'));
    text += isAddress6 ? QLatin1Char('[') + url.host + QLatin1Char(']') : encoded(url.host);
    if (url.port != 0) {
        text += QLatin1Char(':') + QString::number(url.port);
    }
    text += QLatin1Char('/') + encoded(url.database);
    QChar separator = u'?';
    for (auto each = url.options.cbegin(); each != url.options.cend(); ++each) {
        text += separator + each.key() + QLatin1Char('=') + encoded(each.value(), "/:");
        separator = u'&';
    }
    if (url.journal != ConnectionUrl().journal) {
        text += separator + journalOption + QLatin1Char('=') + url.journal;
        separator = u'&';
    }
    if (!url.dataFolder.isEmpty()) {
        text += separator + dataFolderOption + QLatin1Char('=') + encoded(url.dataFolder, "/");
    }
    return text;
}

/// Reads a port; none is the usual one.
Result<> readPort(ConnectionUrl& url, const QString& text, const QString& shown)
{
    if (text.isEmpty()) {
        return {};
    }
    bool isNumber = false;
    url.port = text.toInt(&isNumber);
    constexpr int greatest = 65535;
    if (!isNumber || url.port < 1 || url.port > greatest) {
        return wrong(tr("The port in \"%1\" is not a number from 1 to 65535.").arg(shown),
            exampleOf(url.dialect));
    }
    return {};
}

/// Reads what stands between "//" and the path: user, password, host, port.
Result<> readAuthority(ConnectionUrl& url, const QString& authority, const QString& shown)
{
    const qsizetype at = authority.lastIndexOf(QLatin1Char('@'));
    if (at >= 0) {
        const QString userInfo = authority.left(at);
        const qsizetype colon = userInfo.indexOf(QLatin1Char(':'));
        url.user = decoded(colon < 0 ? userInfo : userInfo.left(colon));
        if (colon >= 0) {
            url.password = Secret(decoded(userInfo.mid(colon + 1)));
        }
    }
    QString server = authority.mid(at + 1);
    QString port;
    static const QRegularExpression bracketed(
        QStringLiteral("^\\[([0-9A-Fa-f:.]+(?:%[0-9A-Za-z]+)?)\\](?::(.*))?$"));
    if (const QRegularExpressionMatch found = bracketed.match(server); found.hasMatch()) {
        url.host = found.captured(1);
        port = found.captured(2);
    } else {
        const qsizetype colon = server.indexOf(QLatin1Char(':'));
        if (server.count(QLatin1Char(':')) > 1 || server.contains(QLatin1Char('['))) {
            return wrong(tr("The address in \"%1\" cannot be read.").arg(shown),
                tr("Write an IPv6 address in brackets: [::1]:5432."));
        }
        url.host = decoded(colon < 0 ? server : server.left(colon));
        port = colon < 0 ? QString() : server.mid(colon + 1);
    }
    if (url.host.contains(QLatin1Char(','))) {
        return wrong(tr("\"%1\" names several servers.").arg(shown),
            tr("Name the one server that is meant."));
    }
    static const QRegularExpression oddHost(QStringLiteral("[\\s=;'\"\\\\@?]"));
    if (url.host.contains(oddHost)) {
        return wrong(tr("The name of the server in \"%1\" cannot be read.").arg(shown),
            tr("Write signs such as @ and / in a password in their percent-encoded form."));
    }
    return readPort(url, port, shown);
}

Result<> readOptions(ConnectionUrl& url, const QString& text, const QString& shown)
{
    const QStringList parts = text.split(QLatin1Char('&'), Qt::SkipEmptyParts);
    for (const QString& part : parts) {
        QString key = decoded(part.section(QLatin1Char('='), 0, 0));
        const QString value = decoded(part.section(QLatin1Char('='), 1));
        if (key == QLatin1String("password")) {
            url.password = Secret(value);
            continue;
        }
        if (url.dialect == Dialect::Mysql) {
            key.replace(QLatin1Char('_'), QLatin1Char('-'));
            key = key == QLatin1String("ssl-mode") ? QStringLiteral("sslmode") : key;
        }
        if (key == journalOption) {
            if (Result<> read = readJournal(url, value, shown); !read) {
                return read;
            }
            continue;
        }
        if (key == dataFolderOption) {
            if (!value.startsWith(QLatin1Char('/'))) {
                return wrong(tr("The folder of the data in \"%1\" is no whole path.").arg(shown),
                    tr("Write it from the root on: datafolder=/srv/db."));
            }
            url.dataFolder = QDir::cleanPath(value);
            continue;
        }
        if (!knownOptions(url.dialect).contains(key)) {
            return wrong(tr("\"%1\" has the option \"%2\", which is not known.").arg(shown, key),
                tr("Known are: %1, journal, datafolder.")
                    .arg(knownOptions(url.dialect).join(QLatin1String(", "))));
        }
        if (value.contains(QLatin1Char(';'))) {
            return wrong(tr("The option \"%2\" in \"%1\" holds a semicolon.").arg(shown, key),
                tr("Write it without one."));
        }
        url.options.insert(key, value);
    }
    if (url.dialect == Dialect::Postgresql) {
        // libpq's own names for what the front of the URL says too.
        if (url.host.isEmpty()) {
            url.host = url.options.take(QStringLiteral("host"));
        }
        if (url.user.isEmpty()) {
            url.user = url.options.take(QStringLiteral("user"));
        }
        if (url.port == 0) {
            return readPort(url, url.options.take(QStringLiteral("port")), shown);
        }
    }
    return {};
}

Result<> checkSslMode(ConnectionUrl& url, const QString& shown)
{
    const auto mode = url.options.find(QStringLiteral("sslmode"));
    if (mode == url.options.end()) {
        return {};
    }
    static const QStringList known{QStringLiteral("disable"), QStringLiteral("allow"),
        QStringLiteral("prefer"), QStringLiteral("require"), QStringLiteral("verify-ca"),
        QStringLiteral("verify-full")};
    // As the mysql program spells them.
    static const QMap<QString, QString> spelled{
        {QStringLiteral("disabled"), QStringLiteral("disable")},
        {QStringLiteral("preferred"), QStringLiteral("prefer")},
        {QStringLiteral("required"), QStringLiteral("require")},
        {QStringLiteral("verify-identity"), QStringLiteral("verify-full")}};
    QString value = mode->toLower().replace(QLatin1Char('_'), QLatin1Char('-'));
    value = spelled.value(value, value);
    if (!known.contains(value)) {
        return wrong(tr("The sslmode in \"%1\" is not known.").arg(shown),
            tr("It is one of %1.").arg(known.join(QLatin1String(", "))));
    }
    *mode = value;
    return {};
}

Result<ConnectionUrl> parseServerUrl(Dialect dialect, const QString& rest, const QString& shown)
{
    ConnectionUrl url;
    url.dialect = dialect;
    if (!rest.startsWith(QLatin1String("//"))) {
        return wrong(tr("\"%1\" names no server.").arg(shown), exampleOf(dialect));
    }
    if (isBadlyEncoded(rest)) {
        return wrong(tr("\"%1\" holds a per cent sign that encodes nothing.").arg(shown),
            tr("Write a per cent sign itself as %25."));
    }
    const QString beforeOptions = rest.mid(2).section(QLatin1Char('?'), 0, 0);
    // A password may hold slashes that should have been encoded: the path begins behind the @.
    const qsizetype at = beforeOptions.lastIndexOf(QLatin1Char('@'));
    const qsizetype slash = beforeOptions.indexOf(QLatin1Char('/'), at + 1);
    if (at < 0 && rest.section(QLatin1Char('?'), 1).contains(QLatin1Char('@'))) {
        // What looks like an option may be the rest of a password: it is not repeated.
        return wrong(tr("\"%1\" has an @ behind its question mark.").arg(shown),
            tr("Write ? as %3F and @ as %40 in passwords and options."));
    }
    const QString authority = slash < 0 ? beforeOptions : beforeOptions.left(slash);
    if (Result<> read = readAuthority(url, authority, shown); !read) {
        return fail(read.error());
    }
    url.database = slash < 0 ? QString() : decoded(beforeOptions.mid(slash + 1));
    if (Result<> read = readOptions(url, rest.section(QLatin1Char('?'), 1), shown); !read) {
        return fail(read.error());
    }
    if (Result<> checked = checkSslMode(url, shown); !checked) {
        return fail(checked.error());
    }
    url.shown = shownUrl(url);
    const bool fromFile = url.options.contains(QStringLiteral("service"))
        || url.options.contains(QStringLiteral("defaults-file"));
    if (url.database.isEmpty() && !fromFile) {
        return wrong(tr("\"%1\" names no database.").arg(shown), exampleOf(dialect));
    }
    return url;
}

Result<ConnectionUrl> parseSqliteUrl(QString path, const QString& shown)
{
    if (path.startsWith(QLatin1String("///"))) {
        path.remove(0, 2);
    }
    if (path.isEmpty()) {
        return wrong(tr("\"%1\" names no file.").arg(shown), tr("Write sqlite:PATH."));
    }
    if (path == QLatin1String(":memory:")) {
        return wrong(tr("A database in memory cannot be migrated: it is gone when the run ends."),
            tr("Write sqlite:PATH."));
    }
    ConnectionUrl url;
    // A question mark may belong to the file's name: only this one ending is ours.
    static const QRegularExpression ending(QStringLiteral("\\?journal=([^?&/]*)$"));
    if (const QRegularExpressionMatch found = ending.match(path); found.hasMatch()) {
        if (Result<> read = readJournal(url, found.captured(1), shown); !read) {
            return fail(read.error());
        }
        path.truncate(found.capturedStart());
    }
    url.path = QDir::cleanPath(QFileInfo(path).absoluteFilePath());
    url.shown = urlText(url);
    return url;
}

} // namespace

QString redactedUrl(const QString& url)
{
    // The password is what stands between the first colon behind "//" and the last @ of the
    // authority; a password may hold an @ or a slash itself, so the longest match is taken.
    static const QRegularExpression userInfo(
        QStringLiteral("^((?:[a-z][a-z0-9+.-]*)?:?//[^:/@]*):(.*)@"),
        QRegularExpression::CaseInsensitiveOption);
    static const QRegularExpression option(QStringLiteral("([?&](?:password|passwd|pwd)=)[^&]*"),
        QRegularExpression::CaseInsensitiveOption);
    QString shown = url;
    shown.replace(userInfo, QStringLiteral("\\1:***@"));
    shown.replace(option, QStringLiteral("\\1***"));
    return shown;
}

QString urlWithPassword(const QString& url, const Secret& password)
{
    if (password.isEmpty()) {
        return url;
    }
    const QChar separator = url.contains(QLatin1Char('?')) ? QLatin1Char('&') : QLatin1Char('?');
    return url + separator + QStringLiteral("password=")
        + QString::fromLatin1(QUrl::toPercentEncoding(password.revealed()));
}

QString urlWithoutPassword(const QString& url)
{
    static const QRegularExpression userInfo(
        QStringLiteral("^((?:[a-z][a-z0-9+.-]*)?:?//[^:/@]*):.*@"),
        QRegularExpression::CaseInsensitiveOption);
    static const QRegularExpression firstOption(
        QStringLiteral("\\?(?:password|passwd|pwd)=[^&]*&?"),
        QRegularExpression::CaseInsensitiveOption);
    static const QRegularExpression laterOption(QStringLiteral("&(?:password|passwd|pwd)=[^&]*"),
        QRegularExpression::CaseInsensitiveOption);
    QString bare = url;
    bare.replace(userInfo, QStringLiteral("\\1@"));
    bare.remove(laterOption);
    bare.replace(firstOption, QStringLiteral("?"));
    if (bare.endsWith(QLatin1Char('?'))) {
        bare.chop(1);
    }
    return bare;
}

QString urlForm(Dialect dialect)
{
    switch (dialect) {
    case Dialect::Postgresql:
        return QStringLiteral("postgresql://USER@HOST/DATABASE");
    case Dialect::Mysql:
        return QStringLiteral("mysql://USER@HOST/DATABASE");
    case Dialect::Sqlite:
    case Dialect::External:
        break;
    }
    return QStringLiteral("sqlite:PATH");
}

QString urlText(const ConnectionUrl& url)
{
    if (url.dialect != Dialect::Sqlite) {
        return shownUrl(url);
    }
    const QString file = QStringLiteral("sqlite:") + url.path;
    return url.journal == ConnectionUrl().journal
        ? file
        : file + QLatin1Char('?') + journalOption + QLatin1Char('=') + url.journal;
}

Result<ConnectionUrl> parseConnectionUrl(const QString& url)
{
    const QString shown = redactedUrl(url);
    const QString scheme = url.section(QLatin1Char(':'), 0, 0).toLower();
    const QString advice
        = tr("Write sqlite:PATH, postgresql://user@host/database or mysql://user@host/database.");
    if (!url.contains(QLatin1Char(':')) || scheme.isEmpty()) {
        return wrong(tr("\"%1\" is not a connection URL.").arg(shown), advice);
    }
    const QString rest = url.mid(scheme.size() + 1);
    if (scheme == QLatin1String("sqlite")) {
        return parseSqliteUrl(rest, shown);
    }
    if (scheme == QLatin1String("postgresql") || scheme == QLatin1String("postgres")) {
        return parseServerUrl(Dialect::Postgresql, rest, shown);
    }
    if (scheme == QLatin1String("mysql") || scheme == QLatin1String("mariadb")) {
        return parseServerUrl(Dialect::Mysql, rest, shown);
    }
    return wrong(
        tr("\"%1\" does not begin with a kind of database that is known.").arg(shown), advice);
}

} // namespace whimbrel
