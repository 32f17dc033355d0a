// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/sql/statement.h"

#include <QList>
#include <QMap>
#include <QString>
#include <QStringList>
#include <QVariant>

namespace whimbrel {

/// What the catalog says about a statement that was meant to change the schema.
enum class EffectOutcome {
    Applied, ///< what it asks for is there
    NotApplied, ///< it is not
    Partial, ///< something of it is: an invalid index, some of several tables
    Unknowable, ///< the catalog cannot tell
};

/// One look at the catalog. The query gives one row with one text: "applied", "not applied",
/// "partial" or "unknown"; no row, NULL, any other text and a query that fails count as unknown.
/// Ask before the next statement runs, which may give a name away again.
struct EffectQuestion {
    QString asks{}; ///< in words, for evidence: "index orders_total of table orders is valid"
    QString sql{}; ///< one statement that only reads, with :v1, :v2 … for the values
    QMap<QString, QVariant> values{}; ///< by name, without the colon; texts all
    bool operator==(const EffectQuestion&) const = default;
};

/// How to see in the catalog whether a statement took effect. A statement that makes sure of a
/// state (IF EXISTS, IF NOT EXISTS) counts as applied where that state is met, whoever brought it
/// about.
struct EffectProbe {
    QList<EffectQuestion> questions{}; ///< none: the catalog cannot tell
    QString unknowable{}; ///< why it cannot, as a sentence; empty where there are questions
    /// The parts that the questions ask about take effect together or not at all: if one of them
    /// has not, the statement has not.
    bool atomic = true;
    bool operator==(const EffectProbe&) const = default;

    [[nodiscard]] bool canTell() const { return !questions.isEmpty(); }
};

/// `sql` is the text of the statement alone, as Script::text() gives it. Names without a schema are
/// looked for where the session of the query would look: ask on the connection (or one with the
/// same search path and current database) that runs the statement.
[[nodiscard]] EffectProbe effectOf(
    const Statement& statement, const QByteArray& sql, Dialect dialect);

/// What the answers to all of a probe's questions, in their order, say together.
[[nodiscard]] EffectOutcome outcomeOf(const EffectProbe& probe, const QStringList& answers);

/// For people: "applied", "not applied", "in part", "cannot be told".
[[nodiscard]] QString effectOutcomeName(EffectOutcome outcome);

} // namespace whimbrel
