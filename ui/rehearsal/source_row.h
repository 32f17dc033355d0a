// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/plan/plan.h"

#include <QWidget>

class QComboBox;
class QLineEdit;
class QLabel;
class QMenu;
class QPushButton;

namespace whimbrel {

class ConnectionTest;
class Connections;
class Unlock;

/// What the scratch database of one target is made of: chosen, and a file or server named.
class SourceRow final : public QWidget {
    Q_OBJECT

public:
    enum class Kind { Copy, Baseline, Server, Empty };

    SourceRow(const Target& target, const QString& folder, Connections& connections,
        QWidget* parent = nullptr);

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

    /// What can be chosen, as it is offered now.
    [[nodiscard]] QMenu* choices();
    [[nodiscard]] QPushButton* testButton() const { return m_test; }
    [[nodiscard]] QString statusText() const;

protected:
    void changeEvent(QEvent* event) override;

signals:
    void changed();
    void connectionsRequested(); ///< the person wants to see the named connections

private:
    void choose();
    void fillChoices();
    void test();
    void showStatus(const QString& text, bool wrong);
    void follow();
    void showNote();

    Connections& m_connections;
    Unlock* m_unlock = nullptr;
    ConnectionTest* m_running = nullptr;
    Target m_target{};
    QString m_folder{};
    QComboBox* m_kind = nullptr;
    QLineEdit* m_value = nullptr;
    QPushButton* m_choose = nullptr;
    QPushButton* m_named = nullptr; ///< opens the menu of connections
    QMenu* m_choices = nullptr;
    QPushButton* m_test = nullptr;
    QLabel* m_status = nullptr;
    QLabel* m_note = nullptr; ///< what a rehearsal on a server does there
};

} // namespace whimbrel
