// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "ui/run/target_strip.h"

#include "model/exec/target_state.h"
#include "ui/run/run_texts.h"
#include "ui/style/palette.h"

#include <QGridLayout>
#include <QLabel>

namespace whimbrel {

TargetStrip::TargetStrip(RunController& controller, QWidget* parent)
    : QWidget(parent)
    , m_controller(controller)
{
    m_grid = new QGridLayout(this);
    m_grid->setContentsMargins(0, space::tight, 0, space::tight);
    m_grid->setHorizontalSpacing(space::medium);
    m_grid->setVerticalSpacing(space::tight);
    m_grid->setColumnStretch(1, 1);
    connect(&m_controller, &RunController::changed, this, &TargetStrip::refresh);
    refresh();
}

QString TargetStrip::textOf(const TargetId& target) const
{
    for (const Line& line : m_lines) {
        if (line.target == target) {
            return line.target.text() + QStringLiteral(": ") + line.text->text();
        }
    }
    return {};
}

void TargetStrip::refresh()
{
    const QList<TargetState> targets = m_controller.state().run.isEmpty()
        ? QList<TargetState>()
        : targetStates(m_controller.plan(), m_controller.state());
    setVisible(targets.size() > 1);
    if (targets.size() < 2) {
        return;
    }
    while (m_lines.size() > targets.size()) {
        const Line last = m_lines.takeLast();
        delete last.name;
        delete last.text;
    }
    const UiColors& colors = uiColors(palette());
    for (qsizetype i = 0; i < targets.size(); ++i) {
        const TargetState& target = targets[i];
        if (i >= m_lines.size()) {
            Line line{{}, new QLabel(this), new QLabel(this)};
            line.text->setTextFormat(Qt::PlainText);
            line.text->setWordWrap(true);
            const int row = static_cast<int>(i);
            m_grid->addWidget(line.name, row, 0, Qt::AlignTop);
            m_grid->addWidget(line.text, row, 1);
            m_lines.append(line);
        }
        Line& line = m_lines[i];
        line.target = target.target;
        line.name->setText(target.target.text());
        QString text = targetText(target);
        const bool bad
            = target.status == StepStatus::Failed || target.status == StepStatus::InDoubt;
        if (!target.at.isEmpty()) {
            text += QStringLiteral(" · ") + nodeTitle(m_controller.plan(), target.at);
        }
        line.text->setText(text);
        line.text->setToolTip(target.readOnly.isEmpty() ? target.database : target.readOnly);
        QPalette shown;
        shown.setColor(QPalette::WindowText,
            bad                       ? colors.error
                : target.at.isEmpty() ? colors.secondary
                                      : colors.text);
        line.text->setPalette(shown);
    }
}

} // namespace whimbrel
