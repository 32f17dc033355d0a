// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "model/base/duration.h"
#include "model/preflight/judge.h"

#include <QCoreApplication>
#include <QSet>

#include <algorithm>
#include <array>

namespace whimbrel {

namespace {

QString tr(const char* text)
{
    return QCoreApplication::translate("Preflight", text);
}

/// Whether a lock that somebody holds keeps us from taking another (PostgreSQL's table 13.2). The
/// modes come from weak to strong.
bool conflicts(LockMode wanted, const QString& held)
{
    using M = LockMode;
    if (wanted == M::MetadataExclusive) { // which waits for every other lock on the table
        return held.startsWith(QLatin1String("MDL_")) && !held.contains(QLatin1String("INTENTION"));
    }
    constexpr std::array all{M::AccessShare, M::RowShare, M::RowExclusive, M::ShareUpdateExclusive,
        M::Share, M::ShareRowExclusive, M::Exclusive, M::AccessExclusive};
    const auto mode
        = std::find_if(all.begin(), all.end(), [&](M each) { return pgLocksName(each) == held; });
    if (mode == all.end()) {
        return false;
    }
    const auto atLeast = [&](M least) { return *mode >= least; };
    switch (wanted) {
    case M::AccessShare:
        return *mode == M::AccessExclusive;
    case M::RowShare:
        return atLeast(M::Exclusive);
    case M::RowExclusive:
        return atLeast(M::Share);
    case M::ShareUpdateExclusive:
        return atLeast(M::ShareUpdateExclusive);
    case M::Share:
        return *mode != M::Share && atLeast(M::RowExclusive);
    case M::ShareRowExclusive:
        return atLeast(M::RowExclusive);
    case M::Exclusive:
        return atLeast(M::RowShare);
    case M::AccessExclusive:
        return true;
    case M::MetadataRead:
    case M::MetadataWrite:
    case M::MetadataExclusive:
    case M::FileWrite:
        break;
    }
    return false;
}

/// The statement that ends a session.
QString endingOf(const SeenSession& session, Dialect dialect)
{
    return (dialect == Dialect::Postgresql ? QStringLiteral("SELECT pg_terminate_backend(%1)")
                                           : QStringLiteral("KILL %1"))
        .arg(session.who.session);
}

/// The first step that the lock keeps waiting.
const StatementNeed* keptWaiting(
    const Judged& what, const TargetSnapshot& seen, const SeenSession& session)
{
    for (const StatementNeed& statement : what.needs.statements) {
        for (const TableLock& lock : statement.locks) {
            if (statement.target == seen.target && lock.name.toLower() == session.table
                && conflicts(lock.mode, session.lock)) {
                return &statement;
            }
        }
    }
    return nullptr;
}

void judgeLock(const Judged& what, const TargetSnapshot& seen, const SeenSession& session,
    PreflightFindings& findings)
{
    const StatementNeed* statement = keptWaiting(what, seen, session);
    if (!statement) {
        return;
    }
    const bool old = session.who.ageMs >= what.limits.oldTransactionMs;
    PreflightFinding found
        = finding(old || session.who.session == 0 ? PreflightLevel::Error : PreflightLevel::Warning,
            "locks", &seen,
            tr("%1 holds %2 on \"%3\" at the moment; %4 would wait for it.")
                .arg(sessionText(session), session.lock, session.table, statement->verb),
            session.who.session == 0
                ? tr("End the prepared transaction first.")
                : tr("Wait for its end, or end it: %1.").arg(endingOf(session, seen.dialect)));
    found.expected = tr("nobody who holds a lock that stands against it");
    found.node = statement->node;
    found.edge = statement->edge;
    findings.append(found);
}

/// The first step that wants a table for itself, if only for a moment.
const StatementNeed* firstExclusive(const Judged& what, const TargetSnapshot& seen)
{
    for (const StatementNeed& statement : what.needs.statements) {
        for (const TableLock& lock : statement.locks) {
            if (statement.target == seen.target && lock.mode == LockMode::MetadataExclusive) {
                return &statement;
            }
        }
    }
    return nullptr;
}

/// A server that does not tell who holds which metadata lock: whoever has a transaction open may
/// hold one that a step waits for. It is said as what it is.
void judgePossible(const Judged& what, const TargetSnapshot& seen, const SeenSession& session,
    PreflightFindings& findings)
{
    const StatementNeed* statement = firstExclusive(what, seen);
    if (!statement) {
        return;
    }
    const QString why = tr("This server does not tell who holds which metadata lock "
                           "(metadata_lock_info is not installed).");
    PreflightFinding found = session.waits
        ? finding(PreflightLevel::Warning, "locks", &seen,
            tr("%1 waits for a metadata lock at the moment; whoever keeps it waiting may keep %2 "
               "waiting too. %3")
                .arg(sessionText(session), statement->verb, why),
            tr("See what it waits for, and let it come to its end first."))
        : finding(PreflightLevel::Warning, "locks", &seen,
            tr("Possibly in the way: %1 has a transaction open, and may hold a metadata lock that "
               "%2 would wait for. %3")
                .arg(sessionText(session), statement->verb, why),
            tr("If it uses \"%1\": wait for its end, or end it: %2.")
                .arg(statement->table, endingOf(session, seen.dialect)));
    found.expected = tr("nobody who may hold a lock that stands against it");
    found.node = statement->node;
    found.edge = statement->edge;
    findings.append(found);
}

void judgeOld(const Judged& what, const TargetSnapshot& seen, const SeenSession& session,
    PreflightFindings& findings)
{
    const bool prepared = !session.prepared.isEmpty();
    if (!prepared && session.who.ageMs < what.limits.oldTransactionMs) {
        return;
    }
    const bool builds = std::any_of(
        what.needs.statements.begin(), what.needs.statements.end(), [&](const StatementNeed& each) {
            return each.target == seen.target
                && each.sql.contains(QLatin1String("CONCURRENTLY"), Qt::CaseInsensitive);
        });
    QString harm = seen.dialect == Dialect::Postgresql
        ? tr("it keeps old rows from being cleaned up, and whatever it has locked")
        : tr("it may hold a metadata lock that changes of tables wait for");
    if (builds && seen.dialect == Dialect::Postgresql) {
        harm = tr("building an index concurrently waits for its end");
    }
    PreflightFinding found = finding(
        builds || prepared ? PreflightLevel::Error : PreflightLevel::Warning, "transactions", &seen,
        tr("An old transaction is open: %1; %2.").arg(sessionText(session), harm),
        prepared ? tr("COMMIT PREPARED or ROLLBACK PREPARED '%1'").arg(session.prepared)
                 : tr("Have it ended before the run."));
    found.expected
        = tr("no transaction older than %1").arg(durationText(what.limits.oldTransactionMs, 1));
    findings.append(found);
}

} // namespace

void judgeSessions(const Judged& what, const TargetSnapshot& seen, PreflightFindings& findings)
{
    QSet<qint64> blocking;
    for (const SeenSession& session : seen.sessions) {
        if (seen.dialect == Dialect::Sqlite) {
            findings.append(finding(PreflightLevel::Warning, "locks", &seen,
                tr("Process %1 (%2) writes into the database at the moment.")
                    .arg(session.who.session)
                    .arg(session.who.application),
                tr("Let it come to its end first.")));
            continue;
        }
        if (!session.lock.isEmpty()) {
            const qsizetype before = findings.size();
            judgeLock(what, seen, session, findings);
            if (findings.size() > before) {
                blocking.insert(session.who.session);
            }
        }
    }
    for (const SeenSession& session : seen.sessions) {
        const bool told = session.who.session != 0 && blocking.contains(session.who.session);
        if (!session.lock.isEmpty() || told || seen.dialect == Dialect::Sqlite) {
            continue;
        }
        const qsizetype before = findings.size();
        if (!session.waits) {
            judgeOld(what, seen, session, findings);
        }
        if (findings.size() == before && session.who.inferred) {
            judgePossible(what, seen, session, findings);
        }
    }
}

} // namespace whimbrel
