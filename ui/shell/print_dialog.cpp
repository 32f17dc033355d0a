// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "ui/shell/print_dialog.h"

#include "model/base/counted.h"
#include "model/io/plan_hash.h"
#include "ui/session/background.h"
#include "ui/style/palette.h"

#include <QComboBox>
#include <QDialogButtonBox>
#include <QFormLayout>
#include <QGraphicsView>
#include <QLabel>
#include <QPageSize>
#include <QPainter>
#include <QPrintDialog>
#include <QPrintPreviewWidget>
#include <QPushButton>
#include <QSpinBox>
#include <QVBoxLayout>

#include <chrono>

namespace whimbrel {

using namespace std::chrono_literals;

PrintDialog::PrintDialog(PlanSession& session, const QHash<NodeId, QPointF>& positions,
    const ExportContext& context, QWidget* parent)
    : QDialog(parent)
    , m_session(session)
    , m_positions(positions)
    , m_form(new ExportForm(session.plan(), context, ExportForm::Purpose::Printer, this))
    , m_paper(new QComboBox(this))
    , m_turned(new QComboBox(this))
    , m_sheets(new QComboBox(this))
    , m_across(new QSpinBox(this))
    , m_acrossLabel(new QLabel(tr("Sheets across"), this))
    , m_count(new QLabel(this))
    , m_preview(new QPrintPreviewWidget(&m_printer, this))
{
    setWindowTitle(tr("Print"));
    m_printer.setPageMargins(QMarginsF(0, 0, 0, 0)); // ours are in the layout
    m_printer.setFullPage(true);
    m_printer.setDocName(session.plan().header.title);
    m_printer.setPageOrientation(QPageLayout::Landscape);
    for (const auto& [text, id] : {std::pair{tr("A4"), QPageSize::A4}, {tr("A3"), QPageSize::A3},
             {tr("Letter"), QPageSize::Letter}, {tr("Legal"), QPageSize::Legal},
             {tr("Tabloid"), QPageSize::Tabloid}}) {
        m_paper->addItem(text, static_cast<int>(id));
    }
    const int own = m_paper->findData(static_cast<int>(m_printer.pageLayout().pageSize().id()));
    m_paper->setCurrentIndex(own < 0 ? 0 : own);
    m_turned->addItem(tr("Landscape"), static_cast<int>(QPageLayout::Landscape));
    m_turned->addItem(tr("Portrait"), static_cast<int>(QPageLayout::Portrait));
    m_sheets->setObjectName(QStringLiteral("sheets"));
    m_sheets->addItem(tr("Each diagram fitted onto a sheet"));
    m_sheets->addItem(tr("Poster: sheets that overlap"));
    m_across->setObjectName(QStringLiteral("across"));
    m_across->setRange(1, 20);
    m_across->setValue(2);
    m_count->setProperty("role", QStringLiteral("caption"));
    QFormLayout& rows = m_form->rows();
    rows.addRow(tr("Paper"), m_paper);
    rows.addRow(QString(), m_turned);
    rows.addRow(tr("Sheets"), m_sheets);
    rows.addRow(m_acrossLabel, m_across);
    // Around the sheets it is as dark as the window.
    if (auto* sheets = m_preview->findChild<QGraphicsView*>(); sheets && sheets->scene()) {
        sheets->scene()->setBackgroundBrush(uiColors(palette()).hover);
    }
    auto* column = new QVBoxLayout;
    column->setSpacing(space::large);
    column->addWidget(m_form);
    column->addStretch(1);
    auto* row = new QHBoxLayout;
    row->setSpacing(space::wide);
    row->addLayout(column);
    row->addWidget(m_preview, 1);
    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Cancel, this);
    m_print = buttons->addButton(tr("Print…"), QDialogButtonBox::AcceptRole);
    m_print->setDefault(true);
    auto* foot = new QHBoxLayout;
    foot->addWidget(m_count, 1);
    foot->addWidget(buttons);
    auto* all = new QVBoxLayout(this);
    all->setContentsMargins(space::wide, space::wide, space::wide, space::large);
    all->setSpacing(space::large);
    all->addLayout(row, 1);
    all->addLayout(foot);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    connect(m_print, &QPushButton::clicked, this, &PrintDialog::choosePrinter);
    connect(m_preview, &QPrintPreviewWidget::paintRequested, this,
        [this](QPrinter* printer) { printTo(*printer); });
    for (QComboBox* box : {m_paper, m_turned, m_sheets}) {
        connect(box, &QComboBox::currentIndexChanged, this, &PrintDialog::showSheets);
    }
    connect(m_across, &QSpinBox::valueChanged, this, &PrintDialog::showSheets);
    m_soon.setSingleShot(true);
    m_soon.setInterval(60ms); // several changes at once are drawn once
    connect(&m_soon, &QTimer::timeout, this, &PrintDialog::draw);
    connect(m_form, &ExportForm::changed, this, [this] { m_soon.start(); });
    connect(m_sheets, &QComboBox::currentIndexChanged, this, [this] { m_soon.start(); });
    resize(1040, 640);
    showSheets();
    draw();
}

