// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QCoreApplication>
#include <QList>
#include <QString>

namespace whimbrel {

/// One thing that is wrong with a plan file.
struct Violation {
    int line = 1;
    QString pointer{}; ///< JSON pointer: /nodes/3/kind
    QString message{}; ///< what was found and what was expected
    bool operator==(const Violation&) const = default;

    /// "line 12, /nodes/3/kind: …"
    [[nodiscard]] QString text() const;
};

/// So many are kept; a file with more has one cause, not thousands.
inline constexpr qsizetype maxViolations = 500;

/// All of them, one a line.
[[nodiscard]] QString describe(const QList<Violation>& violations);

/// The translation context of everything that is said about plan files.
struct PlanFileText {
    Q_DECLARE_TR_FUNCTIONS(PlanFile)
};

} // namespace whimbrel
