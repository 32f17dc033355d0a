// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ui/session/plan_session.h"

#include <QWidget>

class QToolButton;
class QLabel;

namespace whimbrel {

/// The right end of the status bar: findings, coverage, zoom.
class StatusStrip final : public QWidget {
    Q_OBJECT

public:
    explicit StatusStrip(PlanSession& session, QWidget* parent = nullptr);
    void setZoom(double zoom);

signals:
    void problemsRequested();
    void coverageRequested();
    void zoomRequested(double zoom);
    void fitRequested();

protected:
    void changeEvent(QEvent* event) override;

private:
    void showValidation();

    PlanSession& m_session;
    QToolButton* m_errors;
    QToolButton* m_warnings;
    QToolButton* m_coverage;
    QToolButton* m_zoom;
};

} // namespace whimbrel
