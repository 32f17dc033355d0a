// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "ui/shell/export_dialog.h"

#include "model/io/plan_file.h"
#include "render/export/export.h"
#include "ui/session/background.h"
#include "ui/style/palette.h"

#include <QCheckBox>
#include <QComboBox>
#include <QDialogButtonBox>
#include <QDir>
#include <QDoubleSpinBox>
#include <QFileInfo>
#include <QFormLayout>
#include <QLabel>
#include <QPushButton>
#include <QSaveFile>
#include <QVBoxLayout>

namespace whimbrel {

namespace {

QString suffixOf(ExportDialog::Format format)
{
    switch (format) {
    case ExportDialog::Format::Svg:
        return QStringLiteral("svg");
    case ExportDialog::Format::Png:
        return QStringLiteral("png");
    case ExportDialog::Format::Pdf:
        break;
    }
    return QStringLiteral("pdf");
}

} // namespace

ExportDialog::ExportDialog(PlanSession& session, Prompts& prompts,
    const QHash<NodeId, QPointF>& positions, QWidget* parent)
    : QDialog(parent)
    , m_session(session)
    , m_prompts(prompts)
    , m_positions(positions)
    , m_format(new QComboBox(this))
    , m_theme(new QComboBox(this))
    , m_scale(new QDoubleSpinBox(this))
    , m_scaleLabel(new QLabel(tr("Scale"), this))
    , m_legend(new QCheckBox(tr("Legend: the kinds and lines in use"), this))
    , m_titleBlock(new QCheckBox(tr("Title block: title, revision, date, status, hash"), this))
    , m_riskSummary(new QCheckBox(tr("Count of safe, caution and risky steps"), this))
    , m_embed(new QCheckBox(tr("Embed the plan, so that the picture can be opened again"), this))
    , m_status(new QLabel(this))
{
    setWindowTitle(tr("Export picture"));
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(space::wide, space::wide, space::wide, space::large);
    column->setSpacing(space::medium);
    auto* form = new QFormLayout;
    form->setHorizontalSpacing(space::large);
    form->setVerticalSpacing(space::small);
    form->setFieldGrowthPolicy(QFormLayout::AllNonFixedFieldsGrow);
    m_format->addItem(tr("SVG, for documents and browsers"), static_cast<int>(Format::Svg));
    m_format->addItem(tr("PNG, an image"), static_cast<int>(Format::Png));
    m_format->addItem(tr("PDF, one page"), static_cast<int>(Format::Pdf));
    m_theme->addItem(tr("Light"), static_cast<int>(ThemeName::Light));
    m_theme->addItem(tr("Dark"), static_cast<int>(ThemeName::Dark));
    m_theme->addItem(tr("Print, without color"), static_cast<int>(ThemeName::Print));
    m_scale->setRange(0.25, 8);
    m_scale->setSingleStep(0.5);
    m_scale->setDecimals(2);
    m_scale->setSuffix(tr(" ×"));
    m_scale->setValue(2);
    form->addRow(tr("Format"), m_format);
    form->addRow(tr("Colors"), m_theme);
    form->addRow(m_scaleLabel, m_scale);
    column->addLayout(form);
    m_legend->setChecked(true);
    m_titleBlock->setChecked(true);
    m_embed->setChecked(true);
    for (QCheckBox* box : {m_legend, m_titleBlock, m_riskSummary, m_embed}) {
        column->addWidget(box);
    }
    m_status->setProperty("role", QStringLiteral("caption"));
    column->addWidget(m_status);
    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Cancel, this);
    m_export = buttons->addButton(tr("Export…"), QDialogButtonBox::AcceptRole);
    m_export->setDefault(true);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    connect(m_export, &QPushButton::clicked, this, &ExportDialog::begin);
    connect(m_format, &QComboBox::currentIndexChanged, this, &ExportDialog::showFormat);
    column->addWidget(buttons);
    setMinimumWidth(460);
    showFormat();
}

void ExportDialog::showFormat()
{
    const bool pixels = m_format->currentData().toInt() == static_cast<int>(Format::Png);
    m_scale->setVisible(pixels);
    m_scaleLabel->setVisible(pixels);
}

void ExportDialog::begin()
{
    Request request;
    request.plan = m_session.plan();
    request.rehearsed = m_session.rehearsed();
    request.positions = m_positions;
    request.format = static_cast<Format>(m_format->currentData().toInt());
    request.theme = static_cast<ThemeName>(m_theme->currentData().toInt());
    request.scale = m_scale->value();
    request.legend = m_legend->isChecked();
    request.titleBlock = m_titleBlock->isChecked();
    request.riskSummary = m_riskSummary->isChecked();
    request.embed = m_embed->isChecked();
    const QString suffix = suffixOf(request.format);
    const QFileInfo plan(m_session.path());
    const QString name
        = m_session.path().isEmpty() ? QStringLiteral("plan") : plan.completeBaseName();
    const QString folder = m_session.path().isEmpty() ? QDir::homePath() : plan.absolutePath();
    request.path = m_prompts.saveFile(this, tr("Export picture"),
        QDir(folder).filePath(name + QLatin1Char('.') + suffix),
        QStringLiteral("%1 (*.%2)").arg(suffix.toUpper(), suffix));
    if (request.path.isEmpty()) {
        return;
    }
    if (QFileInfo(request.path).suffix().isEmpty()) {
        request.path += QLatin1Char('.') + suffix;
    }
    m_export->setEnabled(false);
    m_status->setText(tr("Drawing…"));
    inBackground(
        this, [request] { return write(request); },
        [this, path = request.path](const Result<>& done) {
            m_export->setEnabled(true);
            m_status->clear();
            if (done) {
                emit exported(path);
                accept();
            } else {
                m_prompts.showProblem(
                    this, tr("The picture was not written"), done.error().text(), {});
            }
        });
}

Result<> ExportDialog::write(const Request& request)
{
    Plan placed = request.plan; // the picture shows what the canvas shows
    for (auto place = request.positions.cbegin(); place != request.positions.cend(); ++place) {
        if (!placed.layout.places.contains(place.key())) {
            placed.layout.places.insert(place.key(), {*place, false});
        }
    }
    FlowDrawingOptions options;
    options.theme = request.theme;
    options.legend = request.legend;
    options.titleBlock = request.titleBlock;
    options.riskSummary = request.riskSummary;
    options.planHash = planHash(request.plan);
    const bool same = !request.rehearsed.current.isEmpty()
        && request.rehearsed.current.constFirst().planHash == options.planHash;
    options.rehearsed = same ? &request.rehearsed : nullptr;
    options.date = QDateTime::currentDateTimeUtc();
    const DisplayList list = drawFlow(placed, layOutFlow(placed), options);
    const QByteArray embedded = request.embed ? packPlan(request.plan) : QByteArray();
    Result<QByteArray> bytes;
    switch (request.format) {
    case Format::Svg:
        bytes = toSvg(list, embedded);
        break;
    case Format::Png:
        bytes = toPng(list, request.scale, embedded);
        break;
    case Format::Pdf:
        bytes = toPdf(list, embedded);
        break;
    }
    if (!bytes) {
        return fail(bytes.error());
    }
    QSaveFile file(request.path);
    if (!file.open(QIODevice::WriteOnly) || file.write(*bytes) != bytes->size() || !file.commit()) {
        return fail({ErrorCode::Unwritable, file.errorString(), request.path,
            tr("Choose another folder, or make room.")});
    }
    return {};
}

} // namespace whimbrel
