// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "app/cli/secrets.h"

#include "app/cli/console.h"
#include "app/cli/secret_prompt.h"
#include "app/keychain/keychain.h"
#include "model/database/connection_profile.h"

#include <QEventLoop>
#include <QJsonDocument>

#include <optional>

namespace whimbrel::cli {

namespace {

/// Runs events until `begin` has called back, and gives what it was called with.
template <class T, class Begin>
Result<T> waitFor(Begin begin)
{
    QEventLoop loop;
    std::optional<Result<T>> answer;
    begin([&](Result<T> given) {
        answer = std::move(given);
        loop.quit();
    });
    if (!answer) {
        loop.exec();
    }
    return *std::move(answer);
}

} // namespace

Result<KnownConnection> knownConnection(const QString& given, const Secret& password)
{
    const auto profiles = readConnectionProfiles(connectionProfilesPath());
    if (!profiles) {
        return fail(profiles.error());
    }
    const Result<QString> text = resolvedUrl(given, *profiles);
    if (!text) {
        return fail(text.error());
    }
    const Result<ConnectionUrl> url = parseConnectionUrl(*text);
    if (!url) {
        return fail(url.error());
    }
    const std::optional<ConnectionProfile> profile = profileNamed(given, *profiles);
    KnownConnection known{*url, profile ? profile->environment : QString(), {}};
    if (!known.url.password.isEmpty()) {
        return known;
    }
    known.url.password = password;
    if (password.isEmpty() && profile && profile->keychain) {
        Keychain keychain;
        const Result<Secret> kept
            = waitFor<Secret>([&](auto then) { keychain.read(profile->name, then); });
        known.url.password = kept.value_or(Secret());
        known.keychain = kept ? Error{} : kept.error();
    }
    return known;
}

Result<ConnectionUrl> connectionFor(const QString& given, const Secret& password)
{
    const Result<KnownConnection> known = knownConnection(given, password);
    if (!known) {
        return fail(known.error());
    }
    if (!known->keychain.message.isEmpty()) {
        return fail(known->keychain);
    }
    return known->url;
}

Result<QJsonObject> givenSecrets(const CommandLine& line)
{
    const QString option = QStringLiteral("secrets-stdin");
    if (!line.hasOption(option) || !line.has(option)) {
        return QJsonObject();
    }
    const Result<Secret> first = askSecret(Texts::tr("Passwords"));
    if (!first) {
        return fail(first.error());
    }
    const QJsonDocument document = QJsonDocument::fromJson(first->revealed().toUtf8());
    if (!document.isObject()) {
        return fail(
            {ErrorCode::Usage, Texts::tr("The first line of standard input is not the passwords."),
                {}, Texts::tr("Write them as one JSON object: {\"TARGET\": \"PASSWORD\"}.")});
    }
    return document.object();
}

Result<> keepSecret(const QString& name, const Secret& secret)
{
    Keychain keychain;
    return waitFor<void>([&](auto then) { keychain.write(name, secret, then); });
}

Result<> forgetSecret(const QString& name)
{
    Keychain keychain;
    return waitFor<void>([&](auto then) { keychain.remove(name, then); });
}

} // namespace whimbrel::cli
