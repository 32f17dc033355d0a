// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/exec/control_protocol.h"
#include "model/exec/run_state.h"
#include "model/plan/plan.h"

#include <QHash>
#include <QStringList>

namespace whimbrel::cli {

/// A number of rows with its thousands apart: "200,000".
[[nodiscard]] QString rowsText(qint64 rows);
/// The step's title behind its id: fill "Split the names".
[[nodiscard]] QString nameOf(const Plan& plan, const NodeId& node);
/// What a check of a node is called: its title, else its id.
[[nodiscard]] QString checkTitle(
    const Plan& plan, const NodeId& node, const QString& phase, const CheckId& check);
[[nodiscard]] QString shown(StepStatus status);

/// Where to, how long, by which steps, and what is lost; or why there is no way back.
[[nodiscard]] QStringList wayBackLines(
    const Flow& flow, const RunState& state, const NodeId& to = {});

/// The whole state for people: header, position, why it rests, every step that was entered with its
/// checks, the way back.
[[nodiscard]] QStringList statusLines(const Flow& flow, const RunState& state);
/// The same for programs.
[[nodiscard]] QJsonObject statusJson(const Flow& flow, const RunState& state);

/// Turns the events of a run into lines, one after the other.
class EventPrinter final {
public:
    /// What there is to say about the event; often nothing. `plan` is the one that runs.
    [[nodiscard]] QStringList lines(const Plan& plan, const Event& event);

private:
    [[nodiscard]] QString checkLine(const Plan& plan, const Event& event);

    /// What was said last about a check, so that a monitor's rounds are told only once.
    QHash<QString, QString> m_said{};
};

/// One line on how far a step is: "Split the names  45 %  90,000 rows  52,000/s  2 s left".
[[nodiscard]] QString progressLine(const Plan& plan, const Progress& progress);

} // namespace whimbrel::cli
