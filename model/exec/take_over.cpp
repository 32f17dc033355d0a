// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "model/exec/take_over.h"

#include "model/exec/lease.h"
#include "model/exec/session_lock.h"

#include <QCoreApplication>
#include <QElapsedTimer>
#include <QThread>

namespace whimbrel {

namespace {

QString tr(const char* text)
{
    return QCoreApplication::translate("SessionLock", text);
}

Error refusal(Connection& connection, const std::optional<ServerSession>& session,
    const std::optional<Lease>& lease)
{
    const QString who = session ? session->text() : tr("a session that could not be seen");
    if (lease && lease->isAlive()) {
        return {ErrorCode::Locked,
            tr("The database \"%1\" is being worked on by %2. Its server shows %3.")
                .arg(connection.name(), lease->text(), who),
            {}, tr("Wait for it to end, or ask it to pause and quit.")};
    }
    if (lease) {
        return {ErrorCode::Locked,
            tr("The server of \"%1\" still carries out what a runner told it that is not heard of "
               "any more (%2): %3.")
                .arg(connection.name(), lease->text(), who),
            {},
            tr("Resume and wait for it to end, or resume and have it cancelled. What came of it is "
               "looked at then.")};
    }
    return {ErrorCode::Locked,
        tr("The database \"%1\" is locked by %2.").arg(connection.name(), who), {},
        tr("Wait for it to end.")};
}

Orphan orphanOf(Connection& connection, const ServerSession& session, const Lease& lease)
{
    Blocker who;
    who.session = session.id;
    who.user = session.user;
    who.application = session.application;
    who.query = session.query;
    who.state = session.state;
    who.ageMs = session.ageMs;
    return {connection.name(), lease.text(), who};
}

} // namespace

Result<> takeOver(Connection& connection, Orphans orphans, const ReportProgress& progress,
    std::optional<Orphan>& left)
{
    QElapsedTimer clock;
    clock.start();
    bool asked = false;
    for (;;) {
        Result<> taken = takeSessionLock(connection);
        if (taken || taken.error().code != ErrorCode::Locked) {
            return taken;
        }
        const auto session = lockHolder(connection);
        const auto lease = lease::holder(connection);
        if (!session || !lease) {
            return fail(session ? lease.error() : session.error());
        }
        if (!session->has_value()) {
            continue; // it has just been let go
        }
        const bool orphaned = lease->has_value() && !(*lease)->isAlive();
        if (!orphaned || orphans == Orphans::Refuse) {
            if (orphaned) {
                left = orphanOf(connection, **session, **lease);
            }
            return fail(refusal(connection, *session, *lease));
        }
        if (orphans == Orphans::Cancel && !asked) {
            asked = true;
            if (Result<> stopped = stopSession(connection, (*session)->id, Stopping::Cancel);
                !stopped) {
                return stopped;
            }
        }
        Progress waiting;
        waiting.elapsedMs = clock.elapsed();
        waiting.text = tr("Waiting for what the former runner began: %1").arg((*session)->text());
        progress(waiting);
        constexpr int look = 500;
        QThread::msleep(look);
        if (connection.interrupter().isCancelled()) {
            return fail({ErrorCode::Cancelled, tr("Cancelled while waiting."), {}, {}});
        }
    }
}

} // namespace whimbrel
