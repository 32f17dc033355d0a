// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/sql/effect_probe.h"
#include "model/sql/statement.h"

#include <optional>

namespace whimbrel {

/// A CREATE INDEX CONCURRENTLY taken apart, so that it can be built under a name that nobody else
/// uses and be given its own name once it is valid. A build that fails leaves an invalid index
/// behind; under its own name, IF NOT EXISTS would then report success for ever. Every text is one
/// statement and runs outside a transaction.
struct ConcurrentIndex {
    QString name{}; ///< that the statement gives it
    QString schema{}; ///< of the table, as the statement says it; may be empty
    QString table{};
    bool conditional = false; ///< IF NOT EXISTS: if a valid index has the name, nothing is built
    QByteArray build{}; ///< the statement with the temporary name and without IF NOT EXISTS
    QByteArray publish{}; ///< gives the built index its name
    QByteArray drop{}; ///< removes what a failed build left under the temporary name
    EffectQuestion built{}; ///< partial: it is there, but invalid, and must be dropped
    EffectQuestion published{}; ///< whether a valid index has the statement's own name
    bool operator==(const ConcurrentIndex&) const = default;
};

/// None for any other statement, and for an index that the statement leaves the server to name.
/// `sql` is the text of the statement alone.
[[nodiscard]] std::optional<ConcurrentIndex> concurrentIndex(
    const Statement& statement, const QByteArray& sql, const QString& temporaryName);

/// A name for building an index: whimbrel_TAG_NAME, cut to what PostgreSQL keeps of a name. The tag
/// should be the run's and the statement's own.
[[nodiscard]] QString temporaryIndexName(const QString& tag, const QString& name);

/// An object as people know it: an index that is being built by the name that it will have (or by
/// what is left of a long one), anything else as it is.
[[nodiscard]] QString withoutTemporaryName(const QString& object);

} // namespace whimbrel
