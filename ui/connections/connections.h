// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/database/connection_profile.h"
#include "model/database/connection_url.h"
#include "model/database/secret_store.h"

#include <QMap>
#include <QObject>

#include <functional>
#include <optional>

namespace whimbrel {

/// The person's named connections, and the passwords of connections as far as they are known: from
/// the keychain, or given earlier, which is kept in memory until the window is closed.
class Connections final : public QObject {
    Q_OBJECT

public:
    using Done = std::function<void(Result<>)>;

    explicit Connections(SecretStore& store, QObject* parent = nullptr);

    [[nodiscard]] const QList<ConnectionProfile>& profiles() const { return m_profiles; }
    [[nodiscard]] std::optional<ConnectionProfile> named(const QString& given) const
    {
        return profileNamed(given, m_profiles);
    }
    /// Why the file of connections cannot be used; empty: it can.
    [[nodiscard]] const QString& trouble() const { return m_trouble; }
    /// Reads the file again.
    void reload();

    /// Puts a profile into the place of the one called `before`, or adds it where that is empty.
    /// `password` goes into the keychain, if the profile says that it is kept there. All or
    /// nothing: what fails leaves file and keychain as they were.
    void save(const QString& before, const ConnectionProfile& profile,
        const std::optional<Secret>& password, const Done& done);
    /// Takes a profile away, and its password out of the keychain.
    void remove(const QString& name, const Done& done);

    /// Whether passwords can be kept; the error says why not.
    void lookAtKeychain(const Done& done);
    /// Puts the password of "@NAME" into the keychain, and has the profile say so.
    void keep(const QString& given, const Secret& password, const Done& done);

    /// What "@NAME" or a URL means, with its password where one is known. The error says that there
    /// is no such connection, or that it cannot be read.
    void find(const QString& given, const std::function<void(Result<ConnectionUrl>)>& then);
    /// The same from what is known already.
    [[nodiscard]] Result<ConnectionUrl> known(const QString& given) const;
    /// A password that somebody gave, and that was right.
    void remember(const QString& given, const Secret& password);
    /// Why the keychain did not give the password of "@NAME"; empty: it did, or was not asked.
    [[nodiscard]] QString keychainTrouble(const QString& given) const
    {
        return m_keychainTrouble.value(given);
    }

signals:
    void changed();

private:
    [[nodiscard]] Result<> write(const QList<ConnectionProfile>& profiles);

    SecretStore& m_store;
    QList<ConnectionProfile> m_profiles{};
    QString m_trouble{};
    QMap<QString, Secret> m_passwords{}; ///< by "@NAME", or a URL without its password
    QMap<QString, QString> m_keychainTrouble{};
};

} // namespace whimbrel
