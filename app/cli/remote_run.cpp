// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "app/cli/remote_run.h"

#include "app/cli/exit_code.h"

#include <utility>

namespace whimbrel::cli {

RemoteRun::RemoteRun(
    const RunnerPlace& place, const RunnerTask& task, bool mayAsk, Plan plan, QObject* parent)
    : RunHandle(parent)
    , m_link(place, task, mayAsk)
    , m_plan(std::move(plan))
{
    connect(&m_link, &SshLink::received, this, &RemoteRun::take);
    connect(&m_link, &SshLink::ended, this, &RemoteRun::takeEnd);
}

void RemoteRun::start()
{
    m_link.start();
    m_link.showSignsOfLife();
}

void RemoteRun::execute(const Command& command)
{
    const bool leaves
        = command.type == Command::Type::Quit || command.type == Command::Type::Cancel;
    if (leaves && !m_link.isGreeted()) {
        m_link.closeInput(); // nothing has begun over there
        return;
    }
    m_link.send(encode(command));
}

void RemoteRun::take(const QByteArray& bytes)
{
    m_pending += bytes;
    qsizetype begin = 0;
    for (qsizetype end = m_pending.indexOf('\n'); end >= 0; end = m_pending.indexOf('\n', begin)) {
        takeLine(m_pending.mid(begin, end - begin));
        begin = end + 1;
    }
    m_pending.remove(0, begin);
}

void RemoteRun::takeLine(const QByteArray& line)
{
    if (line.trimmed().isEmpty()) {
        return;
    }
    RunnerMessage said;
    if (Result<RunnerMessage> decoded = decodeMessage(line)) {
        said = *std::move(decoded);
    } else {
        said.type = RunnerMessage::Type::Failed;
        said.error = decoded.error();
    }
    if (said.type == RunnerMessage::Type::Event) {
        fold(m_state, said.event);
        m_resting = false;
    } else if (said.type == RunnerMessage::Type::Resting) {
        m_resting = true;
    }
    emit message(said);
}

void RemoteRun::takeEnd(int exitCode, const QString& problem)
{
    if (std::exchange(m_over, true)) {
        return;
    }
    m_resting = false;
    if (problem.isEmpty()) {
        emit finished(exitCode);
        return;
    }
    RunnerMessage failed;
    failed.type = RunnerMessage::Type::Failed;
    failed.run = m_state.run;
    failed.error
        = {m_link.isGreeted() ? ErrorCode::ConnectionLost : ErrorCode::Connection, problem, {}, {}};
    emit message(failed);
    emit finished(Unreachable);
}

} // namespace whimbrel::cli
