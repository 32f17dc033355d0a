// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QString>

namespace whimbrel {

/// The key at the plan file's top level under which a merge keeps what nobody has decided yet: a
/// list of {"section", "element", "field", "base", "ours", "theirs"}.
inline const QString mergeConflictsKey = QStringLiteral("x-merge-conflicts");

} // namespace whimbrel
