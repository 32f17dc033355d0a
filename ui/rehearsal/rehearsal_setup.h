// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ui/session/plan_session.h"

#include <QWidget>

class QLabel;
class QPushButton;
class QVBoxLayout;

namespace whimbrel {

class SourceRow;

/// Where a plan is rehearsed: a row for each target. Remembered for each plan.
class RehearsalSetup final : public QWidget {
    Q_OBJECT

public:
    explicit RehearsalSetup(PlanSession& session, QWidget* parent = nullptr);

    [[nodiscard]] const QList<SourceRow*>& rows() const { return m_rows; }
    /// What the command line is told.
    [[nodiscard]] QStringList arguments() const;
    [[nodiscard]] QString whyNot() const;
    void remember() const;

signals:
    void changed();

private:
    void reload();
    void followPlan(const PlanChange& change);

    PlanSession& m_session;
    QVBoxLayout* m_layout = nullptr;
    QList<SourceRow*> m_rows{};
    QList<Target> m_targets{};
};

} // namespace whimbrel
