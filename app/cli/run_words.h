// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/exec/control_protocol.h"
#include "model/exec/run_state.h"
#include "model/plan/plan.h"

#include <QStringList>

namespace whimbrel::cli {

/// The step's title behind its id: fill "Split the names".
[[nodiscard]] QString nameOf(const Plan& plan, const NodeId& node);
/// A point in time as the person's clock shows it.
[[nodiscard]] QString timeText(const QDateTime& time);
/// "200,000 rows, 1 min 2 s"; negative rows are not counted, and no time is not said.
[[nodiscard]] QString amountText(qint64 rows, qint64 ms);
/// "✓ title: found", or what a check that did not pass found and what was expected.
[[nodiscard]] QString checkText(const QString& title, const CheckRun& check);

/// Where the run stands: "fill "Split the names"".
[[nodiscard]] QString placeText(const RunState& state, const Plan& plan);
/// Why the run does not go on by itself, in one line; with `detail` also what went wrong. Empty if
/// nothing holds it.
[[nodiscard]] QString restText(const RunState& state, const Plan& plan, bool detail = true);

/// Where to, how long, by how many steps, and what is lost; or why there is no way back. While the
/// run goes back (and `to` is empty): to where, and how far it is.
[[nodiscard]] QStringList wayBackLines(
    const Flow& flow, const RunState& state, const NodeId& to = {});

/// The line that names the command that goes on from here.
[[nodiscard]] QString howToGoOn(const RunState& state, const QString& command);

/// One line on how far a step is: "Split the names  45 %  90,000 rows  52,000/s  2 s left".
[[nodiscard]] QString progressLine(const Plan& plan, const Progress& progress);

/// One line on somebody whom the statement in hand waits for: who, for how long, doing what.
[[nodiscard]] QString blockerLine(const Blocker& blocker);

} // namespace whimbrel::cli
