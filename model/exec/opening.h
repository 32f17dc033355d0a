// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/database/connection_url.h"
#include "model/exec/journal_store.h"
#include "model/exec/lease.h"
#include "model/exec/run_state.h"

namespace whimbrel {

/// A bound database, as found when it was opened.
struct OpenedDatabase {
    DatabaseIdentity identity{};
    QList<RunSummary> runs{};
    QJsonObject settings{}; ///< its version and the pinned settings of our session
    Lease lease{};
    QStringList notes{}; ///< what the person should know of its journal
    std::optional<Error> onlyRead{}; ///< see Session::Held
};

/// Why the journal is not the one that the run left, by what the run journaled of its database and
/// what this machine's mirror knows; empty if all is well.
[[nodiscard]] QString strangenessOf(
    const QString& database, const DatabaseIdentity& expected, const DatabaseIdentity& found);
[[nodiscard]] QString strangenessOf(const QList<Event>& journal, const QList<Event>& mirror);

/// Why an edited plan cannot take the place of the one that runs; empty if it can: what was entered
/// must be as it was, but for a step that failed without any effect.
[[nodiscard]] QString objectionToAdopting(
    const Plan& running, const Plan& edited, const RunState& state);

} // namespace whimbrel
