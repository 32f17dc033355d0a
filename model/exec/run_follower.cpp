// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "model/exec/run_follower.h"

#include "model/database/open_connection.h"
#include "model/exec/journal_mirror.h"
#include "model/exec/journal_store.h"
#include "model/exec/lease.h"
#include "model/exec/run_lock.h"
#include "model/exec/server_look.h"
#include "model/exec/session_lock.h"
#include "model/io/plan_file.h"

#include <QCoreApplication>

#include <algorithm>

namespace whimbrel {

namespace {

QString tr(const char* text)
{
    return QCoreApplication::translate("RunFollower", text);
}

constexpr std::chrono::milliseconds patience{10000};

/// Which rights are missing to read a journal, in the words of the database.
Error withAdvice(Error error, const ConnectionUrl& url)
{
    static const QStringList refusals{QStringLiteral("42501"), QStringLiteral("1142"),
        QStringLiteral("1044"), QStringLiteral("1143")};
    if (!refusals.contains(error.sqlState)) {
        return error;
    }
    error.advice = url.dialect == Dialect::Postgresql
        ? tr("To follow, a user needs: GRANT USAGE ON SCHEMA \"%1\" TO …; GRANT SELECT ON ALL "
             "TABLES IN SCHEMA \"%1\" TO …")
              .arg(url.journal)
        : tr("To follow, a user needs SELECT on the tables %1_… of the database.").arg(url.journal);
    return error;
}

} // namespace

struct RunFollower::Followed {
    FollowedDatabase bound{};
    ConnectionUrl url{};
    std::unique_ptr<Connection> connection{};
    qint64 seen = 0; ///< the highest number of an event that was read here
    QString problem{}; ///< why it could not be looked at; empty: it could
    bool hasJournal = false;

