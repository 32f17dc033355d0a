// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "ui/shell/status_strip.h"

#include "model/base/counted.h"
#include "ui/style/icons.h"
#include "ui/style/palette.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QLocale>
#include <QMenu>
#include <QToolButton>

#include <cmath>

namespace whimbrel {

namespace {

QToolButton* flatButton(QWidget* parent)
{
    auto* button = new QToolButton(parent);
    button->setAutoRaise(true);
    button->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    button->setIconSize(QSize(16, 16));
    button->setFocusPolicy(Qt::TabFocus);
    return button;
}

} // namespace

StatusStrip::StatusStrip(PlanSession& session, QWidget* parent)
    : QWidget(parent)
    , m_session(session)
    , m_errors(flatButton(this))
    , m_warnings(flatButton(this))
    , m_coverage(flatButton(this))
    , m_zoom(flatButton(this))
{
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(0, 0, space::small, 0);
    row->setSpacing(space::tight);
    for (QToolButton* button : {m_errors, m_warnings, m_coverage, m_zoom}) {
        row->addWidget(button);
    }
    m_errors->setObjectName(QStringLiteral("statusErrors"));
    m_coverage->setObjectName(QStringLiteral("statusCoverage"));
    m_zoom->setObjectName(QStringLiteral("statusZoom"));
    m_errors->setToolTip(tr("Errors: what would leave production without a way back"));
    m_warnings->setToolTip(tr("Warnings"));
    m_coverage->setToolTip(tr("How much of the plan can be taken back and is verified"));
    m_zoom->setToolTip(tr("Zoom"));
    auto* zooms = new QMenu(m_zoom);
    zooms->addAction(tr("Fit all"), this, &StatusStrip::fitRequested);
    zooms->addSeparator();
    for (const int percent : {25, 50, 75, 100, 150, 200, 400}) {
        zooms->addAction(tr("%1 %").arg(percent), this,
            [this, percent] { emit zoomRequested(percent / 100.0); });
    }
    m_zoom->setMenu(zooms);
    m_zoom->setPopupMode(QToolButton::InstantPopup);
    connect(m_errors, &QToolButton::clicked, this, &StatusStrip::problemsRequested);
    connect(m_warnings, &QToolButton::clicked, this, &StatusStrip::problemsRequested);
    connect(m_coverage, &QToolButton::clicked, this, &StatusStrip::coverageRequested);
    connect(&session, &PlanSession::validationChanged, this, &StatusStrip::showValidation);
    setZoom(1);
    showValidation();
}

void StatusStrip::setZoom(double zoom)
{
    m_zoom->setText(tr("%1 %").arg(std::lround(zoom * 100)));
}

void StatusStrip::changeEvent(QEvent* event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::PaletteChange) {
        showValidation();
    }
}

void StatusStrip::showValidation()
{
    const UiColors& colors = uiColors(palette());
    const Validation& validation = m_session.validation();
    const int errors = validation.count(Severity::Error);
    const int warnings = validation.count(Severity::Warning) - errors;
    const int covered = validation.coverage.percent();
    m_errors->setText(
        errors == 0 ? tr("No errors") : counted(errors, tr("1 error"), tr("%1 errors")));
    m_errors->setIcon(errors == 0 ? icon(QStringLiteral("passed"), colors.success)
                                  : icon(QStringLiteral("error"), colors.error));
    m_warnings->setText(counted(warnings, tr("1 warning"), tr("%1 warnings")));
    m_warnings->setIcon(icon(QStringLiteral("warning"), colors.warning));
    m_warnings->setVisible(warnings > 0);
    m_coverage->setText(tr("Coverage %1 %").arg(covered));
    m_coverage->setIcon(
        icon(QStringLiteral("coverage"), covered == 100 ? colors.success : colors.warning));
}

} // namespace whimbrel
