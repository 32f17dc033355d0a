// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/base/result.h"
#include "model/io/json_document.h"
#include "model/io/objects.h"
#include "model/io/read_report.h"

namespace whimbrel::format {

/// For JSON files beside plans: the tables ask for a plan, whose SQL only plans refer to.
[[nodiscard]] inline const WriteContext& withoutPlan()
{
    static const Plan none;
    static const WriteContext held{none, false};
    return held;
}

/// A value as a JSON file of its own.
template <class T>
[[nodiscard]] QByteArray documentJson(const T& value)
{
    return ObjectCodec<T>::write(value, withoutPlan()).indented();
}

/// Reads what documentJson() wrote. The error is `wrong` with the first line that is not as it has
/// to be.
template <class T>
[[nodiscard]] Result<T> readDocument(const QByteArray& json, const QString& wrong)
{
    constexpr int maxDepth = 32;
    QList<Violation> violations;
    T value;
    if (const auto document = JsonDocument::parse(json, maxDepth, violations)) {
        ReadReport report;
        ObjectCodec<T>::read(document->root(), value, report);
        violations = report.violations;
    }
    if (violations.isEmpty()) {
        return value;
    }
    return fail({ErrorCode::Unreadable,
        QStringLiteral("%1: line %2: %3")
            .arg(wrong)
            .arg(violations.constFirst().line)
            .arg(violations.constFirst().message),
        {}, {}});
}

} // namespace whimbrel::format
