// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/base/result.h"

#include <QList>
#include <QString>
#include <QStringList>

#include <functional>
#include <memory>

namespace whimbrel {

/// A database that a rehearsal made on a server.
struct ScratchOnServer {
    QString url{}; ///< of the server, without a password
    QString name{};
    QString token{}; ///< what its marker says
    bool operator==(const ScratchOnServer&) const = default;
};

/// What one rehearsal has made and has to remove. It stands in a file of its own from before it is
/// made until after it is gone, so that a later rehearsal can remove what a crash left behind:
/// $XDG_STATE_HOME/whimbrel/rehearsals/TOKEN.json. The file is locked while its rehearsal lives.
class ScratchRegistry final {
public:
    /// Makes the file, and the folder in which files of this rehearsal lie.
    [[nodiscard]] static Result<std::unique_ptr<ScratchRegistry>> open();
    /// Removes the folder, and the file unless databases are left in it.
    ~ScratchRegistry();
    ScratchRegistry(const ScratchRegistry&) = delete;
    ScratchRegistry& operator=(const ScratchRegistry&) = delete;

    [[nodiscard]] const QString& token() const { return m_token; }
    [[nodiscard]] const QString& folder() const { return m_folder; }

    /// Call before the database is made.
    [[nodiscard]] Result<> add(const ScratchOnServer& database);
    /// Call after it is gone.
    void remove(const ScratchOnServer& database);

private:
    ScratchRegistry(QString token, int file);
    [[nodiscard]] Result<> write();

    QString m_token;
    int m_file;
    QString m_folder{};
    QList<ScratchOnServer> m_databases{};
};

/// What a sweep removed, and what is still there, each with the reason.
struct Swept {
    QStringList removed{};
    QStringList left{};
};

/// Removes what rehearsals that are not alive any more left behind. `drop` drops a database if its
/// marker holds the token; a database that is not there any more is no error.
[[nodiscard]] Swept sweepScratch(const std::function<Result<>(const ScratchOnServer&)>& drop);

} // namespace whimbrel
