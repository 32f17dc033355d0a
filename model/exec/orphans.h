// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

namespace whimbrel {

/// What to do when a server still carries out a statement whose runner has gone.
enum class Orphans {
    Refuse, ///< say so
    Wait, ///< until it has ended
    Cancel, ///< have the server stop it
};

} // namespace whimbrel
