// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/exec/session.h"
#include "model/plan/flow.h"

#include <QMap>
#include <QString>

namespace whimbrel {

/// What a target of the plan speaks; SQLite for one that the plan does not have.
[[nodiscard]] inline Dialect dialectOf(const Plan& plan, const TargetId& target)
{
    const Target* found = plan.targetOf(target);
    return found ? found->dialect : Dialect::Sqlite;
}

/// What the parts of a run share. Sessions belong to the Runner.
struct RunContext {
    Flow flow{Plan{}};
    QString planPath{};
    QString folder{}; ///< the plan's; empty if it was never saved
    QString environment{};
    QString policy{};
    QString by{};
    bool allowCommands = false;
    qint64 keepTryingMs = 0; ///< how long a lost connection is tried to be had again
    QString allowedSigners{}; ///< the file of those whose signatures count; may be empty
    TargetId home{};
    QMap<TargetId, Session*> sessions{};
    QMap<TargetId, Session*> readers{}; ///< of databases that take no changes
    QMap<TargetId, QString> urls{}; ///< without secrets

    [[nodiscard]] const Plan& plan() const { return flow.plan(); }
    /// The target that is meant: itself, or the plan's first.
    [[nodiscard]] TargetId targetOf(const TargetId& target) const
    {
        const Target* found = plan().targetOf(target);
        return found ? found->id : target;
    }
    /// What the target's database speaks; a binding to another dialect was refused.
    [[nodiscard]] Dialect dialectOf(const TargetId& target) const
    {
        return whimbrel::dialectOf(plan(), target);
    }
    /// Null for external targets and for those that are not bound.
    [[nodiscard]] Session* session(const TargetId& target) const
    {
        return sessions.value(targetOf(target));
    }
    /// Where checks of the target look: its session, whether it takes changes or not.
    [[nodiscard]] Session* sessionToLookAt(const TargetId& target) const
    {
        Session* writing = session(target);
        return writing ? writing : readers.value(targetOf(target));
    }
    /// The target whose journal holds what happens on `target`: itself, or home for external ones.
    [[nodiscard]] TargetId journalOf(const TargetId& target) const
    {
        return session(target) ? targetOf(target) : home;
    }
};

} // namespace whimbrel
