// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QString>

class QWidget;

namespace whimbrel::prompts {

/// Asks for a file that exists; empty: the person changed their mind. `filter` as in QFileDialog.
[[nodiscard]] QString openFile(
    QWidget* parent, const QString& title, const QString& folder, const QString& filter);

/// Asks for a file to write; empty: the person changed their mind.
[[nodiscard]] QString saveFile(
    QWidget* parent, const QString& title, const QString& path, const QString& filter);

} // namespace whimbrel::prompts
