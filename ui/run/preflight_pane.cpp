// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "ui/run/preflight_pane.h"

#include "model/base/counted.h"
#include "ui/run/run_texts.h"
#include "ui/run/runner_client.h"
#include "ui/style/icons.h"
#include "ui/style/palette.h"

#include <QFrame>
#include <QGridLayout>
#include <QLabel>
#include <QLineEdit>
#include <QProcess>
#include <QScrollArea>
#include <QScrollBar>
#include <QVBoxLayout>

namespace whimbrel {

namespace {

constexpr int iconSize = 16;

QString iconFor(PreflightLevel level)
{
    switch (level) {
    case PreflightLevel::Error:
        return QStringLiteral("error");
    case PreflightLevel::Warning:
        return QStringLiteral("warning");
    case PreflightLevel::Note:
        break;
    }
    return QStringLiteral("info");
}

QColor colorFor(PreflightLevel level, const UiColors& colors)
{
    switch (level) {
    case PreflightLevel::Error:
        return colors.error;
    case PreflightLevel::Warning:
        return colors.warning;
    case PreflightLevel::Note:
        break;
    }
    return colors.secondary;
}

QLabel* wrappedLabel(const QString& text, QWidget* parent)
{
    auto* label = new QLabel(text, parent);
    label->setWordWrap(true);
    label->setTextFormat(Qt::PlainText);
    label->setTextInteractionFlags(Qt::TextSelectableByMouse);
    return label;
}

} // namespace

PreflightPane::PreflightPane(QWidget* parent)
    : QWidget(parent)
{
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(space::small);
    m_summary = wrappedLabel({}, this);
    QFont bold = m_summary->font();
    bold.setWeight(QFont::DemiBold);
    m_summary->setFont(bold);
    layout->addWidget(m_summary);
    m_list = new QFrame(this);
    m_list->setFrameShape(QFrame::StyledPanel);
    m_list->setAccessibleName(tr("What the preflight found"));
    m_rows = new QVBoxLayout(m_list);
    m_rows->setContentsMargins(space::medium, space::medium, space::medium, space::medium);
    m_rows->setSpacing(space::medium);
    layout->addWidget(m_list);
    m_reason = new QLineEdit(this);
    m_reason->setPlaceholderText(tr("Why the run may begin in spite of the errors"));
    m_reason->setAccessibleName(m_reason->placeholderText());
    layout->addWidget(m_reason);
    connect(m_reason, &QLineEdit::textChanged, this, &PreflightPane::changed);
    hide();
}

PreflightPane::~PreflightPane()
{
    // Nobody is told any more: who would listen is half gone.
    if (m_process) {
        m_process->disconnect(this);
        m_process->kill(); // it only reads
    }
}

void PreflightPane::changeEvent(QEvent* event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::ApplicationPaletteChange && m_reason
        && (m_report || !m_problem.isEmpty())) {
        present(m_problem);
    }
}

void PreflightPane::forget()
{
    if (m_process) {
        m_process->disconnect(this);
        m_process->kill(); // it only reads
        m_process->deleteLater();
        m_process = nullptr;
    }
    m_report.reset();
    m_problem.clear();
    m_reason->clear();
    hide();
}

bool PreflightPane::hasErrors() const
{
    return m_report && m_report->count(PreflightLevel::Error) > 0;
}

void PreflightPane::look(const QStringList& arguments, const QByteArray& secrets, const Plan& plan,
    const std::function<void()>& then)
{
    forget();
    m_process = new QProcess(this);
    connect(m_process, &QProcess::errorOccurred, this, [this](QProcess::ProcessError error) {
        if (error == QProcess::FailedToStart) {
            const QString why = m_process->errorString();
            forget();
            present(tr("%1 could not be started: %2").arg(RunnerClient::program(), why));
            emit changed();
        }
    });
    connect(m_process, &QProcess::finished, this, [this, plan, then] { finish(plan, then); });
    present(tr("Looking at the databases…"));
    QStringList all{QStringLiteral("preflight")};
    all += arguments;
    all << QStringLiteral("--format") << QStringLiteral("json");
    if (!secrets.isEmpty()) {
        all << QStringLiteral("--secrets-stdin");
    }
    m_process->start(RunnerClient::program(), all);
    m_process->write(secrets);
    m_process->closeWriteChannel();
    emit changed();
}

