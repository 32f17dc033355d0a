// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/plan/dialect.h"
#include "model/plan/extras.h"
#include "model/plan/ids.h"
#include "model/plan/names.h"

#include <QDateTime>
#include <QList>
#include <QString>

namespace whimbrel {

/// What trying a way back in a scratch database came to.
enum class WayVerdict {
    Exact, ///< schema and rows are what they were
    Explained, ///< the plan says why nothing is done, and this is what then stays otherwise
    Assumed, ///< nothing that could be tried: somebody or something outside does it
    OrderChanged, ///< only columns stand in another order
    DataLost, ///< the schema is what it was, the rows are not
    NotInverse, ///< the schema is not what it was
    Fails, ///< an error
    NotReached, ///< the rehearsal did not come there
};

template <>
std::span<const NamedValue<WayVerdict>> namedValues<WayVerdict>();

/// The verdict for people, in their language: "data lost".
[[nodiscard]] QString displayName(WayVerdict verdict);

/// Whether the way back may be relied on as the plan tells it.
[[nodiscard]] bool isGood(WayVerdict verdict);

/// One thing that a way back left otherwise than it was.
struct RehearsedDifference {
    QString object{}; ///< the table or other object: "customers"
    QString text{}; ///< a sentence that names it
    Extras extras{};
    bool operator==(const RehearsedDifference&) const = default;
};

/// A lock that a step held.
struct RehearsedLock {
    QString mode{}; ///< as the server calls it: "ACCESS EXCLUSIVE"
    QString object{};
    qint64 ms = 0;
    Extras extras{};
    bool operator==(const RehearsedLock&) const = default;
};

/// What a step took: a node's action.
struct RehearsedStep {
    NodeId node{};
    qint64 ms = 0;
    qint64 rows = -1; ///< -1: nothing that counts rows ran
    qint64 tableRows = -1; ///< rows that its tables held before the first step; -1: not known
    QList<RehearsedLock> locks{};
    QString problem{}; ///< what went wrong on the way forward; empty: nothing
    Extras extras{};
    bool operator==(const RehearsedStep&) const = default;
};

/// One way back of one change, tried.
struct RehearsedWay {
    NodeId change{};
    EdgeId edge{}; ///< the rollback edge, or the edge into a rollback node
    NodeId to{}; ///< where the system is afterwards
    WayVerdict verdict = WayVerdict::NotReached;
    QString because{}; ///< the reason in words, where there is one
    qint64 ms = 0;
    qint64 rows = -1;
    QList<RehearsedLock> locks{};
    QList<RehearsedDifference> differences{};
    QString again{}; ///< what was otherwise when the step was done again; empty: nothing
    Extras extras{};
    bool operator==(const RehearsedWay&) const = default;
};

/// The way from the end back to the start, every change after the other.
struct RehearsedWhole {
    WayVerdict verdict = WayVerdict::NotReached;
    QString because{};
    qint64 ms = 0;
    QList<RehearsedDifference> differences{};
    QString again{};
    Extras extras{};
    bool operator==(const RehearsedWhole&) const = default;
};

/// Something that the rehearsal took for granted.
struct RehearsedAssumption {
    NodeId node{}; ///< one of the two
    EdgeId edge{};
    QString text{};
    Extras extras{};
    bool operator==(const RehearsedAssumption&) const = default;
};

/// What a target was during the rehearsal. Never holds a host or a password.
struct RehearsedDatabase {
    TargetId target{};
    Dialect dialect = Dialect::Sqlite;
    QString server{}; ///< "SQLite 3.40.1"
    QString from{}; ///< what the scratch database was made of: "copy of shop.db", "empty"
    qint64 rows = 0; ///< before the first step
    qint64 bytes = -1; ///< -1: unknown
    QStringList settings{}; ///< of the session, "name = value"
    Extras extras{};
    bool operator==(const RehearsedDatabase&) const = default;
};

/// One rehearsal of one plan hash.
struct Rehearsal {
    QString planHash{};
    QString at{}; ///< ISO 8601, UTC
    QString by{};
    QString version{}; ///< of Whimbrel
    QList<RehearsedDatabase> databases{};
    QList<RehearsedWay> ways{};
    RehearsedWhole whole{};
    QList<RehearsedStep> steps{};
    QList<RehearsedAssumption> assumed{};
    Extras extras{};

    /// The dialects of its databases, by key, sorted: "postgresql+sqlite".
    [[nodiscard]] QString dialects() const;
    /// Every way back is good, the way forward had no problem, and it came to its end.
    [[nodiscard]] bool isProof() const;
    /// What a way back of a change came to; null if it is not in here.
    [[nodiscard]] const RehearsedWay* way(const NodeId& change, const EdgeId& edge) const;
    [[nodiscard]] const RehearsedStep* step(const NodeId& node) const;
    bool operator==(const Rehearsal&) const = default;
};

/// The rehearsals of a plan that are kept beside it, newest first.
struct RehearsalLog {
    QList<Rehearsal> rehearsals{};
    Extras extras{};
    bool operator==(const RehearsalLog&) const = default;
};

/// Adds a rehearsal. It takes the place of an earlier one of the same plan hash and dialects; of
/// other hashes the newest few stay, to tell "changed since" from "never".
void add(RehearsalLog& log, const Rehearsal& rehearsal);

/// What the rehearsals say of the plan as it is now.
struct Rehearsed {
    QList<Rehearsal> current{}; ///< of this very plan, one for each set of dialects, newest first
    QString staleAt{}; ///< when an earlier state of it was rehearsed; empty if none, or if current

    [[nodiscard]] bool isStale() const { return current.isEmpty() && !staleAt.isEmpty(); }
    [[nodiscard]] bool isProof() const;
    /// What a way back of a change came to, the worst where several dialects were tried; null: not
    /// tried.
    [[nodiscard]] const RehearsedWay* way(const NodeId& change, const EdgeId& edge) const;
    /// Whether the way back was tried and is exact wherever it was.
    [[nodiscard]] bool isExact(const EdgeId& edge) const;
    /// What the step took, the longest; null: not tried.
    [[nodiscard]] const RehearsedStep* step(const NodeId& node) const;
};
[[nodiscard]] Rehearsed rehearsedAs(const RehearsalLog& log, const QString& planHash);

} // namespace whimbrel
