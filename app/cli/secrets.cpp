// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "app/cli/secrets.h"

#include "app/cli/console.h"
#include "app/keychain/keychain.h"
#include "model/database/connection_profile.h"

#include <QEventLoop>

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

Result<ConnectionUrl> connectionFor(const QString& given)
{
    const auto profiles = readConnectionProfiles(connectionProfilesPath());
    if (!profiles) {
        return fail(profiles.error());
    }
    const Result<QString> text = resolvedUrl(given, *profiles);
    if (!text) {
        return fail(text.error());
    }
    Result<ConnectionUrl> url = parseConnectionUrl(*text);
    for (const ConnectionProfile& profile : *profiles) {
        if (!url || !profile.keychain || given != QLatin1Char('@') + profile.name) {
            continue;
        }
        Keychain keychain;
        Result<Secret> secret
            = waitFor<Secret>([&](auto then) { keychain.read(profile.name, then); });
        if (!secret) {
            return fail(secret.error());
        }
        url->password = *std::move(secret);
    }
    return url;
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
