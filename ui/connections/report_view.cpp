// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "ui/connections/report_view.h"

#include "ui/style/palette.h"

#include <QGridLayout>
#include <QLabel>
#include <QVBoxLayout>

namespace whimbrel {

namespace {

QColor colorOf(ReportLine::Mood mood, const UiColors& colors)
{
    switch (mood) {
    case ReportLine::Mood::Good:
        return colors.success;
    case ReportLine::Mood::Bad:
        return colors.error;
    case ReportLine::Mood::Plain:
        break;
    }
    return colors.text;
}

void setColor(QLabel* label, const QColor& color)
{
    QPalette palette;
    palette.setColor(QPalette::WindowText, color);
    label->setPalette(palette);
}

} // namespace

ReportView::ReportView(QWidget* parent)
    : QWidget(parent)
{
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(space::tight);
    m_head = new QLabel(this);
    m_head->setWordWrap(true);
    m_head->setTextFormat(Qt::PlainText);
    m_head->setTextInteractionFlags(Qt::TextSelectableByMouse);
    QFont strong = m_head->font();
    strong.setWeight(QFont::DemiBold);
    m_head->setFont(strong);
    column->addWidget(m_head);
    m_grid = new QGridLayout;
    m_grid->setHorizontalSpacing(space::large);
    m_grid->setVerticalSpacing(2);
    m_grid->setColumnStretch(1, 1);
    column->addLayout(m_grid);
    clear();
}

void ReportView::empty()
{
    while (QLayoutItem* item = m_grid->takeAt(0)) {
        delete item->widget();
        delete item;
    }
    m_lines.clear();
    m_lastLabel.clear();
}

void ReportView::clear()
{
    empty();
    m_head->clear();
    hide();
}

void ReportView::showNote(const QString& text)
{
    empty();
    m_head->setText(text);
    setColor(m_head, uiColors(palette()).text);
    m_lines = {text};
    show();
}

void ReportView::addLine(const QString& label, const QString& text, const QColor& color)
{
    const int row = m_grid->rowCount();
    const bool again = label == m_lastLabel; // not said twice in a row
    m_lastLabel = label;
    auto* name = new QLabel(again ? QString() : label, this);
    name->setProperty("role", QStringLiteral("caption"));
    auto* value = new QLabel(text, this);
    value->setWordWrap(true);
    value->setTextFormat(Qt::PlainText);
    value->setTextInteractionFlags(Qt::TextSelectableByMouse);
    value->setAccessibleName(label);
    setColor(value, color);
    m_grid->addWidget(name, row, 0, Qt::AlignTop | Qt::AlignLeft);
    m_grid->addWidget(value, row, 1);
    m_lines.append(label + QStringLiteral(": ") + text);
}

void ReportView::showReport(const ConnectionReport& report)
{
    showNote(tr("It works."));
    setColor(m_head, uiColors(palette()).success);
    for (const ReportLine& line : describe(report)) {
        addLine(line.label, line.text, colorOf(line.mood, uiColors(palette())));
    }
}

void ReportView::showError(const Error& error)
{
    showNote(
        error.where.isEmpty() ? error.message : error.where + QStringLiteral(": ") + error.message);
    setColor(m_head, uiColors(palette()).error);
    if (!error.advice.isEmpty()) {
        addLine(tr("What to do"), error.advice, uiColors(palette()).text);
    }
    if (!error.sqlState.isEmpty()) {
        addLine(tr("Code"), error.sqlState, uiColors(palette()).secondary);
    }
}

QString ReportView::text() const
{
    return isHidden() ? QString() : m_lines.join(QLatin1Char('\n'));
}

} // namespace whimbrel
