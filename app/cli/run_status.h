// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/exec/run_state.h"

#include <QJsonObject>
#include <QStringList>

namespace whimbrel::cli {

/// The whole state for people: header, position, why it rests, the way back, every step that was
/// entered with its checks.
[[nodiscard]] QStringList statusLines(const Flow& flow, const RunState& state);
/// The same for programs.
[[nodiscard]] QJsonObject statusJson(const Flow& flow, const RunState& state);

} // namespace whimbrel::cli
