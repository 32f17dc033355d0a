// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/exec/check_runner.h"
#include "model/plan/action.h"

namespace whimbrel {

/// What keeps a backfill from being noticed: checks that have to pass before each of its batches.
/// One that fails, or that cannot be found out, is a reason to wait.
class BackfillLimits final : public QObject {
    Q_OBJECT

public:
    explicit BackfillLimits(RunContext& context, QObject* parent = nullptr);

    /// Takes those of an action; the lag of its target's replicas is one of them.
    void set(const Action& action);
    [[nodiscard]] bool isEmpty() const { return m_limits.isEmpty(); }

    /// Looks at one after another until one is exceeded, and says which, in words; nothing if all
    /// pass.
    void look(std::function<void(const QString& exceeded)> then);
    /// Ends the look that is under way; `then` is called all the same.
    void stop() { m_checks.stop(); }

private:
    void lookAt(qsizetype index);
    void conclude(const QString& exceeded);

    CheckRunner m_checks;
    QList<Check> m_limits{};
    std::function<void(const QString&)> m_then{};
};

} // namespace whimbrel
