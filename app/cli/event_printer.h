// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/exec/run_state.h"

#include <QHash>
#include <QStringList>

namespace whimbrel::cli {

/// Turns the events of a run into lines, one after the other.
class EventPrinter final {
public:
    /// What there is to say about the event; often nothing. `plan` is the one that runs, `state`
    /// what the events fold to, this one included.
    [[nodiscard]] QStringList lines(const Plan& plan, const RunState& state, const Event& event);

private:
    [[nodiscard]] QStringList checkLines(
        const Plan& plan, const RunState& state, const Event& event);
    [[nodiscard]] QStringList doneLines(const RunState& state, const Event& event);
    [[nodiscard]] QStringList failedLines(const Event& event);
    void forgetChecks(const NodeId& node);

    /// What was said last about a check, so that a monitor's rounds are told only once.
    QHash<QString, QString> m_said{};
    /// What somebody said about what they did, so that it does not come again as its evidence.
    QString m_confirmed{};
};

} // namespace whimbrel::cli
