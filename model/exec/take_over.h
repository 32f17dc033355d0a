// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/database/connection.h"
#include "model/exec/control_protocol.h"
#include "model/exec/orphans.h"

namespace whimbrel {

/// Takes the session's lock on a server. Where it is held on behalf of a runner that is not heard
/// of any more (its server still carries out what it was told last), does what `orphans` says; a
/// runner that is alive is never disturbed. `left` says what was refused for, if it was for such a
/// statement.
[[nodiscard]] Result<> takeOver(Connection& connection, Orphans orphans,
    const ReportProgress& progress, std::optional<Orphan>& left);

} // namespace whimbrel
