// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/plan/edit.h"

#include <QObject>

namespace whimbrel {

/// The one mutable holder of a plan. Every change goes through apply(); views follow changed().
class PlanDocument final : public QObject {
    Q_OBJECT

public:
    explicit PlanDocument(QObject* parent = nullptr);
    explicit PlanDocument(Plan plan, QObject* parent = nullptr);

    [[nodiscard]] const Plan& plan() const { return m_plan; }

    /// Replaces the whole plan (a file was opened). No inverse: histories start anew.
    void reset(Plan plan);

    /// Applies the edit and returns its inverse; see whimbrel::apply().
    [[nodiscard]] Result<Edit> apply(const Edit& edit);

signals:
    /// Once after each successful apply() or reset(); the plan is already the new one.
    void changed(const whimbrel::PlanChange& change);

private:
    Plan m_plan{};
};

} // namespace whimbrel
