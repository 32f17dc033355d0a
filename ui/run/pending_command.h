// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/exec/control_protocol.h"

#include <QFrame>

class QLabel;
class QLineEdit;
class QPushButton;

namespace whimbrel {

/// A command that was chosen and is not sent before its reason was given or it was confirmed.
/// Stands in the place of the run's buttons; Esc takes it back.
class PendingCommand final : public QFrame {
    Q_OBJECT

public:
    explicit PendingCommand(QWidget* parent = nullptr);

    /// Shows what would be done. `confirm` is what the button says that does it.
    void ask(const Command& command, const QString& text, const QString& confirm, bool needsReason);

    [[nodiscard]] QLineEdit* reason() const { return m_reason; }
    /// To whom the run is handed over.
    [[nodiscard]] QLineEdit* person() const { return m_person; }
    [[nodiscard]] QPushButton* confirmButton() const { return m_confirm; }

signals:
    void confirmed(const whimbrel::Command& command);
    void dropped();

private:
    void enable();
    void confirm();

    Command m_command{};
    bool m_needsReason = false;
    QLabel* m_text = nullptr;
    QLineEdit* m_person = nullptr;
    QLineEdit* m_reason = nullptr;
    QPushButton* m_confirm = nullptr;
};

} // namespace whimbrel
