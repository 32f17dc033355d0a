// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "model/database/postgres_pooler.h"

#include "model/database/postgres_opening.h"

#include <libpq-fe.h>
#include <poll.h>

namespace whimbrel {

namespace {

/// How long a session is waited for: a full pool in session mode gives us none.
constexpr int mayTakeMs = 3000;
constexpr int looks = 3;

/// The server's process that a statement of ours runs in; 0: it did not answer.
int processOf(PGconn* handle)
{
    if (PQsendQuery(handle, "SELECT pg_catalog.pg_backend_pid()") == 0) {
        return 0;
    }
    while (PQisBusy(handle) != 0) {
        pollfd ready{PQsocket(handle), POLLIN, 0};
        if (poll(&ready, 1, mayTakeMs) <= 0 || PQconsumeInput(handle) == 0) {
            return 0;
        }
    }
    int process = 0;
    while (PGresult* result = PQgetResult(handle)) {
        if (PQresultStatus(result) == PGRES_TUPLES_OK) {
            process = QByteArray(PQgetvalue(result, 0, 0)).toInt();
        }
        PQclear(result);
    }
    return process;
}

} // namespace

Pooling poolingOf(PGconn* handle, const ConnectionUrl& url)
{
    const int first = processOf(handle);
    // A pooler tells its clients a number of its own, for requests to cancel.
    if (first == 0 || first == PQbackendPID(handle)) {
        return Pooling::None;
    }
    const PostgresHandle other = connectBriefly(url);
    const bool isOpen = PQstatus(other.get()) == CONNECTION_OK;
    for (int i = 0; i < looks; ++i) {
        if (processOf(handle) != first) {
            return Pooling::Shared;
        }
        // Our session is idle now: a pooler that shares sessions gives it to whoever asks next.
        if (isOpen && processOf(other.get()) == first) {
            return Pooling::Shared;
        }
    }
    return Pooling::Session;
}

} // namespace whimbrel
