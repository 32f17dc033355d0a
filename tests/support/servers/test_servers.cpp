// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "tests/support/servers/test_servers.h"

#include "model/database/open_connection.h"

#include <QFile>
#include <QFileInfo>
#include <QJsonDocument>
#include <QProcess>
#include <QUrl>
#include <QUuid>

namespace whimbrel::test {

namespace {

QString nameOf(Dialect dialect)
{
    return dialect == Dialect::Postgresql ? QStringLiteral("postgresql")
                                          : QStringLiteral("mariadb");
}

QString replicaOf(Dialect dialect)
{
    return dialect == Dialect::Postgresql ? QStringLiteral("replica")
                                          : QStringLiteral("mariadb-replica");
}

QJsonObject readList(const QString& path)
{
    QFile file(path);
    if (path.isEmpty() || !file.open(QIODevice::ReadOnly)) {
        qFatal("There are no servers: \"%s\" cannot be read. Start them (tests/support/servers/"
               "README.md), or run this test through ctest.",
            qPrintable(path));
    }
    return QJsonDocument::fromJson(file.readAll()).object();
}

std::unique_ptr<Connection> mustOpen(
    const QString& url, Connection::Access access, std::shared_ptr<Interrupter> interrupter)
{
    Result<std::unique_ptr<Connection>> opened
        = openConnection(url, access, std::move(interrupter));
    if (!opened) {
        qFatal("%s", qPrintable(opened.error().text()));
    }
    return *std::move(opened);
}

} // namespace

Servers::Servers(const QString& listFile)
    : m_list(readList(listFile))
{ }

const Servers& Servers::shared()
{
    static const Servers servers(qEnvironmentVariable("WHIMBREL_TEST_SERVERS"));
    return servers;
}

QJsonObject Servers::server(const QString& name) const
{
    const QJsonObject found
        = m_list.value(QLatin1String("servers")).toObject().value(name).toObject();
    if (found.isEmpty()) {
        qFatal("There is no server %s.", qPrintable(name));
    }
    return found;
}

QString Servers::url(Dialect dialect) const
{
    return server(nameOf(dialect)).value(QLatin1String("url")).toString();
}

QString Servers::replicaUrl(Dialect dialect) const
{
    return server(replicaOf(dialect)).value(QLatin1String("url")).toString();
}

QString Servers::replicaLog(Dialect dialect) const
{
    QFile file(server(replicaOf(dialect)).value(QLatin1String("log")).toString());
    if (!file.open(QIODevice::ReadOnly)) {
        return file.errorString();
    }
    constexpr qint64 shown = 3000;
    file.seek(qMax<qint64>(file.size() - shown, 0));
    return QString::fromUtf8(file.readAll());
}

QString Servers::poolerUrl(Pool mode) const
{
    const QString session = server(QStringLiteral("pooler")).value(QLatin1String("url")).toString();
    return mode == Pool::Session
        ? session
        : session.left(session.lastIndexOf(QLatin1Char('/'))) + QStringLiteral("/shared");
}

QString Servers::url(Dialect dialect, const QString& user, const QString& database,
    Password password, const QString& options) const
{
    QString userInfo = user;
    if (password == Password::InUrl) {
        userInfo
            += QLatin1Char(':') + QString::fromLatin1(QUrl::toPercentEncoding(passwordOf(user)));
    }
    const QString scheme
        = dialect == Dialect::Postgresql ? QStringLiteral("postgresql") : QStringLiteral("mysql");
    return QStringLiteral("%1://%2@127.0.0.1:%3/%4%5")
        .arg(scheme, userInfo, QString::number(port(dialect)), database,
            options.isEmpty() ? QString() : QLatin1Char('?') + options);
}

QString Servers::passwordOf(const QString& user) const
{
    return m_list.value(QLatin1String("passwords")).toObject().value(user).toString();
}

int Servers::port(Dialect dialect) const
{
    return server(nameOf(dialect)).value(QLatin1String("port")).toInt();
}

QString Servers::socket(Dialect dialect) const
{
    return server(nameOf(dialect))
        .value(dialect == Dialect::Postgresql ? QLatin1String("sockets") : QLatin1String("socket"))
        .toString();
}

QString Servers::folder(Dialect dialect) const
{
    return QFileInfo(server(nameOf(dialect)).value(QLatin1String("log")).toString()).path();
}

qint64 Servers::processId(Dialect dialect) const
{
    return server(nameOf(dialect))
        .value(QLatin1String("process"))
        .toObject()
        .value(QLatin1String("pid"))
        .toInteger();
}

QString Servers::certificate() const
{
    return m_list.value(QLatin1String("certificate")).toString();
}

QString Servers::otherCertificate() const
{
    return m_list.value(QLatin1String("otherCertificate")).toString();
}

OwnServer::OwnServer(Dialect dialect, Beside beside)
    : m_dialect(dialect)
{
    const QString wanted = beside == Beside::Replica
        ? nameOf(m_dialect) + QLatin1Char(',') + replicaOf(m_dialect)
        : nameOf(m_dialect);
    call({QStringLiteral("start"), m_folder.path(), QStringLiteral("--only"), wanted,
        QStringLiteral("--for-parent")});
}

OwnServer::~OwnServer()
{
    call({QStringLiteral("stop"), m_folder.path()});
}

void OwnServer::call(const QStringList& arguments) const
{
    QProcess python;
    python.setProcessChannelMode(QProcess::MergedChannels);
    python.start(
        QStringLiteral(WHIMBREL_PYTHON), QStringList{QStringLiteral(WHIMBREL_SERVERS)} + arguments);
    constexpr int longest = 120000;
    if (!python.waitForFinished(longest) || python.exitCode() != 0) {
        qFatal("servers.py %s failed:\n%s", qPrintable(arguments.join(QLatin1Char(' '))),
            python.readAll().constData());
    }
}

Servers OwnServer::list() const
{
    return Servers(m_folder.filePath(QStringLiteral("servers.json")));
}

void OwnServer::kill()
{
    call({QStringLiteral("kill"), m_folder.path(), nameOf(m_dialect)});
}

void OwnServer::restart()
{
    call({QStringLiteral("restart"), m_folder.path(), nameOf(m_dialect)});
}

void OwnServer::restartWith(const QStringList& options)
{
    QFile file(list().folder(m_dialect) + QStringLiteral("/options"));
    if (!file.open(QIODevice::WriteOnly)
        || file.write(options.join(QLatin1Char('\n')).toUtf8()) < 0) {
        qFatal("%s cannot be written", qPrintable(file.fileName()));
    }
    file.close();
    restart();
}

ScratchDatabase::ScratchDatabase(Dialect dialect, const QString& server)
    : m_dialect(dialect)
    , m_server(server)
{
    if (dialect == Dialect::Sqlite) {
        m_name = m_folder.filePath(QStringLiteral("scratch.db"));
        m_url = QStringLiteral("sqlite:") + m_name;
        QFile file(m_name);
        if (!file.open(QIODevice::WriteOnly)) {
            qFatal("%s cannot be written", qPrintable(m_name));
        }
        return;
    }
    m_name = QStringLiteral("scratch_") + QUuid::createUuid().toString(QUuid::Id128);
    if (m_server.isEmpty()) {
        m_server = Servers::shared().url(dialect);
    }
    const std::unique_ptr<Connection> connection
        = mustOpen(m_server, Connection::Access::ReadWrite, std::make_shared<Interrupter>());
    execute(*connection, QStringLiteral("CREATE DATABASE ") + m_name);
    m_url = m_server.left(m_server.lastIndexOf(QLatin1Char('/')) + 1) + m_name;
}

ScratchDatabase::~ScratchDatabase()
{
    if (m_dialect == Dialect::Sqlite || m_left) {
        return;
    }
    const std::unique_ptr<Connection> connection
        = mustOpen(m_server, Connection::Access::ReadWrite, std::make_shared<Interrupter>());
    // What a test has left open must not keep the others from ending.
    execute(*connection,
        QStringLiteral("DROP DATABASE ") + m_name
            + (m_dialect == Dialect::Postgresql ? QStringLiteral(" WITH (FORCE)") : QString()));
}

std::unique_ptr<Connection> ScratchDatabase::open(
    Connection::Access access, std::shared_ptr<Interrupter> interrupter) const
{
    return mustOpen(m_url, access, std::move(interrupter));
}

void execute(Connection& connection, const QString& sql, const QMap<QString, QVariant>& values)
{
    const Result<StatementResult> done = connection.exec(sql, values);
    if (!done) {
        qFatal("%s\n%s", qPrintable(sql), qPrintable(done.error().text()));
    }
}

QString single(Connection& connection, const QString& sql, const QMap<QString, QVariant>& values)
{
    const Result<QVariant> found = connection.value(sql, values);
    if (!found) {
        qFatal("%s\n%s", qPrintable(sql), qPrintable(found.error().text()));
    }
    return textOf(*found);
}

} // namespace whimbrel::test
