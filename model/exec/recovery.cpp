// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "model/exec/recovery.h"

#include "model/exec/session_lock.h"

#include <QElapsedTimer>
#include <QThread>

namespace whimbrel {

namespace {

constexpr qint64 patienceMs = 60 * 1000;
/// Nothing has begun yet, so nothing is open: who asked may try again later just as well.
constexpr qint64 patienceBeforeWorkMs = 10 * 1000;
constexpr int firstPauseMs = 100;
constexpr int longestPauseMs = 5000;

void pause(Connection& connection, int ms)
{
    constexpr int look = 20;
    for (int waited = 0; waited < ms && !connection.interrupter().isCancelled(); waited += look) {
        QThread::msleep(look);
    }
}

Result<> regainWithin(Connection& connection, qint64 patience)
{
    QElapsedTimer clock;
    clock.start();
    Result<> ready;
    for (int wait = firstPauseMs;; wait = qMin(wait * 2, longestPauseMs)) {
        ready = connection.isLost() ? connection.reopen() : Result<>();
        if (ready) {
            ready = takeSessionLock(connection);
        }
        const bool passing = !ready
            && (ready.error().code == ErrorCode::Connection
                || ready.error().code == ErrorCode::ConnectionLost
                || ready.error().code == ErrorCode::Locked);
        if (!passing || clock.elapsed() > patience || connection.interrupter().isCancelled()) {
            break;
        }
        pause(connection, wait);
    }
    if (!ready && ready.error().code == ErrorCode::Connection) {
        // It was open: what was under way has an unknown end until somebody can look.
        Error lost = ready.error();
        lost.code = ErrorCode::ConnectionLost;
        return fail(lost);
    }
    return ready;
}

} // namespace

Result<> regain(Connection& connection)
{
    return regainWithin(connection, patienceMs);
}

Result<> makeReady(Connection& connection)
{
    if (connection.dialect() == Dialect::Sqlite) {
        return {};
    }
    if (connection.access() == Connection::Access::Read) {
        return connection.isLost() ? connection.reopen() : Result<>();
    }
    if (connection.isLost()) {
        return regainWithin(connection, patienceBeforeWorkMs);
    }
    const Result<bool> held = holdsSessionLock(connection);
    if (held && *held) {
        return {};
    }
    return held || connection.isLost() ? regainWithin(connection, patienceBeforeWorkMs)
                                       : fail(held.error());
}

} // namespace whimbrel
