// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "app/cli/bound_urls.h"

#include "app/cli/console.h"
#include "app/cli/secret_prompt.h"
#include "app/cli/secrets.h"
#include "model/database/connection_profile.h"
#include "model/database/open_connection.h"

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

/// Whether a person can be asked in the middle of the command: not when it is another machine that
/// connects, as this one cannot see what is wanted there.
bool mayAsk(const CommandLine& line)
{
    const auto has = [&line](const char* option) {
        return line.hasOption(QLatin1String(option)) && line.has(QLatin1String(option));
    };
    return console::inputIsTerminal() && !has("no-input") && !has("control") && !has("runner");
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

Result<BoundUrls> boundUrls(const CommandLine& line)
{
    const Result<QJsonObject> secrets = givenSecrets(line);
    if (!secrets) {
        return fail(secrets.error());
    }
    BoundUrls all;
    QStringList environments;
    for (const QString& bind : line.values(QStringLiteral("bind"))) {
        const Bound bound = split(bind);
        Result<KnownConnection> known
            = knownConnection(bound.given, Secret(secrets->value(bound.target).toString()));
        if (!known) {
            return fail(known.error());
        }
        ConnectionUrl& url = known->url;
        if (redactedUrl(bound.given) != bound.given) {
            console::remark(Texts::tr("A password in a URL can be read by others in the list of "
                                      "processes: name the connection (whimbrel-cli connections), "
                                      "or leave the password out."));
        }
        if (!known->keychain.message.isEmpty()) {
            if (!mayAsk(line)) {
                return fail(known->keychain);
            }
            console::remark(known->keychain.text());
        }
        if (url.password.isEmpty() && url.dialect != Dialect::Sqlite && mayAsk(line)) {
            Result<Secret> asked = askIfWanted(url);
            if (!asked) {
                return fail(asked.error());
            }
            url.password = *std::move(asked);
        }
        environments.append(known->environment);
        all.urls.append((bound.target.isEmpty() ? QString() : bound.target + QLatin1Char('='))
            + urlWithPassword(url.shown, url.password));
    }
    all.environment = gravestEnvironment(environments);
    return all;
}

/// A database of production is never run on as if it were of staging.
Result<QString> environmentFor(const CommandLine& line, const QString& bound)
{
    const QString given = line.value(QStringLiteral("environment"));
    if (bound.isEmpty()) {
        return given;
    }
    if (line.has(QStringLiteral("environment")) && gravestEnvironment({given, bound}) != given) {
        return fail({ErrorCode::Usage,
            Texts::tr("--environment says %1, but a connection that is bound says %2.")
                .arg(given, bound),
            {}, Texts::tr("Leave --environment out, or correct the connection.")});
    }
    return line.has(QStringLiteral("environment")) ? given : bound;
}

} // namespace whimbrel::cli
