// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/base/result.h"

class QMimeData;

namespace whimbrel {

class DocumentController;

/// Whether the clipboard, or what is dragged, may hold a plan: one file, a picture as its program
/// gave it, or steps.
[[nodiscard]] bool mayHoldPlan(const QMimeData& data);

/// Opens it: the file, or what the picture or the steps are as a plan that has no file yet.
[[nodiscard]] Result<> openFrom(const QMimeData& data, DocumentController& documents);

} // namespace whimbrel
