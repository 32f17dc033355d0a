// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/exec/control_protocol.h"
#include "model/exec/gate_statement.h"
#include "model/exec/run_state.h"

#include <QHash>

#include <optional>

namespace whimbrel::cli {

/// An answer that was given in advance on the command line.
struct Answer {
    QString outcome{};
    QString because{};
};

/// An answer to a gate that somebody signed elsewhere.
struct SignedAnswer {
    GateStatement statement{};
    QString signature{};
};

/// What was answered in advance, by the name that restName() gives.
class GivenAnswers final {
public:
    QHash<NodeId, QList<Answer>> gates{};
    QList<SignedAnswer> signedGates{}; ///< used before `gates`
    QHash<NodeId, Answer> confirmations{};
    QHash<NodeId, QList<Answer>> decisions{};

    /// The command that answers what the run rests at, if it was given. Answers to gates and
    /// decisions are used once each, since the same one for ever would be a loop.
    [[nodiscard]] std::optional<whimbrel::Command> take(const Rest& rest);
};

/// What an answer on the command line calls the step that the run rests at. A way back is answered
/// by its own name, not by that of the step that it takes back: who promised to release something
/// did not promise to withdraw it.
[[nodiscard]] NodeId restName(const Rest& rest);

/// Whether an answer to the gate counts only with a signature.
[[nodiscard]] bool wantsSignature(const Plan& plan, const NodeId& gate);

/// What is asked, and how to answer it on the command line.
[[nodiscard]] QStringList howToAnswer(const Plan& plan, const Rest& rest);

} // namespace whimbrel::cli
