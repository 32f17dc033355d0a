// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "model/exec/runner.h"

#include <algorithm>

namespace whimbrel {

/// Has a session stopped that keeps the statement in hand waiting, or would keep the next one; only
/// one that was shown as such.
std::optional<Error> Runner::stopBlocker(const Command& command)
{
    QList<Blocker> blockers = m_recorder.blockers();
    for (const LockHolder& holder : std::as_const(m_around.holders)) {
        blockers.append(holder.who);
    }
    const auto blocker = std::find_if(blockers.cbegin(), blockers.cend(),
        [&](const Blocker& each) { return each.session == command.session; });
    if (command.session == 0 || blocker == blockers.cend()) {
        return Error{ErrorCode::Impossible,
            tr("Session %1 is not one that keeps the run waiting, or would.").arg(command.session),
            {}, tr("Name one of those that are shown.")};
    }
    const bool terminate = command.outcome == QLatin1String("terminate");
    if (!terminate && command.outcome != QLatin1String("cancel")) {
        return Error{ErrorCode::Usage,
            tr("\"%1\" is neither cancel nor terminate.").arg(command.outcome), {}, {}};
    }
    Session* session = m_looking ? m_looking : m_recorder.sessionInHand();
    if (!session || !session->watcher()) {
        return Error{
            ErrorCode::Impossible, tr("Nothing is in hand that could be blocked."), {}, {}};
    }
    const EventDraft event{EventType::BlockerStopped, nextReady(), {},
        {{QStringLiteral("session"), command.session}, {QStringLiteral("how"), command.outcome},
            {QStringLiteral("who"),
                QStringLiteral("%1 %2 %3: %4")
                    .arg(blocker->user, blocker->application, blocker->state, blocker->query)
                    .simplified()},
            {QStringLiteral("by"), command.by.isEmpty() ? m_context.by : command.by},
            {QStringLiteral("because"), command.because}}};
    session->watcher()->stop(command.session, terminate ? Stopping::Terminate : Stopping::Cancel,
        [this, event](const Result<>& stopped) {
            if (stopped) {
                m_later.append(event);
                advanceSoon();
                return;
            }
            RunnerMessage say;
            say.type = RunnerMessage::Type::Refused;
            say.run = state().run;
            say.error = stopped.error();
            emit message(say);
        });
    return std::nullopt;
}

} // namespace whimbrel
