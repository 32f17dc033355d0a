// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QFont>

namespace whimbrel::fonts {

/// The fonts of diagrams: Inter and JetBrains Mono, with the desktop's sans and mono behind them.
/// Sizes are pixels of the diagram; glyphs are not hinted, so that text is as wide at every scale.
[[nodiscard]] const QFont& title(); ///< 20 px semibold
[[nodiscard]] const QFont& nodeTitle(); ///< 13 px semibold
[[nodiscard]] const QFont& nodeDetail(); ///< 11 px
[[nodiscard]] const QFont& edgeLabel(); ///< 11 px
[[nodiscard]] const QFont& groupTitle(); ///< 12 px bold
[[nodiscard]] const QFont& legend(); ///< 10 px
[[nodiscard]] const QFont& legendTitle(); ///< 10 px semibold
[[nodiscard]] const QFont& messageText(); ///< 13 px
[[nodiscard]] const QFont& smallBold(); ///< 11 px bold
[[nodiscard]] QFont mono(double pixels = 12);

} // namespace whimbrel::fonts
