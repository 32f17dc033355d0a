// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/database/secret.h"

#include <QDialog>

class QCheckBox;
class QLabel;
class QLineEdit;
class QPushButton;

namespace whimbrel {

class Connections;

/// Asks for the password of one connection, and whether to keep it.
class PasswordQuestion final : public QDialog {
    Q_OBJECT

public:
    /// `given` is "@NAME" or a URL; `complaint` says why it is asked for.
    PasswordQuestion(
        const QString& given, const QString& complaint, Connections& connections, QWidget* parent);

    [[nodiscard]] QLineEdit* editor() const { return m_editor; }
    [[nodiscard]] QCheckBox* keep() const { return m_keep; }
    [[nodiscard]] QPushButton* confirmButton() const { return m_confirm; }

signals:
    /// The dialog was accepted; `keep`: it belongs into the keychain, once it has proved right.
    void given(const whimbrel::Secret& password, bool keep);

private:
    QLineEdit* m_editor = nullptr;
    QCheckBox* m_keep = nullptr;
    QLabel* m_why = nullptr;
    QPushButton* m_confirm = nullptr;
};

} // namespace whimbrel
