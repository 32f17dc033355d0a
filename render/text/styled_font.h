// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/base/marked_text.h"

#include <QFont>

namespace whimbrel::fonts {

/// A font of diagrams for a part of its text that is marked.
[[nodiscard]] QFont styled(const QFont& font, marked::Style style);

} // namespace whimbrel::fonts
