// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/exec/run_state.h"
#include "model/report/run_report.h"

#include <QByteArray>

namespace whimbrel {

/// The report as one HTML page that needs nothing else: light or dark as the reader has it, and
/// made to be printed. The picture is that of the flow with where the run is; whatever the journal
/// holds stands in it as text, never as markup.
[[nodiscard]] QByteArray runReportHtml(
    const RunReport& report, const Plan& plan, const RunState& state);

} // namespace whimbrel
