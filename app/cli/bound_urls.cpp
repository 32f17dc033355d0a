// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "app/cli/bound_urls.h"

#include "app/cli/console.h"
#include "app/cli/secret_prompt.h"
#include "app/cli/secrets.h"
#include "model/database/connection_profile.h"
#include "model/database/open_connection.h"

#include <QJsonDocument>
#include <QJsonObject>

namespace whimbrel::cli {

namespace {

/// One --bind: the target (may be empty) and what it is bound to.
struct Bound {
    QString target{};
    QString given{};
};

Bound split(const QString& bind)
{
    // A URL may hold "=" itself, behind its scheme.
    const qsizetype equals = bind.indexOf(QLatin1Char('='));
    if (equals < 0 || bind.left(equals).contains(QLatin1Char(':'))
        || bind.startsWith(QLatin1Char('@'))) {
        return {{}, bind};
    }
    return {bind.left(equals), bind.mid(equals + 1)};
}

/// The passwords in the first line of standard input: {"TARGET": "PASSWORD"}.
Result<QJsonObject> readSecrets()
{
    const Result<Secret> line = askSecret(Texts::tr("Passwords"));
    if (!line) {
        return fail(line.error());
    }
    const QJsonDocument document = QJsonDocument::fromJson(line->revealed().toUtf8());
    if (!document.isObject()) {
        return fail(
            {ErrorCode::Usage, Texts::tr("The first line of standard input is not the passwords."),
                {}, Texts::tr("Write them as one JSON object: {\"TARGET\": \"PASSWORD\"}.")});
    }
    return document.object();
}

/// Whether a person can be asked in the middle of the command.
bool mayAsk(const CommandLine& line)
{
    const auto has = [&line](const char* option) {
        return line.hasOption(QLatin1String(option)) && line.has(QLatin1String(option));
    };
    return console::inputIsTerminal() && !has("no-input") && !has("control");
}

/// Connects once, for reading, and asks for the password if that is what the server wants. Any
/// other error is left to who opens the database for its work.
Result<Secret> askIfWanted(const ConnectionUrl& url)
{
    const auto tried = openConnection(url, Connection::Access::Read);
    if (tried || !wantsPassword(tried.error())) {
        return Secret();
    }
    return askSecret(Texts::tr("Password for %1").arg(url.shown));
}

} // namespace

Result<QStringList> boundUrls(const CommandLine& line)
{
    QJsonObject secrets;
    if (line.hasOption(QStringLiteral("secrets-stdin"))
        && line.has(QStringLiteral("secrets-stdin"))) {
        Result<QJsonObject> read = readSecrets();
        if (!read) {
            return fail(read.error());
        }
        secrets = *std::move(read);
    }
    const auto profiles = readConnectionProfiles(connectionProfilesPath());
    if (!profiles) {
        return fail(profiles.error());
    }
    QStringList all;
    for (const QString& bind : line.values(QStringLiteral("bind"))) {
        const Bound bound = split(bind);
        const Result<QString> text = resolvedUrl(bound.given, *profiles);
        if (!text) {
            return fail(text.error());
        }
        const Result<ConnectionUrl> url = parseConnectionUrl(*text);
        if (!url) {
            return fail(url.error());
        }
        Secret password(secrets.value(bound.target).toString());
        if (!url->password.isEmpty()) {
            console::remark(Texts::tr("A password in a URL can be read by others in the list of "
                                      "processes: name the connection (whimbrel-cli connections), "
                                      "or leave the password out."));
        } else if (password.isEmpty() && bound.given != *text) {
            const Result<ConnectionUrl> known = connectionFor(bound.given);
            if (!known) {
                return fail(known.error());
            }
            password = known->password;
        }
        if (url->password.isEmpty() && password.isEmpty() && url->dialect != Dialect::Sqlite
            && mayAsk(line)) {
            Result<Secret> asked = askIfWanted(*url);
            if (!asked) {
                return fail(asked.error());
            }
            password = *std::move(asked);
        }
        all.append((bound.target.isEmpty() ? QString() : bound.target + QLatin1Char('='))
            + urlWithPassword(*text, password));
    }
    return all;
}

} // namespace whimbrel::cli
