// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "ui/shell/export_dialog.h"

#include "model/io/plan_file.h"
#include "ui/session/background.h"
#include "ui/shell/picture_preview.h"
#include "ui/style/palette.h"

#include <QDialogButtonBox>
#include <QDir>
#include <QFileInfo>
#include <QLabel>
#include <QPushButton>
#include <QSaveFile>
#include <QVBoxLayout>

#include <chrono>
#include <cmath>

namespace whimbrel {

using namespace std::chrono_literals;

namespace {

Result<> write(
    const Plan& plan, const PlanPicture& picture, const PictureFile& kind, const QString& path)
{
    const Result<DrawnPlan> drawn = drawPlan(plan, picture);
    if (!drawn) {
        return fail(drawn.error());
    }
    const Result<QByteArray> bytes = encodePlan(plan, picture, *drawn, kind);
    if (!bytes) {
        return fail(bytes.error());
    }
    QSaveFile file(path);
    if (!file.open(QIODevice::WriteOnly) || file.write(*bytes) != bytes->size() || !file.commit()) {
        return fail({ErrorCode::Unwritable, file.errorString(), path,
            ExportDialog::tr("Choose another folder, or make room.")});
    }
    return {};
}

} // namespace

ExportDialog::ExportDialog(PlanSession& session, Prompts& prompts,
    const QHash<NodeId, QPointF>& positions, const ExportContext& context, QWidget* parent)
    : QDialog(parent)
    , m_session(session)
    , m_prompts(prompts)
    , m_positions(positions)
    , m_form(new ExportForm(session.plan(), context, ExportForm::Purpose::File, this))
    , m_preview(new PicturePreview(this))
    , m_status(new QLabel(this))
{
    setWindowTitle(tr("Export picture"));
    auto* all = new QVBoxLayout(this);
    all->setContentsMargins(space::wide, space::wide, space::wide, space::large);
    all->setSpacing(space::large);
    auto* row = new QHBoxLayout;
    row->setSpacing(space::wide);
    auto* column = new QVBoxLayout;
    column->addWidget(m_form);
    column->addStretch(1);
    row->addLayout(column);
    row->addWidget(m_preview, 1);
    all->addLayout(row, 1);
    auto* foot = new QHBoxLayout;
    m_status->setProperty("role", QStringLiteral("caption"));
    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Cancel, this);
    m_export = buttons->addButton(tr("Export…"), QDialogButtonBox::AcceptRole);
    m_export->setDefault(true);
    foot->addWidget(m_status, 1);
    foot->addWidget(buttons);
    all->addLayout(foot);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    connect(m_export, &QPushButton::clicked, this, &ExportDialog::begin);
    m_soon.setSingleShot(true);
    m_soon.setInterval(60ms); // several changes at once are drawn once
    connect(&m_soon, &QTimer::timeout, this, &ExportDialog::preview);
    connect(m_form, &ExportForm::changed, this, [this] { m_soon.start(); });
    resize(960, 560);
    preview();
}

PlanPicture ExportDialog::picture() const
{
    PlanPicture made = m_form->picture();
    made.positions = m_positions;
    // Saved work has the date of its file, so that the same plan gives the same picture.
    made.date = m_session.path().isEmpty() || m_session.isModified()
        ? QDateTime::currentDateTimeUtc()
        : dateOfPlan(m_session.path());
    const QString hash = planHash(m_session.plan());
    const Rehearsed& rehearsed = m_session.rehearsed();
    if (!rehearsed.current.isEmpty() && rehearsed.current.constFirst().planHash == hash) {
        made.rehearsed = rehearsed;
    }
    return made;
}

void ExportDialog::preview()
{
    inBackground(
        this, [plan = m_session.plan(), picture = picture()] { return drawPlan(plan, picture); },
        [this, turn = ++m_turn](const Result<DrawnPlan>& drawn) { takePreview(turn, drawn); });
}

void ExportDialog::takePreview(quint64 turn, const Result<DrawnPlan>& drawn)
{
    if (turn != m_turn) {
        return;
    }
    m_export->setEnabled(drawn.has_value());
    if (drawn) {
        m_preview->show(drawn->pages);
        m_size = drawn->pages.constFirst().bounds.size();
        showSize();
    } else {
        m_preview->say(drawn.error().text());
        m_status->clear();
    }
}

void ExportDialog::showSize()
{
    const PictureFile file = m_form->file();
    const double scale = file.format == PictureFormat::Png ? file.scale : 1;
    m_status->setText(tr("%1 × %2 pixels")
                          .arg(std::ceil(m_size.width() * scale))
                          .arg(std::ceil(m_size.height() * scale)));
    m_status->setVisible(file.format != PictureFormat::Pdf);
}

void ExportDialog::begin()
{
    const QString suffix = m_form->suffix();
    const QFileInfo planFile(m_session.path());
    const bool isSaved = !m_session.path().isEmpty();
    const QString name = isSaved ? planFile.completeBaseName() : QStringLiteral("plan");
    const QString folder = isSaved ? planFile.absolutePath() : QDir::homePath();
    QString path = m_prompts.saveFile(this, tr("Export picture"),
        QDir(folder).filePath(name + QLatin1Char('.') + suffix),
        QStringLiteral("%1 (*.%2)").arg(suffix.toUpper(), suffix));
    if (path.isEmpty()) {
        return;
    }
    if (QFileInfo(path).suffix().isEmpty()) {
        path += QLatin1Char('.') + suffix;
    }
    PlanPicture wanted = picture();
    wanted.planFolder = folderFromPicture(path, m_session.path());
    m_export->setEnabled(false);
    m_status->setVisible(true);
    m_status->setText(tr("Drawing…"));
    inBackground(
        this,
        [plan = m_session.plan(), wanted, file = m_form->file(), path] {
            return write(plan, wanted, file, path);
        },
        [this, path](const Result<>& done) {
            m_export->setEnabled(true);
            showSize();
            if (done) {
                emit exported(path);
                accept();
            } else {
                m_prompts.showProblem(
                    this, tr("The picture was not written"), done.error().text(), {});
            }
        });
}

} // namespace whimbrel
