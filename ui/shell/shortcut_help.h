// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QDialog>

namespace whimbrel {

/// All keys and gestures, from the table of actions.
class ShortcutHelp final : public QDialog {
    Q_OBJECT

public:
    explicit ShortcutHelp(QWidget* parent);
};

} // namespace whimbrel
