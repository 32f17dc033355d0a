// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QLineEdit>

namespace whimbrel {

/// On which machine the work is done: this one while it is empty, else ssh://USER@HOST.
class RunnerPlaceEdit final : public QLineEdit {
    Q_OBJECT

public:
    explicit RunnerPlaceEdit(QWidget* parent = nullptr);

    [[nodiscard]] QString place() const { return text().trimmed(); }
    [[nodiscard]] bool isElsewhere() const { return !place().isEmpty(); }
    /// What is wrong with what is written; empty: nothing.
    [[nodiscard]] QString problem() const;
};

} // namespace whimbrel