void PreflightPane::finish(const Plan& plan, const std::function<void()>& then)
{
    const Result<PreflightReport> read = readPreflight(m_process->readAllStandardOutput());
    const QString errors = QString::fromUtf8(m_process->readAllStandardError()).trimmed();
    m_process->deleteLater();
    m_process = nullptr;
    m_plan = plan;
    if (read) {
        m_report = *read;
        present();
    } else {
        present(errors.isEmpty() ? read.error().text() : errors);
    }
    emit changed();
    if (read && then) {
        then();
    }
}

QString PreflightPane::summary() const
{
    return m_summary->text();
}

QStringList PreflightPane::texts() const
{
    QStringList all;
    for (const PreflightFinding& each : m_report ? m_report->findings : QList<PreflightFinding>()) {
        all.append(each.text);
    }
    return all;
}

void PreflightPane::present(const QString& problem)
{
    m_problem = problem;
    while (QLayoutItem* item = m_rows->takeAt(0)) {
        delete item->widget();
        delete item;
    }
    QString text = problem;
    if (m_report) {
        const auto count = [this](PreflightLevel level) { return m_report->count(level); };
        const qsizetype errors = count(PreflightLevel::Error);
        const qsizetype warnings = count(PreflightLevel::Warning);
        text = errors + warnings == 0
            ? tr("Nothing stands in the way, as far as can be seen.")
            : tr("%1, %2").arg(counted(errors, tr("1 error"), tr("%1 errors")),
                counted(warnings, tr("1 warning"), tr("%1 warnings")));
        for (const PreflightFinding& each : std::as_const(m_report->findings)) {
            addFinding(each);
        }
    }
    m_summary->setText(text);
    m_list->setVisible(m_report && !m_report->findings.isEmpty());
    m_reason->setVisible(hasErrors() && m_report->environment == QLatin1String("production"));
    setVisible(true);
    // Its place is only known when it has been laid out.
    QMetaObject::invokeMethod(this, &PreflightPane::comeIntoSight, Qt::QueuedConnection);
}

void PreflightPane::comeIntoSight()
{
    for (QWidget* each = parentWidget(); each && isVisible(); each = each->parentWidget()) {
        if (auto* area = qobject_cast<QScrollArea*>(each)) {
            if (area->widget()->layout()) {
                area->widget()->layout()->activate();
            }
            area->verticalScrollBar()->setValue(mapTo(area->widget(), QPoint()).y());
            return;
        }
    }
}

void PreflightPane::addFinding(const PreflightFinding& found)
{
    const UiColors& colors = uiColors(palette());
    auto* row = new QWidget(m_list);
    auto* grid = new QGridLayout(row);
    grid->setContentsMargins(0, 0, 0, 0);
    grid->setHorizontalSpacing(space::small);
    grid->setVerticalSpacing(2);
    grid->setColumnStretch(1, 1);
    auto* sign = new QLabel(row);
    sign->setPixmap(icon(iconFor(found.level), colorFor(found.level, colors)).pixmap(iconSize));
    sign->setAccessibleName(displayName(found.level));
    sign->setToolTip(displayName(found.level));
    grid->addWidget(sign, 0, 0, Qt::AlignTop);
    grid->addWidget(wrappedLabel(found.text, row), 0, 1);
    QStringList where;
    if (!found.target.isEmpty()) {
        where.append(found.target.text());
    }
    if (!found.node.isEmpty()) {
        where.append(found.edge.isEmpty()
                ? nodeTitle(m_plan, found.node)
                : tr("way back of %1").arg(nodeTitle(m_plan, found.node)));
    }
    QString more = where.join(QStringLiteral(" · "));
    if (!found.advice.isEmpty()) {
        more += (more.isEmpty() ? QString() : QStringLiteral("\n")) + found.advice;
    }
    if (!more.isEmpty()) {
        QLabel* caption = wrappedLabel(more, row);
        caption->setProperty("role", QStringLiteral("caption"));
        grid->addWidget(caption, 1, 1);
    }
    m_rows->addWidget(row);
}

} // namespace whimbrel
