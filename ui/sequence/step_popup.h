// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/plan/plan.h"
#include "ui/style/search_popup.h"

namespace whimbrel {

/// Lets a person choose a step of the plan by typing part of its title. Those that are chosen
/// already carry a tick.
class StepPopup final : public SearchPopup {
    Q_OBJECT

public:
    StepPopup(const Plan& plan, const QList<NodeId>& chosen, QWidget* parent);

signals:
    void picked(const whimbrel::NodeId& node);

private:
    void filter(const QString& text) override;
    void take() override;

    Plan m_plan;
    QList<NodeId> m_chosen;
};

} // namespace whimbrel
