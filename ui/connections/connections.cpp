// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "ui/connections/connections.h"

#include <QPointer>

#include <algorithm>

namespace whimbrel {

namespace {

QString keyOf(const QString& given)
{
    return given.startsWith(QLatin1Char('@')) ? given : urlWithoutPassword(given);
}

QString at(const QString& name)
{
    return QLatin1Char('@') + name;
}

/// The profiles with `profile` in the place of the one called `before`.
QList<ConnectionProfile> replaced(
    QList<ConnectionProfile> profiles, const QString& before, const ConnectionProfile& profile)
{
    const auto found = std::find_if(profiles.begin(), profiles.end(),
        [&before](const ConnectionProfile& each) { return each.name == before; });
    if (found == profiles.end()) {
        profiles.append(profile);
    } else {
        *found = profile;
    }
    return profiles;
}

} // namespace

Connections::Connections(SecretStore& store, QObject* parent)
    : QObject(parent)
    , m_store(store)
{
    reload();
}

void Connections::reload()
{
    Result<QList<ConnectionProfile>> read = readConnectionProfiles(connectionProfilesPath());
    m_trouble = read ? QString() : read.error().text();
    const QList<ConnectionProfile> profiles = read ? *std::move(read) : QList<ConnectionProfile>();
    if (profiles != m_profiles) {
        m_profiles = profiles;
        emit changed();
    }
}

Result<> Connections::write(const QList<ConnectionProfile>& profiles)
{
    Result<> written = writeConnectionProfiles(connectionProfilesPath(), profiles);
    if (written) {
        m_profiles = profiles;
        emit changed();
    }
    return written;
}

void Connections::save(const QString& before, const ConnectionProfile& profile,
    const std::optional<Secret>& password, const Done& done)
{
    reload(); // the command line may have written it
    if (!m_trouble.isEmpty()) {
        done(fail({ErrorCode::Unreadable, m_trouble, {}, {}}));
        return;
    }
    const QList<ConnectionProfile> profiles = replaced(m_profiles, before, profile);
    if (const Result<> fine = checkConnectionProfiles(profiles); !fine) {
        done(fine);
        return;
    }
    const std::optional<ConnectionProfile> old = named(at(before));
    const bool isRenamed = old && old->name != profile.name;
    const QPointer<Connections> self(this);
    // Last: nothing is taken out of the keychain before the file says so.
    const auto finish
        = [self, before, old, isRenamed, profile, profiles, password, done](bool isKept) {
              if (!self) {
                  return;
              }
              const Result<> written = self->write(profiles);
              if (!written) {
                  if (isKept && (isRenamed || !old)) {
                      self->m_store.remove(profile.name, [](const Result<>&) {});
                  }
                  done(written);
                  return;
              }
              if (isRenamed) {
                  self->m_passwords.remove(at(before));
              }
              if (password) {
                  self->remember(at(profile.name), *password);
              } else if (old && old->url != profile.url) {
                  self->m_passwords.remove(at(profile.name));
              }
              if (old && old->keychain && (isRenamed || !profile.keychain)) {
                  self->m_store.remove(old->name, done);
              } else {
                  done(Result<>());
              }
          };
    const auto put = [self, profile, done, finish](const Secret& secret) {
        if (!self) {
            return;
        }
        self->m_store.write(profile.name, secret, [done, finish](const Result<>& kept) {
            if (kept) {
                finish(true);
            } else {
                done(kept);
            }
        });
    };
    if (!profile.keychain) {
        finish(false);
    } else if (password) {
        put(*password);
    } else if (isRenamed && old->keychain) {
        m_store.read(old->name, [put, done](const Result<Secret>& kept) {
            if (kept) {
                put(*kept);
            } else {
                done(fail(kept.error()));
            }
        });
    } else {
        finish(false);
    }
}

void Connections::remove(const QString& name, const Done& done)
{
    reload();
    const std::optional<ConnectionProfile> old = named(at(name));
    QList<ConnectionProfile> profiles = m_profiles;
    profiles.removeIf([&name](const ConnectionProfile& each) { return each.name == name; });
    const Result<> written
        = m_trouble.isEmpty() ? write(profiles) : fail({ErrorCode::Unreadable, m_trouble, {}, {}});
    if (!written || !old || !old->keychain) {
        done(written);
        return;
    }
    m_passwords.remove(at(name));
    m_store.remove(name, done);
}

void Connections::lookAtKeychain(const Done& done)
{
    // No connection can be called so: what is asked for is whether anybody answers.
    m_store.read(QStringLiteral("(none)"), [done](const Result<Secret>& read) {
        const bool answers = read || read.error().code == ErrorCode::Impossible;
        done(answers ? Result<>() : fail(read.error()));
    });
}

void Connections::keep(const QString& given, const Secret& password, const Done& done)
{
    std::optional<ConnectionProfile> profile = named(given);
    if (!profile) {
        done(fail({ErrorCode::Impossible, tr("Only a named connection's password is kept."), {},
            tr("Give the connection a name first.")}));
        return;
    }
    profile->keychain = true;
    save(profile->name, *profile, password, done);
}

Result<ConnectionUrl> Connections::known(const QString& given) const
{
    const Result<QString> text = resolvedUrl(given, m_profiles);
    if (!text) {
        return fail(text.error());
    }
    Result<ConnectionUrl> url = parseConnectionUrl(*text);
    if (url && url->password.isEmpty()) {
        url->password = m_passwords.value(keyOf(given));
    }
    return url;
}

void Connections::find(const QString& given, const std::function<void(Result<ConnectionUrl>)>& then)
{
    const Result<ConnectionUrl> url = known(given);
    const std::optional<ConnectionProfile> profile = named(given);
    if (!url || !url->password.isEmpty() || !profile || !profile->keychain) {
        then(url);
        return;
    }
    m_store.read(profile->name,
        [self = QPointer<Connections>(this), given, url, then](const Result<Secret>& kept) {
            if (!self) {
                return;
            }
            Result<ConnectionUrl> found = url;
            if (kept) {
                found->password = *kept;
                self->m_passwords.insert(keyOf(given), *kept);
                self->m_keychainTrouble.remove(given);
            } else {
                self->m_keychainTrouble.insert(given, kept.error().text());
            }
            then(found);
        });
}

void Connections::remember(const QString& given, const Secret& password)
{
    m_passwords.insert(keyOf(given), password);
}

} // namespace whimbrel
