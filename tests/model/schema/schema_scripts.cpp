// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "tests/model/schema/schema_scripts.h"

#include "model/sql/statement.h"

namespace whimbrel::test {

namespace {

Fingerprint made(Dialect dialect, const QByteArray& script)
{
    const ScratchDatabase database(dialect);
    const auto connection = database.open();
    runScript(*connection, script);
    return mustTake(*connection);
}

} // namespace

void runScript(Connection& connection, const QByteArray& script)
{
    const Script cut = splitScript(script, connection.dialect());
    for (const Statement& statement : cut.statements) {
        execute(connection, QString::fromUtf8(cut.text(statement)));
    }
}

Fingerprint mustTake(Connection& connection, const FingerprintOptions& options)
{
    const auto taken = fingerprint(connection, options);
    if (!taken) {
        qFatal("%s", qPrintable(taken.error().text()));
    }
    return *taken;
}

QList<Difference> differencesAfter(
    Dialect dialect, const QByteArray& base, const QByteArray& change)
{
    const ScratchDatabase database(dialect);
    const auto connection = database.open();
    runScript(*connection, base);
    const Fingerprint before = mustTake(*connection);
    runScript(*connection, change);
    const Fingerprint after = mustTake(*connection);
    const QList<Difference> differences = compare(before, after);
    const bool isSame = std::all_of(differences.begin(), differences.end(),
        [](const Difference& each) { return each.kind == ObjectKind::Position; });
    if (isSame != (before == after)) {
        qFatal("the fingerprints and the differences do not agree: %s",
            qPrintable(sentences(differences).join(u'\n')));
    }
    return differences;
}

QList<Difference> differencesBetween(
    Dialect dialect, const QByteArray& one, const QByteArray& other)
{
    const Fingerprint first = made(dialect, one);
    const Fingerprint second = made(dialect, other);
    return compare(first, second);
}

} // namespace whimbrel::test
