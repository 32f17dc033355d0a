// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/base/result.h"
#include "model/plan/rehearsal.h"
#include "model/schema/fingerprint.h"

#include <functional>

namespace whimbrel {

/// What one scratch database holds at one moment.
[[nodiscard]] Result<Fingerprint> takeFingerprint(
    const QString& url, const std::function<bool()>& isCancelled);

/// How what is there is unlike what was.
struct StateComparison {
    WayVerdict verdict = WayVerdict::Exact; ///< Exact, DataLost, OrderChanged or NotInverse
    QList<RehearsedDifference> differences{};
};

/// Compares the databases of two moments one by one; `names` tell them apart where there are
/// several.
[[nodiscard]] StateComparison compareStates(
    const QList<Fingerprint>& was, const QList<Fingerprint>& is, const QStringList& names);

/// What a database is, for the evidence.
[[nodiscard]] Result<> describeDatabase(const QString& url, RehearsedDatabase& database);

} // namespace whimbrel
