// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "app/cli/ssh_link.h"

#include "app/cli/console.h"
#include "app/cli/runner_greeting.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QProcessEnvironment>

#include <csignal>
#include <utility>

namespace whimbrel::cli {

namespace {

constexpr qsizetype mostBeforeGreeting = 64 * 1024;
constexpr int sshItself = 255; // ssh's own exit code
constexpr int notFound = 127; // the shell's

} // namespace

SshLink::SshLink(RunnerPlace place, RunnerTask task, bool mayAsk, QObject* parent)
    : QObject(parent)
    , m_place(std::move(place))
    , m_task(std::move(task))
{
    m_process.setProgram(QStringLiteral("ssh"));
    m_process.setArguments(sshArguments(m_place, mayAsk));
    if (!mayAsk && !qEnvironmentVariableIsEmpty("SSH_ASKPASS")
        && qEnvironmentVariableIsEmpty("SSH_ASKPASS_REQUIRE")) {
        // Also where ssh would rather ask at a terminal that nobody looks at.
        QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
        environment.insert(QStringLiteral("SSH_ASKPASS_REQUIRE"), QStringLiteral("force"));
        m_process.setProcessEnvironment(environment);
    }
    // Ctrl-C is for us: it is told to the runner, and must not cut the line to it.
    m_process.setChildProcessModifier([] { std::signal(SIGINT, SIG_IGN); });
    connect(&m_process, &QProcess::readyReadStandardOutput, this, &SshLink::takeOutput);
    connect(&m_process, &QProcess::readyReadStandardError, this, &SshLink::takeErrors);
    connect(&m_process, &QProcess::finished, this, [this](int code, QProcess::ExitStatus status) {
        takeEnd(code, status == QProcess::CrashExit);
    });
    connect(&m_process, &QProcess::errorOccurred, this, [this](QProcess::ProcessError error) {
        if (error == QProcess::FailedToStart) {
            giveUp(Texts::tr("ssh could not be started: %1").arg(m_process.errorString()));
        }
    });
    connect(&m_life, &QTimer::timeout, this, [this] { send(QByteArrayLiteral("\n")); });
}

SshLink::~SshLink()
{
    m_process.disconnect(this);
    if (m_process.state() != QProcess::NotRunning) {
        m_process.kill(); // ssh alone: what it led to sees its input end
        m_process.waitForFinished();
    }
}

void SshLink::start()
{
    m_process.start();
}

void SshLink::showSignsOfLife()
{
    m_life.start(static_cast<int>(m_task.signOfLifeMs));
}

void SshLink::send(const QByteArray& bytes)
{
    if (m_greeted) {
        m_process.write(bytes);
    } else {
        m_waiting += bytes;
    }
}

void SshLink::closeInput()
{
    m_closing = true;
    m_life.stop();
    if (m_greeted) {
        m_process.closeWriteChannel();
    } else if (!m_ended) {
        giveUp({});
    }
}

void SshLink::takeOutput()
{
    const QByteArray said = m_process.readAllStandardOutput();
    if (m_greeted) {
        emit received(said);
        return;
    }
    m_pending += said;
    // A shell over there may say something of its own before.
    for (qsizetype end = m_pending.indexOf('\n'); end >= 0 && !m_greeted && !m_ended;
         end = m_pending.indexOf('\n')) {
        const QByteArray line = m_pending.left(end);
        m_pending.remove(0, end + 1);
        takeGreeting(line);
    }
    if (m_pending.size() > mostBeforeGreeting && !m_greeted) {
        giveUp(Texts::tr("What answers on %1 is no runner.").arg(m_place.host));
    }
    if (m_greeted && !m_pending.isEmpty()) {
        emit received(std::exchange(m_pending, {}));
    }
}

void SshLink::takeGreeting(const QByteArray& line)
{
    const std::optional<RunnerGreeting> greeting = decodeGreeting(line);
    if (!greeting) {
        return;
    }
    if (const QString why = objectionTo(*greeting, m_place.host); !why.isEmpty()) {
        giveUp(why);
        return;
    }
    handTaskOver();
}

void SshLink::handTaskOver()
{
    m_greeted = true;
    const QJsonObject header{
        {QStringLiteral("arguments"), QJsonArray::fromStringList(m_task.arguments)},
        {QStringLiteral("origin"), m_task.origin},
        {QStringLiteral("length"), static_cast<qint64>(m_task.plan.size())}};
    m_process.write(QJsonDocument(header).toJson(QJsonDocument::Compact) + '\n' + m_task.plan);
    m_process.write(m_task.secrets);
    m_task.secrets.clear();
    m_process.write(std::exchange(m_waiting, {}));
    if (m_closing) {
        m_process.closeWriteChannel();
    }
}

void SshLink::takeErrors()
{
    const QByteArray said = m_process.readAllStandardError();
    m_errors += said;
    std::fwrite(said.constData(), 1, static_cast<size_t>(said.size()), stderr);
}

void SshLink::takeEnd(int exitCode, bool crashed)
{
    if (m_ended) {
        return;
    }
    takeErrors();
    takeOutput();
    m_life.stop();
    QString problem;
    if (m_greeted && (crashed || exitCode == sshItself)) {
        problem = Texts::tr("The connection to %1 was lost. The runner there finishes the step in "
                            "hand and rests.")
                      .arg(m_place.host);
    } else if (!m_greeted && exitCode == notFound) {
        problem
            = Texts::tr("\"%1\" was not found on %2. Install Whimbrel there, or name its place: "
                        "%3?program=/PATH/TO/whimbrel-cli")
                  .arg(m_place.program, m_place.host,
                      RunnerPlace{
                          m_place.user, m_place.host, m_place.port, RunnerPlace().program, {}}
                          .text());
    } else if (!m_greeted && (crashed || exitCode == sshItself)) {
        const QString login = m_place.user.isEmpty()
            ? m_place.host
            : m_place.user + QLatin1Char('@') + m_place.host;
        problem
            = Texts::tr("%1 could not be reached through ssh. See whether \"%2\" gets there.")
                  .arg(m_place.host,
                      m_place.port > 0 ? QStringLiteral("ssh -p %1 %2").arg(m_place.port).arg(login)
                                       : QStringLiteral("ssh %1").arg(login));
    } else if (!m_greeted) {
        problem = Texts::tr("\"%1\" on %2 is no runner for this version (%3): it ended with code "
                            "%4. Install the same version on both machines.")
                      .arg(m_place.program, m_place.host, QStringLiteral(WHIMBREL_VERSION))
                      .arg(exitCode);
    }
    m_ended = true;
    emit ended(exitCode, problem);
}

void SshLink::giveUp(const QString& problem)
{
    if (m_ended) {
        return;
    }
    m_ended = true;
    m_life.stop();
    m_process.kill();
    emit ended(sshItself, problem);
}

} // namespace whimbrel::cli
