// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "ui/run/folded_sql.h"

#include "model/base/counted.h"
#include "ui/sql/sql_edit.h"
#include "ui/style/palette.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QToolButton>
#include <QVBoxLayout>

namespace whimbrel {

namespace {

constexpr int shownFolded = 5; // lines
constexpr int shownUnfolded = 40; // beyond, it scrolls

} // namespace

FoldedSql::FoldedSql(QWidget* parent)
    : QWidget(parent)
{
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(space::tight / 2);
    m_text = new SqlEdit(this);
    m_text->setReadOnly(true);
    m_text->setAccessibleName(tr("Statement to come"));
    layout->addWidget(m_text);
    auto* row = new QHBoxLayout;
    row->setSpacing(space::small);
    m_about = new QLabel(this);
    m_about->setProperty("role", QStringLiteral("caption"));
    m_about->setWordWrap(true);
    m_about->setTextFormat(Qt::PlainText);
    m_about->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_unfold = new QToolButton(this);
    m_unfold->setAutoRaise(true);
    m_unfold->setCheckable(true);
    row->addWidget(m_about, 1);
    row->addWidget(m_unfold, 0, Qt::AlignTop);
    layout->addLayout(row);
    connect(m_unfold, &QToolButton::toggled, this, [this](bool on) { fold(!on); });
}

void FoldedSql::show(const QString& sql, Dialect dialect, const QString& about)
{
    m_text->setDialect(dialect);
    if (m_text->toPlainText() != sql) {
        m_text->setPlainText(sql);
        m_lines = m_text->document()->blockCount();
        m_unfold->setChecked(false);
        fold(true);
    }
    m_about->setText(about);
    m_about->setVisible(!about.isEmpty());
}

void FoldedSql::fold(bool folded)
{
    m_text->setLineRange(1, folded ? shownFolded : shownUnfolded);
    m_unfold->setVisible(m_lines > shownFolded);
    m_unfold->setText(
        folded ? counted(m_lines, tr("Show the line"), tr("Show all %1 lines")) : tr("Show less"));
}

} // namespace whimbrel
