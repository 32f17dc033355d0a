// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/base/result.h"
#include "model/plan/plan.h"

namespace whimbrel {

/// The flow as a Mermaid flowchart: steps with their kinds as classes, edges by their kinds (ways
/// back dotted, retries with a cross, data with a circle), groups as subgraphs. No SQL.
[[nodiscard]] QString writeMermaid(const Plan& plan);

/// Whether a text begins as a Mermaid flowchart does.
[[nodiscard]] bool isMermaidFlow(const QString& text);

/// The flow that a Mermaid flowchart draws, without places. Kinds come from classes as
/// writeMermaid() gives them, else from shapes: diamonds are gates, hexagons verifications,
/// cylinders backups, round ends start and end. What styles and links is skipped; a line that is
/// not understood is an error that says where it stands.
[[nodiscard]] Result<Plan> readMermaid(const QString& text);

} // namespace whimbrel
