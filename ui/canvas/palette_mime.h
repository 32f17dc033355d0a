// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/plan/node.h"

#include <QString>

#include <memory>
#include <optional>

class QMimeData;

namespace whimbrel {

/// What is dragged from the palette of kinds to the canvas.
inline const QString kindMimeType = QStringLiteral("application/x-whimbrel-kind");

[[nodiscard]] std::unique_ptr<QMimeData> mimeOf(NodeKind kind);
[[nodiscard]] std::optional<NodeKind> kindOf(const QMimeData& data);

} // namespace whimbrel
