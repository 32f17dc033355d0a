// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "model/exec/process_runner.h"

#include <QCoreApplication>
#include <QRegularExpression>

#include <unistd.h>

#include <csignal>

namespace whimbrel {

namespace {

constexpr qsizetype tailBytes = 4000;

QString translated(const char* text)
{
    return QCoreApplication::translate("Process", text);
}

} // namespace

QString withoutSecrets(const QString& text)
{
    static const QRegularExpression inUrl(QStringLiteral("(://[^\\s:/@]*):[^\\s@]*@"));
    static const QRegularExpression assigned(
        QStringLiteral("((?:password|passwd|pwd|secret|token)\\s*[=:]\\s*)\\S+"),
        QRegularExpression::CaseInsensitiveOption);
    QString clean = text;
    clean.replace(inUrl, QStringLiteral("\\1:***@"));
    clean.replace(assigned, QStringLiteral("\\1***"));
    for (const char* name : {"PGPASSWORD", "MYSQL_PWD"}) {
        const QString secret = qEnvironmentVariable(name);
        if (!secret.isEmpty()) {
            clean.replace(secret, QStringLiteral("***"));
        }
    }
    return clean;
}

ProcessRunner::ProcessRunner(QObject* parent)
    : QObject(parent)
{
    m_limit.setSingleShot(true);
    m_process.setProcessChannelMode(QProcess::MergedChannels);
    m_process.setStandardInputFile(QProcess::nullDevice());
    // A group of its own, so that what the program starts can be ended with it.
    m_process.setChildProcessModifier([] { ::setpgid(0, 0); });
    connect(&m_limit, &QTimer::timeout, this, [this] {
        m_timedOut = true;
        endGroup();
    });
    connect(&m_process, &QProcess::readyRead, this,
        [this] { m_output = (m_output + m_process.readAll()).right(tailBytes); });
    connect(&m_process, &QProcess::errorOccurred, this, [this](QProcess::ProcessError error) {
        if (error == QProcess::FailedToStart) {
            ProcessResult result;
            result.problem = translated("\"%1\" could not be started: %2.")
                                 .arg(m_process.program(), m_process.errorString());
            finish(result);
        }
    });
    connect(
        &m_process, &QProcess::finished, this, [this](int exitCode, QProcess::ExitStatus status) {
            ProcessResult result;
            result.started = true;
            result.timedOut = m_timedOut;
            result.stopped = m_stopped;
            result.exitCode = status == QProcess::NormalExit ? exitCode : -1;
            m_output = (m_output + m_process.readAll()).right(tailBytes);
            result.tail = withoutSecrets(QString::fromUtf8(m_output).trimmed());
            if (m_timedOut) {
                result.problem
                    = translated("\"%1\" ran longer than its limit of %2 ms and was ended.")
                          .arg(m_process.program())
                          .arg(m_limit.interval());
            } else if (status != QProcess::NormalExit) {
                result.problem
                    = translated("\"%1\" was ended by a signal.").arg(m_process.program());
            }
            finish(result);
        });
}

ProcessRunner::~ProcessRunner()
{
    m_then = nullptr;
    if (m_process.state() != QProcess::NotRunning) {
        m_process.disconnect(this);
        ::kill(-static_cast<pid_t>(m_process.processId()), SIGKILL);
        m_process.kill();
        m_process.waitForFinished(1000);
    }
}

void ProcessRunner::run(const QString& program, const QStringList& arguments, const QString& folder,
    qint64 limitMs, std::function<void(const ProcessResult&)> then)
{
    m_then = std::move(then);
    m_output.clear();
    m_timedOut = false;
    m_stopped = false;
    if (!folder.isEmpty()) {
        m_process.setWorkingDirectory(folder);
    }
    if (limitMs > 0) {
        m_limit.start(static_cast<int>(limitMs));
    }
    m_process.start(program, arguments);
}

void ProcessRunner::stop()
{
    if (m_process.state() != QProcess::NotRunning) {
        m_stopped = true;
        endGroup();
    }
}

void ProcessRunner::endGroup()
{
    const qint64 process = m_process.processId();
    if (process <= 0) {
        return;
    }
    ::kill(-static_cast<pid_t>(process), SIGTERM);
    constexpr int graceMs = 3000;
    QTimer::singleShot(graceMs, this, [this, process] {
        if (m_process.processId() == process) {
            ::kill(-static_cast<pid_t>(process), SIGKILL);
        }
    });
}

void ProcessRunner::finish(const ProcessResult& result)
{
    m_limit.stop();
    if (m_then) {
        const auto then = std::exchange(m_then, nullptr);
        then(result);
    }
}

} // namespace whimbrel
