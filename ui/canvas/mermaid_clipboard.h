// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QPointF>

class QMimeData;

namespace whimbrel {

class FlowView;

/// Whether a flowchart is there as text.
[[nodiscard]] bool holdsMermaid(const QMimeData& data);

/// Copies the selection, or all of the flow, as a Mermaid flowchart.
void copyMermaid(FlowView& view);

/// Adds the steps, edges and groups of the Mermaid flowchart in the clipboard, laid out, with their
/// upper left corner there; says what it does not understand.
void pasteMermaid(FlowView& view, const QPointF& at);
/// The same in the middle of what is seen.
void pasteMermaid(FlowView& view);

} // namespace whimbrel
