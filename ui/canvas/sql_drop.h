// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QPointF>

class QMimeData;

namespace whimbrel {

class FlowView;

/// Whether the file manager brings SQL, which is for the canvas; other files are the window's.
[[nodiscard]] bool bringsSqlFiles(const QMimeData& data);

/// Makes steps of the files, around a place of the diagram or in the edge that lies under it. What
/// cannot be a step is said.
void takeSqlFiles(FlowView& view, const QMimeData& data, const QPointF& at);

} // namespace whimbrel
