// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "model/exec/journal_writer.h"

#include "model/exec/journal_sql.h"
#include "model/exec/lease.h"
#include "model/exec/recovery.h"

#include <QCoreApplication>
#include <QLoggingCategory>

namespace whimbrel {

namespace {

Q_LOGGING_CATEGORY(journalLog, "whimbrel.journal")

} // namespace

void JournalWriter::add(
    EventType type, const NodeId& node, const EdgeId& edge, const QJsonObject& data)
{
    Event event;
    event.number = m_next++;
    event.run = m_run;
    event.at = QDateTime::currentDateTimeUtc();
    event.type = type;
    event.node = node;
    event.edge = edge;
    event.target = m_target;
    event.data = data;
    m_pending.append(event);
}

void JournalWriter::drop()
{
    m_next -= m_pending.size();
    m_pending.clear();
}

Result<> JournalWriter::addTo(Connection& connection)
{
    return journal::addEvents(connection, m_pending);
}

void JournalWriter::settle()
{
    if (m_mirror) {
        if (const Result<> mirrored = m_mirror->append(m_pending); !mirrored) {
            qCWarning(journalLog).noquote() << mirrored.error().text();
            m_mirror.reset();
        }
    }
    if (m_told && !m_pending.isEmpty()) {
        m_told(m_pending);
    }
    m_committed += m_pending;
    m_pending.clear();
}

/// Writes what was added into the open transaction, if the lease is still this runner's.
Result<> JournalWriter::addPending(Connection& connection)
{
    const Result<> mine = lease::verify(connection, m_token);
    return mine ? addTo(connection) : mine;
}

/// Commits, and finds out what became of it if the answer does not come.
Result<> JournalWriter::commitPending(Connection& connection)
{
    const Result<> committed = connection.commit();
    if (committed || m_pending.isEmpty()) {
        return committed;
    }
    // A failed COMMIT may have committed all the same (an error of the disk at the very end, a
    // connection that broke before the answer): the journal knows, because these events are part of
    // the transaction.
    connection.interrupter().reset();
    if (connection.isLost()) {
        if (const Result<> back = regain(connection); !back) {
            m_unsettled = true;
            return fail({ErrorCode::Connection,
                QCoreApplication::translate("Journal",
                    "The connection to \"%1\" was lost while a transaction was committed, and "
                    "could not be had back: %2")
                    .arg(connection.name(), back.error().message),
                {},
                QCoreApplication::translate("Journal",
                    "Resume when the server is there again: its journal tells whether the "
                    "transaction took effect.")});
        }
    }
    const Result<QVariant> there = connection.value(
        QStringLiteral("SELECT 1 FROM %1 WHERE run = :run AND number = :number")
            .arg(journalSql(connection).event),
        {{QStringLiteral("run"), m_run}, {QStringLiteral("number"), m_pending.constLast().number}});
    if (!there) {
        m_unsettled = true;
        return fail(there.error());
    }
    return there->isValid() ? Result<>() : committed;
}

Result<> JournalWriter::commit(Connection& connection)
{
    Result<> done = addPending(connection);
    if (!done) {
        connection.rollback();
    } else {
        done = commitPending(connection);
    }
    if (!done) {
        drop();
        return done;
    }
    settle();
    return {};
}

Result<> JournalWriter::write(Connection& connection)
{
    constexpr int lossesBorne = 3;
    for (int losses = 0;;) {
        Result<> done = connection.begin();
        if (done) {
            done = addPending(connection);
            if (done) {
                done = commitPending(connection);
            } else {
                connection.rollback();
            }
        }
        if (done) {
            settle();
            return {};
        }
        const bool isToRepeat
            = done.error().code == ErrorCode::ConnectionLost && ++losses <= lossesBorne;
        if (!isToRepeat || (connection.isLost() && !regain(connection))) {
            drop();
            return done;
        }
    }
}

} // namespace whimbrel
