// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/base/result.h"
#include "model/plan/plan.h"

#include <QByteArray>
#include <QList>
#include <QString>

namespace whimbrel {

/// One {{name}} in a text.
struct ParameterUse {
    ParameterId id{};
    qsizetype begin = 0; ///< bytes, end exclusive, braces included
    qsizetype end = 0;
    int line = 1;
    bool operator==(const ParameterUse&) const = default;
};

/// Every {{name}} of the SQL outside strings, quoted names and comments, in order.
[[nodiscard]] QList<ParameterUse> parametersIn(const QByteArray& sql, Dialect dialect);

/// A parameter's value for an environment, as SQL:
/// - identifier: one quoted identifier; a dot is part of the name;
/// - literal: a quoted string; it may be empty unless only other environments have a value;
/// - number: decimal, checked: -12, 3.5, 1e6;
/// - duration: the number of milliseconds of "2 s", "1 h 30 min" or of bare milliseconds "1500".
/// Fails if the value is missing or not of the parameter's type.
[[nodiscard]] Result<QByteArray> parameterValue(
    const Parameter& parameter, Dialect dialect, const QString& environment);

/// Puts the plan's values in place of every {{name}}, each quoted by its type and never pasted as
/// text; one space keeps a value apart from what it would otherwise grow together with. Strings,
/// quoted names and comments are left alone. Fails with the line for a parameter that the plan does
/// not have or that has no fitting value.
[[nodiscard]] Result<QByteArray> bindParameters(
    const QByteArray& sql, Dialect dialect, const Plan& plan, const QString& environment);

} // namespace whimbrel
