// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/plan/plan.h"

namespace whimbrel {

/// The applications among these participants, older versions first: "2" before "10", no version
/// before any. Those of one version keep their order.
[[nodiscard]] QList<ParticipantId> applicationsByAge(
    const Plan& plan, const QList<ParticipantId>& participants);

/// Those of applicationsByAge() that are of another version than the newest.
[[nodiscard]] QList<ParticipantId> oldApplications(
    const Plan& plan, const QList<ParticipantId>& participants);

} // namespace whimbrel
