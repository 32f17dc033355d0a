// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "ui/problems/coverage_pane.h"

#include "ui/problems/coverage_model.h"
#include "ui/prompts/files.h"
#include "ui/style/icons.h"

#include <QCheckBox>
#include <QClipboard>
#include <QFileInfo>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QSaveFile>
#include <QStackedWidget>
#include <QToolButton>
#include <QTreeView>
#include <QVBoxLayout>

namespace whimbrel {

namespace {

QToolButton* makeButton(QWidget* parent, const QString& iconName, const QString& text)
{
    auto* button = new QToolButton(parent);
    button->setIcon(icon(iconName));
    button->setText(text);
    button->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    button->setAutoRaise(true);
    button->setFocusPolicy(Qt::TabFocus);
    return button;
}

} // namespace

CoveragePane::CoveragePane(PlanSession& session, QWidget* parent)
    : QWidget(parent)
    , m_session(session)
{
    m_model = new CoverageModel(this);
    m_filter = new CoverageFilter(this);
    m_filter->setSourceModel(m_model);

    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    auto* bar = new QHBoxLayout;
    bar->setContentsMargins(12, 4, 8, 4);
    bar->setSpacing(12);
    m_total = new QLabel(this);
    QFont bold = m_total->font();
    bold.setWeight(QFont::DemiBold);
    m_total->setFont(bold);
    m_message = new QLabel(this);
    m_message->setProperty("role", QStringLiteral("caption"));
    m_message->setTextFormat(Qt::PlainText);
    m_onlyChanges = new QCheckBox(tr("&Only changes"), this);
    m_onlyChanges->setChecked(true);
    auto* copyButton = makeButton(this, QStringLiteral("copy"), tr("Copy as text"));
    auto* exportButton = makeButton(this, QStringLiteral("export"), tr("Export…"));
    bar->addWidget(m_total);
    bar->addWidget(m_message, 1);
    bar->addWidget(m_onlyChanges);
    bar->addWidget(copyButton);
    bar->addWidget(exportButton);
    layout->addLayout(bar);

    m_table = new QTreeView(this);
    m_table->setModel(m_filter);
    m_table->setRootIsDecorated(false);
    m_table->setUniformRowHeights(true);
    m_table->setAllColumnsShowFocus(true);
    m_table->setFrameShape(QFrame::NoFrame);
    m_table->setAccessibleName(tr("Coverage"));
    QHeaderView* header = m_table->header();
    header->setStretchLastSection(false);
    header->setSectionResizeMode(CoverageModel::Step, QHeaderView::Stretch);
    header->setSectionResizeMode(CoverageModel::From, QHeaderView::Stretch);
    for (int column = CoverageModel::WayBack; column < CoverageModel::Columns; ++column) {
        header->resizeSection(column, 132);
    }
    auto* empty = new QLabel(
        tr("No change to cover yet.\nConnect steps that change something: this table then says for "
           "each whether there is a way back."),
        this);
    empty->setAlignment(Qt::AlignCenter);
    empty->setProperty("role", QStringLiteral("caption"));
    m_stack = new QStackedWidget(this);
    m_stack->addWidget(m_table);
    m_stack->addWidget(empty);
    layout->addWidget(m_stack, 1);
    setFocusProxy(m_table);

    connect(m_onlyChanges, &QCheckBox::toggled, this, [this](bool on) {
        m_filter->setOnlyChanges(on);
        m_stack->setCurrentIndex(m_filter->rowCount() == 0 ? 1 : 0);
    });
    connect(m_table, &QTreeView::clicked, this, &CoveragePane::reveal);
    connect(m_table, &QTreeView::activated, this, &CoveragePane::reveal);
    connect(copyButton, &QToolButton::clicked, this, &CoveragePane::copy);
    connect(exportButton, &QToolButton::clicked, this, &CoveragePane::exportText);
    connect(&session, &PlanSession::validationChanged, this, &CoveragePane::takeValidation);
    takeValidation();
}

void CoveragePane::takeValidation()
{
    const Coverage& coverage = m_session.validation().coverage;
    const QModelIndex current = m_filter->mapToSource(m_table->currentIndex());
    const EdgeId selected = current.isValid() ? m_model->row(current.row()).edge : EdgeId();
    m_model->setCoverage(coverage, m_session.plan());
    m_total->setText(coverage.total == 0 ? tr("Nothing to cover")
                                         : tr("%1 % covered, %2 of %3")
                                               .arg(coverage.percent())
                                               .arg(coverage.covered)
                                               .arg(coverage.total));
    m_message->clear();
    for (int row = 0; row < m_filter->rowCount() && !selected.isEmpty(); ++row) {
        const QModelIndex index = m_filter->index(row, 0);
        if (m_model->row(m_filter->mapToSource(index).row()).edge == selected) {
            m_table->setCurrentIndex(index);
        }
    }
    m_stack->setCurrentIndex(m_filter->rowCount() == 0 ? 1 : 0);
}

void CoveragePane::reveal(const QModelIndex& index)
{
    const QModelIndex source = m_filter->mapToSource(index);
    if (source.isValid()) {
        m_session.reveal(ElementRef::of(m_model->row(source.row()).edge));
    }
}

void CoveragePane::copy()
{
    QGuiApplication::clipboard()->setText(coverageText(
        m_session.validation().coverage, m_session.plan(), m_onlyChanges->isChecked()));
    m_message->setText(tr("Copied."));
}

void CoveragePane::exportText()
{
    const QFileInfo plan(m_session.path());
    const QString proposal = m_session.path().isEmpty() ? QStringLiteral("coverage.md")
                                                        : plan.absolutePath() + QLatin1Char('/')
            + plan.completeBaseName() + QStringLiteral("-coverage.md");
    const QString path = prompts::saveFile(
        this, tr("Export coverage"), proposal, tr("Markdown (*.md);;All files (*)"));
    if (path.isEmpty()) {
        return;
    }
    QSaveFile file(path);
    const QByteArray text = coverageText(
        m_session.validation().coverage, m_session.plan(), m_onlyChanges->isChecked())
                                .toUtf8();
    const bool written
        = file.open(QIODevice::WriteOnly) && file.write(text) == text.size() && file.commit();
    m_message->setText(written ? tr("Written to %1.").arg(path)
                               : tr("%1 was not written: %2").arg(path, file.errorString()));
}

} // namespace whimbrel
