// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/plan/edit.h"

class QDateTime;

namespace whimbrel::edits {

/// A new comment at the end of the plan's, open.
[[nodiscard]] Edit addComment(const Plan& plan, const ElementRef& on, const QString& text,
    const QString& by, const QDateTime& at);
[[nodiscard]] Edit setResolved(const Plan& plan, const QList<CommentId>& comments, bool resolved);
[[nodiscard]] Edit eraseComments(const Plan& plan, const QList<CommentId>& comments);

} // namespace whimbrel::edits
