// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "render/layout/flow_quality.h"

#include <QJsonObject>
#include <QStringList>

namespace whimbrel::cli {

/// How good a picture is, in words: a line a figure, then a line a fault.
[[nodiscard]] QStringList qualityLines(const FlowQuality& quality);

/// The same for programs.
[[nodiscard]] QJsonObject qualityJson(const FlowQuality& quality);

} // namespace whimbrel::cli
