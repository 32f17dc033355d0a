// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/exec/run_state.h"
#include "model/plan/plan.h"

#include <QColor>
#include <QDateTime>
#include <QString>

class QPalette;

namespace whimbrel {

/// What happened, for the journal's table.
[[nodiscard]] QString eventName(EventType type);
/// What else the event says, in one line: what was found, rows, time taken, who and why.
[[nodiscard]] QString eventText(const Event& event, const Plan& plan);

/// How an event is to be taken, for its colour.
enum class EventMood { Plain, Good, Unsure, Bad };
[[nodiscard]] EventMood eventMood(const Event& event);

[[nodiscard]] QString nameOf(StepStatus status);
[[nodiscard]] QString nameOf(CheckResult result);
[[nodiscard]] QString nodeTitle(const Plan& plan, const NodeId& node);

/// How a window stands at a moment.
struct WindowState {
    bool open = true;
    qint64 leftMs = -1; ///< until it closes, or until it opens; -1: there is no window
};
[[nodiscard]] WindowState windowAt(const Window& window, const QDateTime& now);

/// Where the way back leads, how long it takes and what is lost, in one line.
[[nodiscard]] QString wayBackText(const WayBack& way, const Plan& plan, bool anythingApplied);

/// How far the run is: "5 of 24 steps passed" on its way, or how much it has taken back.
[[nodiscard]] QString progressText(const Flow& flow, const RunState& state);

/// A moment in the person's time zone, with the zone: "21:04:07 CET".
[[nodiscard]] QString clockText(const QDateTime& at);

} // namespace whimbrel
