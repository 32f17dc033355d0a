// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/plan/node.h"

#include <QDateTime>

namespace whimbrel {

/// Whether a step may be begun at this moment. A window that ends before it begins lasts over
/// midnight and belongs to the day on which it began; one without times is open all day.
[[nodiscard]] bool isOpen(const Window& window, const QDateTime& at);

/// When the window opens next after a moment at which it is closed; invalid if it never does.
[[nodiscard]] QDateTime nextOpening(const Window& window, const QDateTime& after);

/// When the window closes that is open at this moment; invalid if it is closed, or never closes.
[[nodiscard]] QDateTime closing(const Window& window, const QDateTime& at);

} // namespace whimbrel
