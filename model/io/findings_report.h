// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/plan/plan.h"
#include "model/rules/validate.h"

#include <QByteArray>
#include <QJsonObject>
#include <QList>
#include <QString>

#include <optional>

namespace whimbrel {

/// What came of validating one plan file.
struct PlanReport {
    QString path{};
    std::optional<Error> error{}; ///< it could not be read; then the rest is empty
    Plan plan{};
    QString planHash{};
    QByteArray source{}; ///< the file's bytes, for the lines of elements; may be empty
    Validation validation{};
};

/// The severity as reports write it: "error", "warning", "info".
[[nodiscard]] QString keyOf(Severity severity);
/// A cell of the coverage table as reports write it: "yes", "no", "explained", "nothing-to-undo",
/// "not-yet".
[[nodiscard]] QString keyOf(Covered covered);

/// For programs: every plan with its findings and its coverage.
[[nodiscard]] QJsonObject findingsJson(const QList<PlanReport>& reports);

/// SARIF 2.1.0, as code hosts read it. Accepted findings are suppressed results with their reason.
[[nodiscard]] QByteArray findingsSarif(const QList<PlanReport>& reports);

/// JUnit's XML: a suite a plan, a case a rule; a rule with findings of at least `threshold` that
/// nobody accepted is a failed case.
[[nodiscard]] QByteArray findingsJunit(const QList<PlanReport>& reports, Severity threshold);

/// The line of the plan file where an element's id is written, counted from 1; 1 if it is not
/// found.
[[nodiscard]] int lineOf(const QByteArray& source, const ElementRef& element);

} // namespace whimbrel
