// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/exec/executor.h"
#include "model/exec/step_work.h"
#include "model/sql/locks.h"

#include <QHash>
#include <QList>
#include <QString>

namespace whimbrel {

/// A right that a statement takes for granted, in the words of its dialect.
struct RightNeed {
    /// PostgreSQL: SELECT … TRIGGER on a table, OWNER of a relation, CREATE in a schema or (with
    /// neither schema nor name) in the database, MEMBER of a role. MariaDB: a privilege as
    /// information_schema spells it.
    QString right{};
    QString schema{}; ///< as the statement says it; may be empty
    QString name{}; ///< the table, relation or role; empty: the schema
    bool operator==(const RightNeed&) const = default;
    friend size_t qHash(const RightNeed& need, size_t seed = 0)
    {
        return qHashMulti(seed, need.right, need.schema, need.name);
    }
};

/// The space that a statement takes while it runs and afterwards.
enum class SpaceUse {
    None,
    Index, ///< an index on the table is built
    Rewrite, ///< the table is written anew while the old one still stands
    Rows, ///< rows are changed: old versions stay for a while, and each is logged
    Copy, ///< the whole database is copied
};

/// What one statement of a plan (or an action without statements) needs.
struct StatementNeed {
    NodeId node{};
    EdgeId edge{}; ///< of its way back
    TargetId target{};
    int number = 0;
    QString sql{}; ///< in one line, cut
    QString verb{};
    QString schema{};
    QString table{}; ///< that it is about; may be empty
    QList<RightNeed> rights{};
    QList<TableLock> locks{};
    SpaceUse space = SpaceUse::None;
    bool changesRows = false; ///< UPDATE or DELETE, which triggers and replicas see row by row
    QString wants{}; ///< the least version of the server, "14"; empty: any that is supported
    QString wantsFor{}; ///< the words that want it
};

/// What the plan needs of its targets, in the order in which it would run.
struct PlanNeeds {
    QList<StatementNeed> statements{};
    /// Names that a statement of the plan makes (or renames to), by target: nobody can have rights
    /// to them yet. In lower case.
    QHash<TargetId, QStringList> made{};
    QStringList unreadable{}; ///< statements of which nothing can be told, with their steps
};

/// What a run of the plan needs: every step and every way back, and what its checks read.
[[nodiscard]] PlanNeeds needsOf(const RunRequest& request);

/// The rights that a statement needs by its words.
[[nodiscard]] QList<RightNeed> rightsFor(const PreparedStatement& statement, Dialect dialect);

/// The least version of the server that knows the statement, and for which of its words; empty
/// where any supported one does.
[[nodiscard]] std::pair<QString, QString> versionFor(
    const PreparedStatement& statement, Dialect dialect);

} // namespace whimbrel
