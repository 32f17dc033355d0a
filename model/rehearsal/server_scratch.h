// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/database/connection_url.h"
#include "model/rehearsal/sampled_schema.h"
#include "model/rehearsal/scratch_database.h"

namespace whimbrel {

/// A database of our own on a server, named whimbrel_rehearsal_…, with a marker that says which
/// rehearsal made it. On PostgreSQL a second one beside it holds what it was at first.
class ServerScratch final : public ScratchDatabase {
public:
    [[nodiscard]] static Result<std::unique_ptr<ServerScratch>> make(const ScratchSource& source,
        ScratchRegistry& registry, const std::function<bool()>& isCancelled);
    ~ServerScratch() override;

    [[nodiscard]] QString url() const override;
    [[nodiscard]] QString from() const override { return m_from; }
    [[nodiscard]] qint64 bytes() const override { return m_bytes; }
    [[nodiscard]] Result<> reset() override;

private:
    ServerScratch(ScratchSource source, ScratchRegistry& registry);
    [[nodiscard]] Result<> fill(const QString& name);
    [[nodiscard]] Result<> create(const QString& name, const QString& templateName = {});
    [[nodiscard]] Result<> dropJournal(const QString& name);
    [[nodiscard]] Result<QString> properties() const;
    [[nodiscard]] Result<> dropAndCreate();
    [[nodiscard]] Result<> readScript();
    [[nodiscard]] QString urlOf(const QString& name) const;

    ScratchSource m_source;
    ScratchRegistry& m_registry;
    std::function<bool()> m_isCancelled{};
    QString m_server{}; ///< to connect to when databases are made
    QString m_name{};
    QString m_origin{}; ///< PostgreSQL: the database that holds what it was at first
    SampledSchema m_sampled{}; ///< what it is made of, if that is no template
    QString m_from{};
    qint64 m_bytes = -1;
    QList<ScratchOnServer> m_made{};
};

/// Drops a database that a rehearsal made, if its marker says so. `urls` may hold the password.
[[nodiscard]] Result<> dropLeftBehind(const ScratchOnServer& database, const QStringList& urls);

/// The URL as text, its password in it: for memory alone.
[[nodiscard]] QString textWithPassword(const ConnectionUrl& url);

/// The URL with another database.
[[nodiscard]] QString withDatabase(const QString& url, const QString& name);

} // namespace whimbrel
