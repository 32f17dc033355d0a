// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/plan/edit.h"
#include "model/plan/ids.h"

#include <QList>
#include <QString>

#include <optional>

namespace whimbrel {

enum class Severity { Error, Warning, Info };

/// A way to mend a finding: an edit, and what it does in a few words ("Add a rollback edge …").
struct Fix {
    QString title{};
    Edit edit{};
};

/// Where in an element's SQL a finding points.
struct SqlSpan {
    qsizetype begin = 0; ///< bytes into the SQL text of the element's action or check
    qsizetype end = 0;
    int line = 1;
    bool operator==(const SqlSpan&) const = default;
};

/// A hole that a rule found in a plan.
struct Finding {
    QString rule{}; ///< "plan/forward-without-rollback"
    Severity severity = Severity::Error;
    QString message{}; ///< names the element, says what is missing
    QString explanation{}; ///< why it matters, what to do
    ElementRef element{}; ///< what is marked on the canvas
    QList<ElementRef> related{}; ///< what else takes part
    QString file{}; ///< the SQL file it is about; may be empty
    std::optional<SqlSpan> span{};
    QList<Fix> fixes{};
    /// Names this finding across edits that do not touch its cause: rule and element ids, never
    /// positions. Acceptance::id.
    QString key{};
    /// Set when the plan accepts the finding: the reason. Accepted findings count as explained.
    std::optional<QString> accepted{};
};

using Findings = QList<Finding>;

} // namespace whimbrel
