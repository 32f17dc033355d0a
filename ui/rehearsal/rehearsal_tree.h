// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/plan/plan.h"
#include "model/plan/rehearsal.h"

#include <QTreeWidget>

namespace whimbrel {

/// What a rehearsal found, way back by way back, with what was otherwise below each.
class RehearsalTree final : public QTreeWidget {
    Q_OBJECT

public:
    enum Column { Name, Verdict, Forward, Back, Rows, Columns };

    explicit RehearsalTree(QWidget* parent = nullptr);

    void show(const Rehearsal& rehearsal, const Plan& plan);
    /// One more way that was tried.
    void add(const RehearsedWay& way, const Plan& plan, const RehearsedStep* step = nullptr);

signals:
    void chosen(const whimbrel::ElementRef& element);

private:
    void choose(QTreeWidgetItem* item);
};

} // namespace whimbrel
