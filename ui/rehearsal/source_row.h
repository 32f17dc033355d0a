// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/plan/plan.h"

#include <QWidget>

class QComboBox;
class QLineEdit;
class QPushButton;

namespace whimbrel {

/// What the scratch database of one target is made of: chosen, and a file or server named.
class SourceRow final : public QWidget {
    Q_OBJECT

public:
    enum class Kind { Copy, Baseline, Server, Empty };

    SourceRow(const Target& target, const QString& folder, QWidget* parent = nullptr);

    [[nodiscard]] TargetId target() const { return m_target.id; }
    [[nodiscard]] Kind kind() const;
    [[nodiscard]] QString value() const;
    void set(Kind kind, const QString& value);
    [[nodiscard]] QComboBox* kinds() const { return m_kind; }
    [[nodiscard]] QLineEdit* editor() const { return m_value; }

    /// What the command line is told; empty where nothing has to be said.
    [[nodiscard]] QStringList arguments() const;
    /// What is missing or wrong; empty: nothing.
    [[nodiscard]] QString whyNot() const;

signals:
    void changed();

private:
    void choose();
    void follow();

    Target m_target{};
    QString m_folder{};
    QComboBox* m_kind = nullptr;
    QLineEdit* m_value = nullptr;
    QPushButton* m_choose = nullptr;
};

} // namespace whimbrel
