// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/database/connection_profile.h"
#include "model/plan/dialect.h"

#include <QMap>
#include <QString>
#include <QStringList>

namespace whimbrel {

/// What a person types into the form of a connection.
enum class ConnectionField {
    Name,
    File, ///< SQLite
    Host,
    Port,
    Socket,
    Service,
    ServiceFile,
    OptionFile,
    OptionGroup,
    Database,
    User,
    Role,
    Ca,
    Certificate,
    Key,
};

/// A named connection in parts, as its form shows it. Every text of it may be wrong.
struct ConnectionFields {
    /// How the server is found.
    enum class Way { Network, Socket, Service, OptionFile };

    QString environment{};
    Dialect dialect = Dialect::Postgresql;
    Way way = Way::Network;
    QMap<ConnectionField, QString> texts{}; ///< empty ones are left out
    QString tls{}; ///< sslmode; empty: if the server offers it
    QMap<QString, QString> others{}; ///< options of the URL that the form does not show
    bool keychain = false;

    [[nodiscard]] QString text(ConnectionField field) const { return texts.value(field); }
    void set(ConnectionField field, const QString& text);
    /// Whether the form asks for it, as kind and way are.
    [[nodiscard]] bool has(ConnectionField field) const;
    bool operator==(const ConnectionFields&) const = default;
};

/// The parts of a profile. Of a URL that cannot be read there are none.
[[nodiscard]] ConnectionFields fieldsOf(const ConnectionProfile& profile);
/// The profile that the parts make.
[[nodiscard]] ConnectionProfile profileOf(const ConnectionFields& fields);

/// What is wrong with each field, and what to do; none where all is well. `taken` are the names of
/// the other profiles.
[[nodiscard]] QMap<ConnectionField, QString> problemsOf(
    const ConnectionFields& fields, const QStringList& taken);

} // namespace whimbrel
