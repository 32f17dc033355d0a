// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/database/secret.h"
#include "ui/session/plan_session.h"

#include <QWidget>

class QLabel;
class QPushButton;
class QSpinBox;
class QVBoxLayout;

namespace whimbrel {

class Connections;
class SourceRow;

/// Where a plan is rehearsed: a row for each target. Remembered for each plan.
class RehearsalSetup final : public QWidget {
    Q_OBJECT

public:
    RehearsalSetup(PlanSession& session, Connections& connections, QWidget* parent = nullptr);

    [[nodiscard]] const QList<SourceRow*>& rows() const { return m_rows; }
    /// How many rows of each table go from a server's database into the scratch database.
    [[nodiscard]] QSpinBox* sampleRows() const { return m_sample; }
    /// What the command line is told.
    [[nodiscard]] QStringList arguments() const;
    [[nodiscard]] QString whyNot() const;
    void remember() const;
    /// The connections to servers that are wanted: "@NAME" or URLs.
    [[nodiscard]] QStringList servers() const;
    /// Their passwords, as far as they are known.
    [[nodiscard]] QMap<TargetId, Secret> passwords() const;

signals:
    void connectionsRequested(); ///< the person wants to see the named connections
    void changed();

private:
    void reload();
    void follow();
    void followPlan(const PlanChange& change);

    PlanSession& m_session;
    Connections& m_connections;
    QVBoxLayout* m_layout = nullptr;
    QList<SourceRow*> m_rows{};
    QWidget* m_sampleRow = nullptr;
    QSpinBox* m_sample = nullptr;
    QList<Target> m_targets{};
};

} // namespace whimbrel
