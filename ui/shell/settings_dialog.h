// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QDialog>
#include <QSettings>

namespace whimbrel {

/// Appearance, canvas, execution, the person's name. Each choice takes effect at once.
class SettingsDialog final : public QDialog {
    Q_OBJECT

public:
    SettingsDialog(QSettings& settings, QWidget* parent);

signals:
    void changed();

private:
    QWidget* makeSignersRow();

    QSettings& m_settings;
};

} // namespace whimbrel
