// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "ui/connections/connection_fields.h"

#include "model/database/connection_url.h"

#include <QCoreApplication>
#include <QRegularExpression>

#include <array>

namespace whimbrel {

namespace {

/// Ours, beside those of the database's own client.
const QString journalOption = QStringLiteral("journal");
const QString dataFolderOption = QStringLiteral("datafolder");

using Field = ConnectionField;
using Way = ConnectionFields::Way;

QString tr(const char* text)
{
    return QCoreApplication::translate("ConnectionFields", text);
}

/// The options of a URL that the form has fields for.
struct OptionField {
    Dialect dialect;
    const char* option;
    Field field;
};

constexpr std::array optionFields{
    OptionField{Dialect::Postgresql, "service", Field::Service},
    OptionField{Dialect::Postgresql, "servicefile", Field::ServiceFile},
    OptionField{Dialect::Postgresql, "role", Field::Role},
    OptionField{Dialect::Postgresql, "sslrootcert", Field::Ca},
    OptionField{Dialect::Postgresql, "sslcert", Field::Certificate},
    OptionField{Dialect::Postgresql, "sslkey", Field::Key},
    OptionField{Dialect::Mysql, "socket", Field::Socket},
    OptionField{Dialect::Mysql, "defaults-file", Field::OptionFile},
    OptionField{Dialect::Mysql, "defaults-group", Field::OptionGroup},
    OptionField{Dialect::Mysql, "ssl-ca", Field::Ca},
    OptionField{Dialect::Mysql, "ssl-cert", Field::Certificate},
    OptionField{Dialect::Mysql, "ssl-key", Field::Key},
};

Way wayOf(const ConnectionFields& fields)
{
    if (!fields.text(Field::Service).isEmpty()) {
        return Way::Service;
    }
    if (!fields.text(Field::OptionFile).isEmpty()) {
        return Way::OptionFile;
    }
    return fields.text(Field::Socket).isEmpty() ? Way::Network : Way::Socket;
}

QString problemOfHost(const QString& host, Way way)
{
    static const QRegularExpression odd(QStringLiteral("[\\s=;'\"\\\\@?/]"));
    if (host.isEmpty() && way == Way::Network) {
        return tr("Name the server: db1.example.com, or its address.");
    }
    if (host.contains(QLatin1Char(','))) {
        return tr("Name the one server that is meant.");
    }
    return host.contains(odd) ? tr("A server's name or address has no spaces, \"/\" or \"@\".")
                              : QString();
}

QString problemOfPort(const QString& port, Dialect dialect)
{
    bool isNumber = false;
    const int number = port.toInt(&isNumber);
    constexpr int greatest = 65535;
    return port.isEmpty() || (isNumber && number >= 1 && number <= greatest)
        ? QString()
        : tr("A number from 1 to 65535; left empty it is %1.")
              .arg(dialect == Dialect::Postgresql ? 5432 : 3306);
}

QString problemOfName(const QString& name, const QStringList& taken)
{
    if (name.isEmpty()) {
        return tr("Give it a name, such as shop-staging.");
    }
    if (!isConnectionName(name)) {
        return tr("Use letters, digits, \"-\", \"_\" and \".\": shop-staging.");
    }
    return taken.contains(name)
        ? tr("There is one called %1 already: choose another name.").arg(name)
        : QString();
}

QString problemOfSocket(const QString& socket, Dialect dialect)
{
    const bool isFolder = dialect == Dialect::Postgresql;
    if (socket.startsWith(QLatin1Char('/'))) {
        return {};
    }
    return isFolder ? tr("Name the folder of the socket: /var/run/postgresql.")
                    : tr("Name the socket: /run/mysqld/mysqld.sock.");
}

} // namespace

void ConnectionFields::set(Field field, const QString& text)
{
    if (text.isEmpty()) {
        texts.remove(field);
    } else {
        texts.insert(field, text);
    }
}

bool ConnectionFields::has(Field field) const
{
    const bool isServer = dialect != Dialect::Sqlite;
    const bool isPostgres = dialect == Dialect::Postgresql;
    switch (field) {
    case Field::Name:
        return true;
    case Field::File:
        return !isServer;
    case Field::Host:
        return isServer && way != Way::Socket;
    case Field::Port:
        return isServer && (way != Way::Socket || isPostgres);
    case Field::Socket:
        return isServer && way == Way::Socket;
    case Field::Service:
    case Field::ServiceFile:
        return isPostgres && way == Way::Service;
    case Field::OptionFile:
    case Field::OptionGroup:
        return isServer && !isPostgres && way == Way::OptionFile;
    case Field::Database:
    case Field::User:
        return isServer;
    case Field::Role:
        return isPostgres;
    case Field::Ca:
    case Field::Certificate:
    case Field::Key:
        return isServer && tls != QLatin1String("disable")
            && (way != Way::Socket || !tls.isEmpty());
    }
    return false;
}

ConnectionFields fieldsOf(const ConnectionProfile& profile)
{
    ConnectionFields fields;
    fields.environment = profile.environment;
    fields.keychain = profile.keychain;
    fields.set(Field::Name, profile.name);
    const Result<ConnectionUrl> url = parseConnectionUrl(profile.url);
    if (!url) {
        return fields;
    }
    fields.dialect = url->dialect;
    fields.set(Field::File, url->path);
    const bool isSocket
        = url->dialect == Dialect::Postgresql && url->host.startsWith(QLatin1Char('/'));
    fields.set(isSocket ? Field::Socket : Field::Host, url->host);
    fields.set(Field::Port, url->port == 0 ? QString() : QString::number(url->port));
    fields.set(Field::Database, url->database);
    fields.set(Field::User, url->user);
    fields.others = url->options;
    if (url->journal != ConnectionUrl().journal) {
        fields.others.insert(journalOption, url->journal);
    }
    if (!url->dataFolder.isEmpty()) {
        fields.others.insert(dataFolderOption, url->dataFolder);
    }
    fields.tls = fields.others.take(QStringLiteral("sslmode"));
    for (const OptionField& each : optionFields) {
        if (each.dialect == url->dialect) {
            fields.set(each.field, fields.others.take(QLatin1String(each.option)));
        }
    }
    fields.way = wayOf(fields);
    return fields;
}

ConnectionProfile profileOf(const ConnectionFields& fields)
{
    const auto text = [&fields](Field field) {
        return fields.has(field) ? fields.text(field).trimmed() : QString();
    };
    ConnectionUrl url;
    url.dialect = fields.dialect;
    QMap<QString, QString> others = fields.others;
    url.dataFolder = others.take(dataFolderOption);
    if (const QString journal = others.take(journalOption); !journal.isEmpty()) {
        url.journal = journal;
    }
    url.path = text(Field::File);
    url.host = text(Field::Host);
    url.port = text(Field::Port).toInt();
    url.database = text(Field::Database);
    url.user = text(Field::User);
    if (fields.dialect != Dialect::Sqlite) {
        url.options = others;
        if (!fields.tls.isEmpty()) {
            url.options.insert(QStringLiteral("sslmode"), fields.tls);
        }
    }
    for (const OptionField& each : optionFields) {
        if (each.dialect == fields.dialect && !text(each.field).isEmpty()) {
            url.options.insert(QLatin1String(each.option), text(each.field));
        }
    }
    if (fields.dialect == Dialect::Postgresql && fields.way == Way::Socket) {
        url.host = text(Field::Socket);
    }
    return {text(Field::Name), urlText(url), fields.environment,
        fields.keychain && fields.dialect != Dialect::Sqlite};
}

QMap<Field, QString> problemsOf(const ConnectionFields& fields, const QStringList& taken)
{
    QMap<Field, QString> problems;
    const auto text = [&fields](Field field) { return fields.text(field).trimmed(); };
    const auto note = [&](Field field, const QString& problem) {
        if (fields.has(field) && !problem.isEmpty()) {
            problems.insert(field, problem);
        }
    };
    const auto want = [&](Field field, const QString& problem) {
        note(field, text(field).isEmpty() ? problem : QString());
    };
    note(Field::Name, problemOfName(text(Field::Name), taken));
    note(Field::File,
        text(Field::File).startsWith(QLatin1Char('/'))
            ? QString()
            : tr("Choose the database file, or write its whole path."));
    note(Field::Host, problemOfHost(text(Field::Host), fields.way));
    note(Field::Port, problemOfPort(text(Field::Port), fields.dialect));
    note(Field::Socket, problemOfSocket(text(Field::Socket), fields.dialect));
    want(Field::Service, tr("Name the service, as it stands in brackets in the service file."));
    want(Field::OptionFile, tr("Choose the option file, such as ~/.my.cnf."));
    if (fields.way == Way::Network || fields.way == Way::Socket) {
        want(Field::Database, tr("Name the database."));
    }
    if (!text(Field::Certificate).isEmpty()) {
        want(Field::Key, tr("Choose the key of the certificate."));
    }
    if (!text(Field::Key).isEmpty()) {
        want(Field::Certificate, tr("Choose the certificate of the key."));
    }
    for (auto each = fields.texts.cbegin(); each != fields.texts.cend(); ++each) {
        if (each.key() != Field::File && each->contains(QLatin1Char(';'))) {
            note(each.key(), tr("Write it without a semicolon."));
        }
    }
    return problems;
}

} // namespace whimbrel
