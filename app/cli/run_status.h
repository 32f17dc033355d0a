// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/exec/next_step.h"
#include "model/exec/presence.h"
#include "model/exec/run_state.h"

#include <QJsonObject>
#include <QStringList>

#include <optional>

namespace whimbrel::cli {

/// The whole state for people: header, position, why it rests, the way back, what happens next,
/// every step that was entered with its checks.
[[nodiscard]] QStringList statusLines(
    const Flow& flow, const RunState& state, const std::optional<NextStep>& next);
/// Who carries the run out, to whom it was handed over, and which databases cannot be looked at.
[[nodiscard]] QStringList presenceLines(const Presence& presence, const RunState& state);
/// The same as statusLines() for programs.
[[nodiscard]] QJsonObject statusJson(
    const Flow& flow, const RunState& state, const std::optional<NextStep>& next);

} // namespace whimbrel::cli
