// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/base/result.h"
#include "model/plan/dialect.h"
#include "model/plan/ids.h"
#include "model/rehearsal/scratch_registry.h"

#include <QByteArray>
#include <QString>

#include <functional>
#include <memory>

namespace whimbrel {

/// What a scratch database is made of.
struct ScratchSource {
    enum class Content {
        Empty,
        Copy, ///< all of the database that `url` names
        Baseline, ///< what a script makes
        Template, ///< PostgreSQL: CREATE DATABASE … TEMPLATE templateName
        Schema, ///< of the database that `url` names, and `sampleRows` rows of each table
    };
    Dialect dialect = Dialect::Sqlite;
    Content content = Content::Empty;
    QString url{}; ///< the original, or a server; may hold a password. Never changed.
    QByteArray baseline{};
    QString baselineName{}; ///< of its file
    QString templateName{};
    int sampleRows = 0;
    bool operator==(const ScratchSource&) const = default;
};

/// A database for one rehearsal, made of a source and dropped with the object. It is only ever
/// something that we made ourselves: the original is read, once.
class ScratchDatabase {
public:
    virtual ~ScratchDatabase() = default;
    ScratchDatabase(const ScratchDatabase&) = delete;
    ScratchDatabase& operator=(const ScratchDatabase&) = delete;

    /// Makes one. Blocks; `isCancelled` is asked while a copy is made.
    [[nodiscard]] static Result<std::unique_ptr<ScratchDatabase>> make(const ScratchSource& source,
        ScratchRegistry& registry, const QString& name, const std::function<bool()>& isCancelled);

    /// How to connect to it; may hold a password.
    [[nodiscard]] virtual QString url() const = 0;
    /// What it was made of, in words.
    [[nodiscard]] virtual QString from() const = 0;
    /// Its size as it was made; -1: unknown.
    [[nodiscard]] virtual qint64 bytes() const = 0;
    /// Makes it what it was at first. Nobody may be connected.
    [[nodiscard]] virtual Result<> reset() = 0;

protected:
    ScratchDatabase() = default;
};

enum class SweepScope { NamedServers, AllServers };

/// Removes what earlier rehearsals could not: files, and databases on servers. `urls` may hold the
/// passwords that the registry does not. With NamedServers no other server is connected to, since
/// one that is gone would make everybody wait.
[[nodiscard]] Swept cleanUpScratch(const QStringList& urls, SweepScope scope);

} // namespace whimbrel
