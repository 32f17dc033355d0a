// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "ui/run/runner_client.h"

#include "model/database/connection_url.h"
#include "ui/run/signers.h"

#include <QCoreApplication>
#include <QDir>
#include <QFileInfo>
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>

#include <unistd.h>

namespace whimbrel {

namespace {

constexpr qsizetype keptErrorBytes = 16 * 1024;

} // namespace

QByteArray secretsLine(const RunSettings& settings)
{
    QJsonObject secrets;
    for (auto each = settings.bindings.cbegin(); each != settings.bindings.cend(); ++each) {
        const Result<ConnectionUrl> url = parseConnectionUrl(each.value());
        const Secret password = url && !url->password.isEmpty()
            ? url->password
            : settings.passwords.value(each.key());
        if (!password.isEmpty()) {
            secrets.insert(each.key().text(), password.revealed());
        }
    }
    return secrets.isEmpty() ? QByteArray()
                             : QJsonDocument(secrets).toJson(QJsonDocument::Compact) + '\n';
}

QStringList bindArguments(const QStringList& targetOrder, const RunSettings& settings)
{
    QStringList arguments;
    for (const QString& target : targetOrder) {
        const QString url = settings.bindings.value(TargetId(target));
        if (!url.isEmpty()) {
            arguments << QStringLiteral("--bind")
                      << target + QLatin1Char('=') + urlWithoutPassword(url);
        }
    }
    return arguments;
}

QStringList runnerArguments(const RunSettings& settings)
{
    return settings.runner.isEmpty() ? QStringList()
                                     : QStringList{QStringLiteral("--runner"), settings.runner};
}

RunnerClient::RunnerClient(QObject* parent)
    : QObject(parent)
{ }

RunnerClient::~RunnerClient()
{
    letGo();
}

QString RunnerClient::program()
{
    const QString named = qEnvironmentVariable("WHIMBREL_CLI");
    return named.isEmpty()
        ? QCoreApplication::applicationDirPath() + QStringLiteral("/whimbrel-cli")
        : named;
}

void RunnerClient::letGo()
{
    if (!m_process) {
        return;
    }
    // QProcess would kill what it starts: it stays behind until the runner has come to rest.
    QProcess* process = m_process;
    m_process.clear();
    process->disconnect(this);
    if (process->state() == QProcess::NotRunning) {
        process->deleteLater();
        return;
    }
    process->setParent(nullptr);
    connect(process, &QProcess::finished, process, &QObject::deleteLater);
    process->closeWriteChannel();
}

void RunnerClient::follow(const QString& planPath, const QStringList& targetOrder,
    const RunSettings& settings, const QString& run)
{
    letGo();
    QStringList arguments{
        QStringLiteral("status"), planPath, QStringLiteral("--watch"), QStringLiteral("--control")};
    arguments += bindArguments(targetOrder, settings);
    if (!run.isEmpty()) {
        arguments << QStringLiteral("--run") << run;
    }
    launch(arguments, planPath, settings);
}

void RunnerClient::start(const QString& planPath, const QStringList& targetOrder,
    const RunSettings& settings, const std::optional<RunToResume>& resume)
{
    letGo();
    QStringList arguments{resume ? QStringLiteral("resume") : QStringLiteral("run"), planPath,
        QStringLiteral("--control")};
    arguments += bindArguments(targetOrder, settings);
    if (resume) {
        if (!resume->run.isEmpty()) {
            arguments << QStringLiteral("--run") << resume->run;
        }
        if (!resume->acceptBecause.isEmpty()) {
            arguments << QStringLiteral("--accept-journal") << resume->acceptBecause;
        }
        if (resume->orphans != Orphans::Refuse) {
            arguments << QStringLiteral("--still-running")
                      << (resume->orphans == Orphans::Wait ? QStringLiteral("wait")
                                                           : QStringLiteral("cancel"));
        }
    } else {
        arguments << QStringLiteral("--environment") << settings.environment;
        if (!settings.unrehearsedBecause.isEmpty()) {
            arguments << QStringLiteral("--unrehearsed") << settings.unrehearsedBecause;
        }
        if (!settings.preflightAccepted.isEmpty()) {
            arguments << QStringLiteral("--accept-preflight") << settings.preflightAccepted;
        }
    }
    arguments << QStringLiteral("--on-failure") << settings.policy;
    if (!settings.by.isEmpty()) {
        arguments << QStringLiteral("--as") << settings.by;
    }
    if (settings.allowCommands) {
        arguments << QStringLiteral("--allow-commands");
    }
    if (settings.runner.isEmpty()) {
        arguments += signersArguments(); // elsewhere the plan's own count
    }
    for (const NodeId& node : settings.breakpoints) {
        arguments << QStringLiteral("--break") << node.text();
    }
    launch(arguments, planPath, settings);
}

void RunnerClient::launch(
    QStringList arguments, const QString& planPath, const RunSettings& settings)
{
    m_pending.clear();
    m_errors.clear();
    arguments += runnerArguments(settings);
    const QByteArray secrets = secretsLine(settings);
    if (!secrets.isEmpty()) {
        arguments << QStringLiteral("--secrets-stdin");
    }
    m_process = new QProcess(this);
    m_process->setProgram(program());
    m_process->setArguments(arguments);
    m_process->setWorkingDirectory(QFileInfo(planPath).absolutePath());
    // A session of its own: closing the terminal that the window was started from must not reach
    // the runner as a signal in the middle of a step.
    m_process->setChildProcessModifier([] { ::setsid(); });
    connect(m_process, &QProcess::readyReadStandardOutput, this, &RunnerClient::readLines);
    connect(m_process, &QProcess::readyReadStandardError, this, &RunnerClient::readErrors);
    connect(m_process, &QProcess::errorOccurred, this, [this](QProcess::ProcessError error) {
        if (error == QProcess::FailedToStart) {
            emit gone(-1, true,
                tr("The runner %1 could not be started: %2")
                    .arg(QDir::toNativeSeparators(program()), m_process->errorString()));
        }
    });
    connect(
        m_process, &QProcess::finished, this, [this](int exitCode, QProcess::ExitStatus status) {
            readLines();
            readErrors();
            emit gone(
                exitCode, status == QProcess::CrashExit, QString::fromUtf8(m_errors).trimmed());
        });
    m_process->start();
    m_process->write(secrets);
}

void RunnerClient::send(const Command& command)
{
    if (isConnected()) {
        m_process->write(encode(command));
    }
}

bool RunnerClient::isConnected() const
{
    return m_process && m_process->state() != QProcess::NotRunning;
}

qint64 RunnerClient::processId() const
{
    return m_process ? m_process->processId() : 0;
}

void RunnerClient::readLines()
{
    m_pending += m_process->readAllStandardOutput();
    qsizetype begin = 0;
    for (qsizetype end = m_pending.indexOf('\n'); end >= 0; end = m_pending.indexOf('\n', begin)) {
        const QByteArray line = m_pending.mid(begin, end - begin);
        begin = end + 1;
        if (line.trimmed().isEmpty()) {
            continue;
        }
        const Result<RunnerMessage> decoded = decodeMessage(line);
        if (decoded) {
            emit message(*decoded);
        } else {
            RunnerMessage refused;
            refused.type = RunnerMessage::Type::Refused;
            refused.error = decoded.error();
            emit message(refused);
        }
    }
    m_pending.remove(0, begin);
}

void RunnerClient::readErrors()
{
    m_errors += m_process->readAllStandardError();
    if (m_errors.size() > keptErrorBytes) {
        m_errors = m_errors.right(keptErrorBytes);
    }
}

} // namespace whimbrel
