// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

/// What lines keep from others, and what they are charged for, in pixels of length.
namespace whimbrel::route {

inline constexpr double clearance = 12; ///< between a line and a foreign box
inline constexpr double laneGap = 10; ///< between two lines side by side
inline constexpr double bendCost = 70;
inline constexpr double crossingCost = 70;
inline constexpr double sharedCost = 12; ///< for each pixel beside another line that is too near
inline constexpr double insideCost = 0.15; ///< for each pixel inside a group
inline constexpr double offCentreCost = 0.03; ///< for each pixel on a lane that is not half way
inline constexpr double softCost = 8; ///< for each pixel over something that should stay free
inline constexpr double slack = 0.01;

} // namespace whimbrel::route
