// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "model/database/postgres_opening.h"

#include "model/database/postgres_errors.h"

#include <QCoreApplication>

#include <libpq-fe.h>
#include <poll.h>

#include <clocale>

namespace whimbrel {

namespace {

constexpr int usualPort = 5432;
constexpr int connectSeconds = 10;

QString tr(const char* text)
{
    return QCoreApplication::translate("PostgresConnection", text);
}

/// Has libpq speak English in this thread for as long as it lives: its own messages, which have no
/// code, are told apart by their words.
class InEnglish final {
public:
    InEnglish()
        : m_plain(newlocale(LC_ALL_MASK, "C", nullptr))
        , m_before(uselocale(m_plain))
    { }
    ~InEnglish()
    {
        uselocale(m_before);
        freelocale(m_plain);
    }
    InEnglish(const InEnglish&) = delete;
    InEnglish& operator=(const InEnglish&) = delete;

private:
    locale_t m_plain;
    locale_t m_before;
};

/// Connects step by step: only so the server's codes can be asked for before it answers.
void connectVerbosely(PGconn* handle)
{
    PQsetErrorVerbosity(handle, PQERRORS_VERBOSE);
    for (PostgresPollingStatusType next = PGRES_POLLING_WRITING;
         next == PGRES_POLLING_READING || next == PGRES_POLLING_WRITING;
         next = PQconnectPoll(handle)) {
        pollfd ready{PQsocket(handle),
            static_cast<short>(next == PGRES_POLLING_READING ? POLLIN : POLLOUT), 0};
        if (poll(&ready, 1, connectSeconds * 1000) <= 0) {
            return;
        }
    }
}

} // namespace

QMap<QString, QString> postgresKeywords(const ConnectionUrl& url)
{
    QMap<QString, QString> keywords = url.options;
    keywords.remove(QStringLiteral("role"));
    const auto set = [&keywords](const char* key, const QString& value) {
        if (!value.isEmpty()) {
            keywords.insert(QLatin1String(key), value);
        }
    };
    set("host", url.host);
    set("port", url.port == 0 ? QString() : QString::number(url.port));
    set("user", url.user);
    set("dbname", url.database);
    set("application_name", QStringLiteral("whimbrel"));
    const auto setUnlessGiven = [&keywords](const char* key, const char* value) {
        if (!keywords.contains(QLatin1String(key))) {
            keywords.insert(QLatin1String(key), QLatin1String(value));
        }
    };
    setUnlessGiven("connect_timeout", "10");
    // A machine that has gone without a word is noticed in a minute, not in two hours.
    setUnlessGiven("keepalives_idle", "30");
    setUnlessGiven("keepalives_interval", "10");
    setUnlessGiven("keepalives_count", "3");
    setUnlessGiven("tcp_user_timeout", "60000");
    return keywords;
}

QString postgresConnectionText(const QMap<QString, QString>& keywords)
{
    QString text;
    for (auto each = keywords.cbegin(); each != keywords.cend(); ++each) {
        QString value = each.value();
        value.replace(QLatin1Char('\\'), QLatin1String("\\\\"));
        value.replace(QLatin1Char('\''), QLatin1String("\\'"));
        text += each.key() + QLatin1String("='") + value + QLatin1String("' ");
    }
    return text;
}

QString postgresName(const ConnectionUrl& url)
{
    const QString service = url.options.value(QStringLiteral("service"));
    if (!service.isEmpty() && url.host.isEmpty()) {
        return url.database.isEmpty() ? tr("the service %1").arg(service)
                                      : tr("%1 on the service %2").arg(url.database, service);
    }
    const QString host = url.host.isEmpty() ? tr("this machine") : url.host;
    return tr("%1 on %2:%3")
        .arg(url.database, host, QString::number(url.port == 0 ? usualPort : url.port));
}

PostgresHandle connectBriefly(const ConnectionUrl& url)
{
    const InEnglish english;
    QMap<QString, QString> keywords = postgresKeywords(url);
    if (!url.password.isEmpty()) {
        keywords.insert(QStringLiteral("password"), url.password.revealed());
    }
    PostgresHandle handle(
        PQconnectStart(postgresConnectionText(keywords).toUtf8().constData()), &PQfinish);
    if (PQstatus(handle.get()) != CONNECTION_BAD) {
        connectVerbosely(handle.get());
    }
    return handle;
}

Error whyPostgresRefused(const ConnectionUrl& url)
{
    const PostgresHandle handle = connectBriefly(url);
    const QString said = PQstatus(handle.get()) == CONNECTION_OK
        ? tr("It is reachable now.")
        : QString::fromUtf8(PQerrorMessage(handle.get()));
    return postgresRefused(said.isEmpty() ? tr("It did not answer in time.") : said,
        PQconnectionNeedsPassword(handle.get()) != 0, postgresName(url), url.user);
}

} // namespace whimbrel
