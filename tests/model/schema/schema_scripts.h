// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/schema/fingerprint.h"
#include "tests/support/servers/test_servers.h"

namespace whimbrel::test {

/// Runs a script statement by statement; a test whose script fails ends at once, as failed.
void runScript(Connection& connection, const QByteArray& script);

/// The fingerprint; a test that cannot have one ends at once, as failed.
[[nodiscard]] Fingerprint mustTake(Connection& connection, const FingerprintOptions& options = {});

/// What is different once `change` has run behind `base`, in a database of its own.
[[nodiscard]] QList<Difference> differencesAfter(
    Dialect dialect, const QByteArray& base, const QByteArray& change);

/// What the databases that two scripts make have different.
[[nodiscard]] QList<Difference> differencesBetween(
    Dialect dialect, const QByteArray& one, const QByteArray& other);

} // namespace whimbrel::test
