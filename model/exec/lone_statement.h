// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/exec/effect_check.h"
#include "model/exec/step_work.h"
#include "model/sql/concurrent_index.h"

#include <optional>

namespace whimbrel {

/// What came of a statement outside a transaction, as the catalog shows it.
struct LoneOutcome {
    enum class Left {
        Done,
        Nothing, ///< it failed, and nothing is there that was not there before
        Partial,
        Unknown, ///< the catalog cannot tell, or could not be asked
    };
    Left left = Left::Unknown;
    StatementResult result{};
    QString evidence{}; ///< what the catalog said
    Error error{}; ///< why it is not Done
};

/// A statement that runs outside a transaction: it cannot commit together with the event that says
/// it is done, so the catalog is asked before and after. CREATE INDEX CONCURRENTLY is built under a
/// name of its own and given its real one once it is valid.
class LoneStatement final {
public:
    LoneStatement(Connection& connection, const StepContext& step,
        const PreparedStatement& statement, const QString& run);

    /// What the event that announces it carries: number, text, what the catalog says beforehand.
    [[nodiscard]] QJsonObject intent();
    /// Runs it and looks. A connection that is lost meanwhile is regained first.
    [[nodiscard]] LoneOutcome perform();
    /// For a statement that an earlier runner began, and whose end nobody saw: what came of it. A
    /// built index is published, the remains of a failed build are removed. `intent`: as journaled.
    [[nodiscard]] LoneOutcome resolve(const QJsonObject& intent);
    /// What the catalog shows of it, in words. Changes nothing.
    [[nodiscard]] QString told();

private:
    [[nodiscard]] LoneOutcome performPlain();
    [[nodiscard]] LoneOutcome performIndex();
    [[nodiscard]] LoneOutcome publish(const StatementResult& built);
    [[nodiscard]] LoneOutcome failed(const Error& error, const ObservedEffect& after) const;
    [[nodiscard]] bool isHarmless() const;
    void removeLeftovers();
    [[nodiscard]] QStringList leftovers();
    Result<StatementResult> send(const QByteArray& sql);
    [[nodiscard]] ObservedEffect look(); ///< past a cancel
    bool backAgain(Error& error);

    Connection& m_connection;
    const StepContext& m_step;
    const PreparedStatement& m_statement;
    QString m_run;
    EffectProbe m_probe;
    std::optional<ConcurrentIndex> m_index;
    ObservedEffect m_before{};
    QStringList m_leftBefore{}; ///< invalid copies of indexes that were there already
};

} // namespace whimbrel
