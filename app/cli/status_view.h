// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/exec/next_step.h"
#include "model/exec/run_follower.h"
#include "model/io/rehearsal_file.h"

#include <QJsonObject>

#include <optional>

namespace whimbrel::cli {

/// What is shown of a run that is looked at: where it is, what would happen next and who is in its
/// way, who carries it out, and the answers at its gates.
class StatusView final {
public:
    /// `bindings` are the databases that are asked who is in the way; `signers` the file of who may
    /// sign answers.
    StatusView(const RunFollower& follower, QMap<TargetId, QString> bindings,
        RehearsalLog rehearsals, QString signers);

    /// Without who carries it out (presenceLines()).
    [[nodiscard]] QStringList lines() const;
    [[nodiscard]] QJsonObject json() const;

private:
    [[nodiscard]] std::optional<NextStep> next() const;

    const RunFollower& m_follower;
    QMap<TargetId, QString> m_bindings;
    RehearsalLog m_rehearsals;
    QString m_signers;
};

} // namespace whimbrel::cli
