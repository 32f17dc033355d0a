// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QWidget>

class QLabel;
class QPushButton;

namespace whimbrel {

class RunController;

/// What has to be in sight at any moment of a run: the environment, the database, what is left of
/// the window, the way back with its time and its price, and how to stop.
class RunBar final : public QWidget {
    Q_OBJECT

public:
    explicit RunBar(RunController& controller, QWidget* parent = nullptr);

    [[nodiscard]] QPushButton* pauseButton() const { return m_pause; }
    [[nodiscard]] QPushButton* cancelButton() const { return m_cancel; }
    [[nodiscard]] QString wayBackText() const;
    /// The environment and the databases, as they are shown.
    [[nodiscard]] QString whereText() const;

    /// Brings the bar to the present state.
    void refresh();
    /// The part of it that follows the clock.
    void refreshClock();

protected:
    void paintEvent(QPaintEvent* event) override;
    void changeEvent(QEvent* event) override;

private:
    [[nodiscard]] QString serversText() const;

    RunController& m_controller;
    QLabel* m_environment = nullptr;
    QLabel* m_server = nullptr;
    QLabel* m_window = nullptr;
    QLabel* m_wayBack = nullptr;
    QPushButton* m_pause = nullptr;
    QPushButton* m_cancel = nullptr;
};

} // namespace whimbrel
