// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/base/result.h"
#include "model/plan/edit.h"

#include <QPointF>

class QMimeData;

namespace whimbrel {

/// Part of a plan on its way through the clipboard: nodes, the edges between them, their places,
/// groups and SQL files. Kept as a plan, so that it is written and read as plan files are.
namespace fragment {

/// The clipboard's own type: a packed plan.
inline const QString mimeType = QStringLiteral("application/x-whimbrel-fragment");

/// The chosen nodes and the edges with both ends among them, placed as in `positions`.
[[nodiscard]] Plan take(
    const Plan& plan, const QList<ElementRef>& elements, const QHash<NodeId, QPointF>& positions);

/// For the clipboard: our own type, and a Mermaid flowchart as text. The caller owns it.
[[nodiscard]] std::unique_ptr<QMimeData> toMime(const Plan& fragment);
void toMime(const Plan& fragment, QMimeData& data);
/// The fragment that the clipboard holds, if it does: ours, or the plan in a picture or in a file
/// that was copied.
[[nodiscard]] Result<Plan> fromMime(const QMimeData& data);

/// What pasting did: the edit, and what is to be selected after it.
struct Pasting {
    Edit edit{};
    QList<ElementRef> elements{};
};
/// Puts the fragment into the plan under fresh ids, its top left corner at `position`. Groups that
/// the plan does not have are left out.
[[nodiscard]] Pasting paste(const Plan& plan, const Plan& fragment, const QPointF& position);
/// The same, and its groups come along under fresh ids.
[[nodiscard]] Pasting pasteWithGroups(
    const Plan& plan, const Plan& fragment, const QPointF& position);

} // namespace fragment

} // namespace whimbrel
