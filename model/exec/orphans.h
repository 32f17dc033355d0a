// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/exec/sighting.h"

namespace whimbrel {

/// What to do when a server still carries out a statement whose runner has gone.
enum class Orphans {
    Refuse, ///< say so
    Wait, ///< until it has ended
    Cancel, ///< have the server stop it
};

/// A statement that a server still carries out for a runner that is not heard of any more.
struct Orphan {
    QString database{};
    QString runner{}; ///< who it was: "process 4711 on db-admin-2, since …, heard of 40 s ago"
    Blocker who{}; ///< the server's session and its statement
};

} // namespace whimbrel
