// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QString>

#include <functional>

class QWidget;

namespace whimbrel {

class PlanSession;
class Prompts;
class RunController;

/// Asks where to, and writes the report of the run that is shown, or of the last run of the plan
/// that this machine has seen: HTML, JSON or CSV by the file's ending. `done` gets the path.
void exportRunReport(QWidget* window, const PlanSession& session, const RunController& run,
    Prompts& prompts, const std::function<void(const QString&)>& done);

} // namespace whimbrel