void PrintDialog::draw()
{
    PlanPicture picture = m_form->picture();
    picture.positions = m_positions;
    picture.date = QDateTime::currentDateTimeUtc();
    if (m_sheets->currentIndex() == 1) {
        picture.titleBlock = false; // each sheet of a poster has its own
    }
    m_print->setEnabled(false);
    inBackground(
        this, [plan = m_session.plan(), picture] { return drawPlan(plan, picture); },
        [this, turn = ++m_turn](const Result<DrawnPlan>& made) {
            if (turn != m_turn) {
                return;
            }
            m_pages = made ? made->pages : QList<DisplayList>();
            m_count->setText(made ? QString() : made.error().text());
            m_print->setEnabled(made.has_value());
            showSheets();
            emit drawn();
        });
}

void PrintDialog::showSheets()
{
    const bool isPoster = m_sheets->currentIndex() == 1;
    m_across->setVisible(isPoster);
    m_acrossLabel->setVisible(isPoster);
    m_printer.setPageSize(
        QPageSize(static_cast<QPageSize::PageSizeId>(m_paper->currentData().toInt())));
    m_printer.setPageOrientation(
        static_cast<QPageLayout::Orientation>(m_turned->currentData().toInt()));
    m_printer.setPageMargins(QMarginsF(0, 0, 0, 0));
    if (!m_pages.isEmpty()) {
        m_count->setText(counted(sheetCount(), tr("1 sheet"), tr("%1 sheets")));
    }
    if (isPoster) {
        m_preview->setAllPagesViewMode();
    } else {
        m_preview->setSinglePageViewMode();
    }
    m_preview->updatePreview();
}

PrintLayout PrintDialog::layoutFor(const QPrinter& printer) const
{
    PrintLayout layout;
    layout.paper = printer.pageLayout().fullRect(QPageLayout::Millimeter).size();
    layout.poster = m_sheets->currentIndex() == 1;
    layout.across = m_across->value();
    return layout;
}

qsizetype PrintDialog::sheetCount() const
{
    return sheetsFor(m_pages, layoutFor(m_printer)).size();
}

void PrintDialog::printTo(QPrinter& printer) const
{
    const PrintLayout layout = layoutFor(printer);
    const QList<PrintSheet> sheets = sheetsFor(m_pages, layout);
    PrintTitle title{m_session.plan(), {}};
    title.block.theme = m_form->picture().theme;
    title.block.planHash = planHash(m_session.plan());
    title.block.date = QDateTime::currentDateTimeUtc();
    QPainter painter;
    if (sheets.isEmpty() || !painter.begin(&printer)) {
        return;
    }
    const double dots = printer.resolution() / 25.4;
    for (qsizetype i = 0; i < sheets.size(); ++i) {
        if (i > 0) {
            printer.newPage();
        }
        painter.save();
        painter.scale(dots, dots);
        paintSheet(painter, m_pages, sheets.at(i), layout, title);
        painter.restore();
    }
}

void PrintDialog::choosePrinter()
{
    auto* chooser = new QPrintDialog(&m_printer, this);
    chooser->setAttribute(Qt::WA_DeleteOnClose);
    connect(
        chooser, qOverload<QPrinter*>(&QPrintDialog::accepted), this, [this](QPrinter* printer) {
            printer->setFullPage(true);
            printTo(*printer);
            emit printed();
            accept();
        });
    chooser->open();
}

} // namespace whimbrel
