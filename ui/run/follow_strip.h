// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ui/run/run_controller.h"

#include <QFrame>

class QLabel;
class QPushButton;

namespace whimbrel {

/// Above a run that is followed: that nothing can be said to it, who carries it out, when they were
/// heard of last, and to whom it was handed over. Who wants to lead it takes it over from here.
class FollowStrip final : public QFrame {
    Q_OBJECT

public:
    explicit FollowStrip(RunController& controller, QWidget* parent = nullptr);

    [[nodiscard]] QString text() const;
    [[nodiscard]] QPushButton* takeOverButton() const { return m_takeOver; }

private:
    void refresh();

    RunController& m_controller;
    QLabel* m_text = nullptr;
    QPushButton* m_takeOver = nullptr;
};

} // namespace whimbrel
