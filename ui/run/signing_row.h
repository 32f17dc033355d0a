// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/base/result.h"

#include <QWidget>

#include <functional>
#include <memory>

class QCheckBox;
class QLabel;
class QLineEdit;
class QPushButton;
class QSettings;

namespace whimbrel {

/// Whether an answer is signed, and with which SSH key. The key's path is remembered.
class SigningRow final : public QWidget {
    Q_OBJECT

public:
    explicit SigningRow(QWidget* parent = nullptr);
    ~SigningRow() override;

    /// Whether an answer counts only with a signature.
    void setDemanded(bool demanded);
    [[nodiscard]] bool isWanted() const;
    [[nodiscard]] bool isSigning() const { return m_signing; }
    [[nodiscard]] QCheckBox* check() const { return m_check; }
    [[nodiscard]] QLineEdit* key() const { return m_key; }
    /// What went wrong with the last signature; empty: nothing.
    [[nodiscard]] QString problem() const;

    /// Signs in the background: a passphrase is asked for by the desktop (SSH_ASKPASS), or the key
    /// is in ssh-agent. `then` gets the signature; what goes wrong is shown here.
    void sign(const QByteArray& text, const std::function<void(const QString&)>& then);
    /// Forgets what went wrong: something else is asked.
    void clear();

signals:
    void changed();

private:
    void choose();
    void refresh();

    std::unique_ptr<QSettings> m_store;
    QCheckBox* m_check = nullptr;
    QLineEdit* m_key = nullptr;
    QPushButton* m_choose = nullptr;
    QLabel* m_problem = nullptr;
    bool m_signing = false;
};

} // namespace whimbrel
