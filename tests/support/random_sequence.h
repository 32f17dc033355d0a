// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/plan/plan.h"

#include <QRandomGenerator>

namespace whimbrel::test {

/// How large a made-up diagram is.
struct SequenceShape {
    int lifelines = 8;
    int messages = 40;
    int depth = 4; ///< of fragments in fragments
};

/// A plan with one sequence diagram "s": messages of every kind, texts short and long, fragments of
/// every operator, notes, states, bars, creation and destruction, ranges, regions. The same seed
/// gives the same diagram.
[[nodiscard]] Plan randomSequence(QRandomGenerator& random, const SequenceShape& shape);

} // namespace whimbrel::test
