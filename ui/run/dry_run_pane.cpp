// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "ui/run/dry_run_pane.h"

#include "ui/run/runner_client.h"

#include <QFontDatabase>
#include <QProcess>

namespace whimbrel {

namespace {

constexpr int leastHeight = 240;

} // namespace

DryRunPane::DryRunPane(QWidget* parent)
    : QPlainTextEdit(parent)
{
    setReadOnly(true);
    setLineWrapMode(QPlainTextEdit::NoWrap);
    setFont(QFontDatabase::systemFont(QFontDatabase::FixedFont));
    setAccessibleName(tr("What would be done"));
    setMinimumHeight(leastHeight);
    hide();
}

DryRunPane::~DryRunPane()
{
    drop();
}

void DryRunPane::drop()
{
    if (m_process) {
        m_process->disconnect(this);
        m_process->kill(); // it only reads
        m_process->deleteLater();
        m_process = nullptr;
    }
}

void DryRunPane::look(const QStringList& arguments, const QByteArray& secrets)
{
    drop();
    m_process = new QProcess(this);
    setPlainText(tr("Looking…"));
    show();
    connect(m_process, &QProcess::errorOccurred, this, [this](QProcess::ProcessError error) {
        if (error == QProcess::FailedToStart) {
            setPlainText(tr("%1 could not be started: %2")
                             .arg(RunnerClient::program(), m_process->errorString()));
        }
    });
    connect(m_process, &QProcess::finished, this, [this] {
        const QByteArray said = m_process->readAllStandardOutput();
        const QByteArray errors = m_process->readAllStandardError();
        setPlainText(QString::fromUtf8(said.isEmpty() ? errors : said).trimmed());
    });
    QStringList all{QStringLiteral("run"), QStringLiteral("--dry-run")};
    all += arguments;
    if (!secrets.isEmpty()) {
        all << QStringLiteral("--secrets-stdin");
    }
    m_process->start(RunnerClient::program(), all);
    m_process->write(secrets);
    m_process->closeWriteChannel();
}

} // namespace whimbrel