    [[nodiscard]] Result<> connect();
};

Result<> RunFollower::Followed::connect()
{
    if (connection) {
        return connection->isLost() ? connection->reopen() : Result<>();
    }
    const Result<ConnectionUrl> parsed = parseConnectionUrl(bound.url);
    if (!parsed) {
        return fail(parsed.error());
    }
    url = *parsed;
    auto opened = openConnection(url, Connection::Access::Read);
    if (!opened) {
        return fail(opened.error());
    }
    connection = *std::move(opened);
    connection->setLockTimeout(patience);
    connection->setStatementTimeout(patience);
    const Result<bool> there = journal::exists(*connection);
    if (!there) {
        connection.reset();
        return fail(withAdvice(there.error(), url));
    }
    hasJournal = *there;
    return {};
}

RunFollower::RunFollower(const QList<FollowedDatabase>& databases, QString run)
    : m_run(std::move(run))
    , m_flow(std::make_unique<Flow>(Plan{}))
{
    for (const FollowedDatabase& each : databases) {
        m_databases.push_back(std::make_unique<Followed>());
        m_databases.back()->bound = each;
    }
}

RunFollower::~RunFollower() = default;

RunFollower::Followed* RunFollower::home()
{
    for (const auto& each : m_databases) {
        if (each->bound.target.text() == m_summary.home) {
            return each.get();
        }
    }
    return nullptr;
}

Result<> RunFollower::look()
{
    m_news.clear();
    m_presence = Presence{};
    m_sighting = Sighting{};
    std::optional<Error> first;
    for (const auto& each : m_databases) {
        const Result<> connected = each->connect();
        each->problem = connected ? QString() : connected.error().message;
        if (!connected && !first) {
            first = connected.error();
        }
    }
    if (m_summary.run.isEmpty()) {
        if (Result<> found = find(); !found) {
            return first ? fail(*first) : found;
        }
    }
    for (const auto& each : m_databases) {
        if (!each->problem.isEmpty() || !each->hasJournal) {
            continue;
        }
        if (Result<> read = readNews(*each); !read) {
            each->problem = read.error().message;
            if (!first) {
                first = read.error();
            }
        }
    }
    if (std::any_of(m_databases.cbegin(), m_databases.cend(),
            [](const auto& each) { return !each->problem.isEmpty(); })) {
        readMirrored();
    }
    takeInOrder();
    if (m_state.run.isEmpty()) {
        return fail(first
                ? *first
                : Error{ErrorCode::Unreadable,
                    tr("The journal of run \"%1\" has lost its beginning.").arg(m_summary.run), {},
                    {}});
    }
    if (Result<> read = readPlan(); !read) {
        return read;
    }
    lookForRunner();
    lookAtWork();
    return {};
}

/// Which run is followed: the one that was named, else the last one that is open, else the last.
Result<> RunFollower::find()
{
    bool any = false;
    for (const auto& each : m_databases) {
        if (!each->problem.isEmpty() || !each->hasJournal) {
            continue;
        }
        const Result<QList<RunSummary>> runs = journal::runs(*each->connection);
        if (!runs) {
            each->problem = withAdvice(runs.error(), each->url).text();
            if (each == m_databases.front()) {
                return fail(withAdvice(runs.error(), each->url));
            }
            continue;
        }
        for (const RunSummary& run : *runs) {
            const bool better = m_run.isEmpty() && (!any || (m_summary.ended && !run.ended));
            if (better || run.run == m_run) {
                m_summary = run;
                any = true;
            }
        }
        if (any) {
            return {};
        }
    }
    const QString shown
        = m_databases.empty() ? QString() : redactedUrl(m_databases.front()->bound.url);
    return fail({ErrorCode::Impossible,
        m_run.isEmpty() ? tr("No run was ever begun on this database.")
                        : tr("There is no run %1 in this database.").arg(m_run),
        shown,
        m_run.isEmpty() ? tr("Begin one with \"whimbrel-cli run\".")
                        : tr("\"whimbrel-cli status\" without --run shows the last one.")});
}

Result<> RunFollower::readNews(Followed& database)
{
    const Result<QList<Event>> events
        = journal::events(*database.connection, m_summary.run, database.seen);
    if (!events) {
        return fail(withAdvice(events.error(), database.url));
    }
    for (const Event& event : *events) {
        database.seen = event.number;
        if (event.number > m_state.events) {
            m_ahead.insert(event.number, event);
        }
    }
    return {};
}

/// Some journal cannot be read: what this machine wrote down of the run, if it was carried out
/// here.
void RunFollower::readMirrored()
{
    for (const Event& event : readMirror(m_summary.run)) {
        if (event.number > m_state.events && !m_ahead.contains(event.number)) {
            m_ahead.insert(event.number, event);
        }
    }
}

void RunFollower::takeInOrder()
{
    while (!m_ahead.isEmpty() && m_ahead.firstKey() == m_state.events + 1) {
        const Event event = m_ahead.take(m_ahead.firstKey());
        fold(m_state, event);
        m_news.append(event);
        m_events.append(event);
    }
}

Result<> RunFollower::readPlan()
{
    if (m_planHash == m_state.planHash) {
        return {};
    }
    std::optional<Error> last;
    for (const auto& each : m_databases) {
        if (!each->problem.isEmpty() || !each->hasJournal) {
            continue;
        }
        const Result<QByteArray> packed
            = journal::plan(*each->connection, m_summary.run, m_state.planHash);
        const Result<Plan> plan = packed ? unpackPlan(*packed) : fail(packed.error());
        if (plan) {
            m_flow = std::make_unique<Flow>(*plan);
            m_planHash = m_state.planHash;
            return {};
        }
        last = plan.error();
    }
    return last && m_planHash.isEmpty() ? fail(*last) : Result<>();
}

void RunFollower::lookForRunner()
{
    m_presence.who = m_state.runner;
    m_presence.handover = m_state.handover;
    bool held = false;
    bool alive = false;
    bool unknown = false;
    for (const auto& each : m_databases) {
        if (!each->problem.isEmpty()) {
            m_presence.problems.append(
                tr("%1 cannot be looked at: %2").arg(each->bound.target.text(), each->problem));
            unknown = true;
            continue;
        }
        if (each->url.dialect == Dialect::Sqlite) {
            if (const auto holder = RunLock::holderOf(each->url.path)) {
                held = true;
                alive = alive || holder->isAlive.value_or(false);
                unknown = unknown || !holder->isAlive;
            }
            continue;
        }
        if (!each->hasJournal || m_state.readOnly.contains(each->bound.target)) {
            continue;
        }
        const Result<std::optional<Lease>> lease = lease::holder(*each->connection);
        if (!lease) {
            unknown = true;
        } else if (*lease) {
            held = true;
            const qint64 heard = (*lease)->heartbeatMs;
            m_presence.heartbeatMs = m_presence.heartbeatMs < 0 || heard < m_presence.heartbeatMs
                ? heard
                : m_presence.heartbeatMs;
            alive = alive || (*lease)->isAlive();
        }
    }
    m_presence.runner = alive ? Presence::Runner::Alive
        : held && !unknown    ? Presence::Runner::Silent
        : unknown             ? Presence::Runner::Unknown
                              : Presence::Runner::None;
    if (!m_ahead.isEmpty() && !m_presence.problems.isEmpty()) {
        m_presence.problems.append(tr("What happened after event %1 of the run is not known "
                                      "before all of its databases can be looked at.")
                                       .arg(m_state.events));
    }
}

/// What the servers show of the statement in hand. At rest there is none to be looked for.
void RunFollower::lookAtWork()
{
    if (m_presence.runner != Presence::Runner::Alive || m_state.rest.reason != RestReason::None) {
        return;
    }
    for (const auto& each : m_databases) {
        if (!each->problem.isEmpty() || !each->hasJournal || each->url.dialect == Dialect::Sqlite
            || m_state.readOnly.contains(each->bound.target)) {
            continue;
        }
        const auto worker = lockHolder(*each->connection);
        if (worker && *worker) {
            const Sighting seen = lookAt(*each->connection, (*worker)->id);
            if (seen != Sighting{}) {
                m_sighting = seen;
            }
        }
    }
}

} // namespace whimbrel
