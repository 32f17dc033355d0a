// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ui/run/run_controller.h"

#include <QWidget>

class QGridLayout;
class QLabel;

namespace whimbrel {

/// Where a run stands in each of its databases; hidden when it has only one.
class TargetStrip final : public QWidget {
    Q_OBJECT

public:
    explicit TargetStrip(RunController& controller, QWidget* parent = nullptr);

    /// "east: 2 of 3 steps done": what is shown for a target; empty: nothing is.
    [[nodiscard]] QString textOf(const TargetId& target) const;

private:
    void refresh();

    RunController& m_controller;
    QGridLayout* m_grid = nullptr;
    struct Line {
        TargetId target{};
        QLabel* name = nullptr;
        QLabel* text = nullptr;
    };
    QList<Line> m_lines{};
};

} // namespace whimbrel
