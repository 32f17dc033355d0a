// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QString>

namespace whimbrel {

/// Where SQL comes from: a line in the plan, or a file beside it (see Plan::files). One of the two
/// is set; with neither the SQL is missing, which is a finding.
struct SqlSource {
    QString text{}; ///< the SQL itself
    QString file{}; ///< a path relative to the plan's folder, with forward slashes

    [[nodiscard]] bool isEmpty() const { return text.isEmpty() && file.isEmpty(); }
    bool operator==(const SqlSource&) const = default;
};

} // namespace whimbrel
