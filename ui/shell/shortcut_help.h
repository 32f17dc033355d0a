// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QDialog>

namespace whimbrel {

class Prompts;

/// All keys and gestures, from the table of actions; to be saved as a page for printing.
class ShortcutHelp final : public QDialog {
    Q_OBJECT

public:
    ShortcutHelp(Prompts& prompts, QWidget* parent);

private:
    void save();

    Prompts& m_prompts;
};

} // namespace whimbrel
