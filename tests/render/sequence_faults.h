// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "render/layout/sequence_layout.h"

#include <QStringList>

namespace whimbrel::test {

/// What is wrong with a diagram's geometry, one sentence each: text on text or on a foreign head,
/// frames that are not inside or beside each other, messages that leave their frame, gaps that are
/// smaller than their labels need, something outside of the bounds.
[[nodiscard]] QStringList faultsOf(const Sequence& sequence, const SequenceGeometry& geometry);

} // namespace whimbrel::test
