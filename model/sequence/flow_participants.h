// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/plan/plan.h"

#include <QHash>
#include <QSet>

namespace whimbrel {

/// Who takes part in a plan's flow: its own participants, and those that it needs and does not
/// name.
struct FlowParticipants {
    QList<Participant> added{}; ///< to be put into the plan
    ParticipantId runner{};
    ParticipantId oldApplication{};
    ParticipantId newApplication{}; ///< the old one's id where there is only one version
    QHash<TargetId, ParticipantId> targets{}; ///< of every target

    [[nodiscard]] bool hasTwoVersions() const { return oldApplication != newApplication; }
};

/// Finds the runner, the oldest and newest application, and a participant for each target (that
/// which says so, or has the target's id), and makes up what is missing. A second version of the
/// application is missing only where the flow releases one.
[[nodiscard]] FlowParticipants participantsOfFlow(const Plan& plan);

/// Those of the plan's and the added participants that are used: people, the runner, applications,
/// what else answers, databases; each of these in the plan's order.
[[nodiscard]] QList<ParticipantId> inOrder(
    const Plan& plan, const QList<Participant>& added, const QSet<ParticipantId>& used);

} // namespace whimbrel
