// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/plan/sequence.h"

namespace whimbrel {

/// What a part says by itself, without what is in its operands, in a few characters.
[[nodiscard]] QString digestOf(const SequencePart& part);

} // namespace whimbrel
