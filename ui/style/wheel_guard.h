// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

class QWidget;

namespace whimbrel {

/// Lets the wheel scroll the form over choices and numbers that do not have the focus, instead of
/// changing them unseen. For those that are children of `form` now.
void guardWheel(QWidget& form);

} // namespace whimbrel
