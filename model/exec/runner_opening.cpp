// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "model/exec/rehearsal_demand.h"
#include "model/exec/request_checks.h"
#include "model/exec/runner.h"
#include "model/exec/ssh_signature.h"
#include "model/io/plan_file.h"
#include "model/plan/names.h"

#include <QCoreApplication>
#include <QJsonArray>
#include <QSysInfo>
#include <QUuid>

#include <algorithm>

namespace whimbrel {

namespace {

/// Short enough to be read aloud, and never the same twice.
QString newRunName()
{
    return QDateTime::currentDateTimeUtc().toString(QStringLiteral("yyyyMMdd-HHmmss-"))
        + QUuid::createUuid().toString(QUuid::Id128).left(6);
}

} // namespace

Result<> Runner::start(const RunRequest& request)
{
    if (m_request || m_resume) {
        return fail({ErrorCode::Impossible, tr("This runner has a run already."), {}, {}});
    }
    if (request.policy != policies::stop && request.policy != policies::back
        && request.policy != policies::revert) {
        return fail({ErrorCode::Usage, tr("\"%1\" is no policy for failures.").arg(request.policy),
            {}, tr("Use stop, back or revert.")});
    }
    m_context.flow = Flow(request.plan);
    if (m_context.flow.start() < 0) {
        return fail({ErrorCode::Usage, tr("The plan has no start."), request.planPath,
            tr("Draw a start node.")});
    }
    if (Result<> fine = checkActions(request.plan, request.environment); !fine) {
        return fine;
    }
    for (auto each = request.bindings.cbegin(); each != request.bindings.cend(); ++each) {
        if (!request.plan.targets.contains(each.key())) {
            return fail({ErrorCode::Usage,
                tr("The plan has no target \"%1\".").arg(each.key().text()), {}, {}});
        }
    }
    for (const NodeId& node : request.breakpoints) {
        if (!request.plan.nodes.contains(node)) {
            return fail({ErrorCode::Usage, tr("The plan has no step \"%1\".").arg(node.text()), {},
                tr("Breakpoints stand at steps of the plan.")});
        }
    }
    if (Result<> bound = bind(request.bindings, request.plan); !bound) {
        return bound;
    }
    const Result<QJsonObject> rehearsal = rehearsalNote(request);
    if (!rehearsal) {
        return fail(rehearsal.error());
    }
    m_rehearsal = *rehearsal;
    m_request = request;
    m_context.planPath = request.planPath;
    m_context.folder = request.planPath.isEmpty() ? QString() : planFolder(request.planPath);
    m_context.environment = request.environment;
    m_context.policy = request.policy;
    m_context.by = request.by.isEmpty() ? currentUser() : request.by;
    m_context.allowCommands = request.allowCommands;
    m_context.keepTryingMs = request.rehearsal ? 0 : request.keepTryingMs;
    m_breakpoints = QSet<NodeId>(request.breakpoints.cbegin(), request.breakpoints.cend());
    m_context.allowedSigners = request.allowedSigners.isEmpty()
        ? allowedSignersFor(request.planPath)
        : request.allowedSigners;
    openNext(0);
    return {};
}

/// Makes a session for each database; two targets may share one. Home is the plan's first target,
/// or, until the plan is known, the first of the bindings.
Result<> Runner::bind(const QMap<TargetId, QString>& bindings, const Plan& plan)
{
    QMap<QString, Session*> byPlace;
    for (auto each = bindings.cbegin(); each != bindings.cend(); ++each) {
        const Target* target = plan.targets.find(each.key());
        if (target && target->dialect == Dialect::External) {
            continue;
        }
        const Result<ConnectionUrl> parsed = parseConnectionUrl(each.value());
        if (!parsed) {
            return fail(parsed.error());
        }
        const QString place = parsed->dialect == Dialect::Sqlite ? parsed->path : parsed->shown;
        if (!byPlace.contains(place)) {
            m_sessions.push_back(std::make_unique<Session>(*parsed));
            byPlace.insert(place, m_sessions.back().get());
        }
        m_urls.insert(each.key(), *parsed);
        m_context.sessions.insert(each.key(), byPlace.value(place));
        m_context.urls.insert(each.key(), parsed->shown);
    }
    for (const Target& target : plan.targets) {
        if (m_context.home.isEmpty() && m_context.sessions.contains(target.id)) {
            m_context.home = target.id;
        }
    }
    if (m_context.home.isEmpty() && plan.targets.isEmpty() && !m_context.sessions.isEmpty()) {
        m_context.home = m_context.sessions.firstKey();
    }
    if (Result<> fitting = checkBindings(plan, m_urls); !fitting) {
        return fitting;
    }
    if (m_context.home.isEmpty()) {
        return fail({ErrorCode::Usage,
            tr("The plan has no target that is a database, so there is no place for its journal."),
            {}, tr("Give it one.")});
    }
    return {};
}

void Runner::openNext(qsizetype index)
{
    if (index >= static_cast<qsizetype>(m_sessions.size())) {
        opened();
        return;
    }
    Session* session = m_sessions[static_cast<size_t>(index)].get();
    auto orphan = std::make_shared<std::optional<Orphan>>(); // from there to here
    session->run(
        [url = session->url(), interrupter = session->interrupter(), use = useOf(*session),
            orphans = m_resume ? m_resume->orphans : Orphans::Refuse,
            progress = m_recorder.progressReporter(),
            orphan](Session::Held& held) -> Result<OpenedDatabase> {
            Result<> open = Session::open(held, url, interrupter, use, orphans, progress);
            if (!open) {
                *orphan = held.orphan;
                return fail(open.error());
            }
            return seenIn(held);
        },
        [this, index, session, orphan](const Result<OpenedDatabase>& found) {
            if (!found && canBeginWithout(*session, found.error())) {
                goWithout(*session, found.error());
                openNext(index + 1);
                return;
            }
            if (!found) {
                m_orphan = *orphan;
                Error error = found.error();
                if (m_sessions.size() > 1) { // which of them it is
                    error.message = tr("%1: %2").arg(targetsOf(session), error.message);
                }
                failRun(error);
                return;
            }
            if (found->onlyRead) {
                onlyLookAt(*session, *found->onlyRead);
                openNext(index + 1);
                return;
            }
            for (auto each = m_context.sessions.cbegin(); each != m_context.sessions.cend();
                 ++each) {
                if (each.value() == session) {
                    m_opened.insert(each.key(), *found);
                }
            }
            session->startWatcher(found->lease);
            openNext(index + 1);
        });
}

/// What an opened database shows of itself.
Result<OpenedDatabase> Runner::seenIn(Session::Held& held)
{
    OpenedDatabase seen;
    seen.onlyRead = held.onlyRead;
    if (held.onlyRead) {
        return seen;
    }
    const Result<DatabaseIdentity> identity = journal::identity(*held.connection);
    if (!identity) {
        return fail(identity.error());
    }
    const Result<QList<RunSummary>> runs = journal::runs(*held.connection);
    if (!runs) {
        return fail(runs.error());
    }
    return OpenedDatabase{
        *identity, *runs, held.connection->settings(), held.lease, held.notes, {}};
}

/// The targets that share a session, as messages name them.
QString Runner::targetsOf(const Session* session) const
{
    QStringList names;
    for (auto each = m_context.sessions.cbegin(); each != m_context.sessions.cend(); ++each) {
        if (each.value() == session) {
            names.append(each.key().text());
        }
    }
    return names.join(QStringLiteral(", "));
}

/// Its targets may be checked, and nothing else.
void Runner::onlyLookAt(Session& session, const Error& why)
{
    const QList<TargetId> targets = m_context.sessions.keys(&session);
    for (const TargetId& target : targets) {
        m_context.sessions.remove(target);
        m_context.readers.insert(target, &session);
        m_onlyRead.insert(target, why);
    }
}

void Runner::opened()
{
    if (m_context.sessions.isEmpty()) {
        failRun(m_onlyRead.first());
        return;
    }
    if (m_resume && m_onlyRead.contains(m_context.home)) {
        m_context.home = m_context.sessions.firstKey(); // until the plan tells
    }
    if (m_request) {
        beginRun();
    } else {
        chooseRun();
    }
}

QJsonObject Runner::identities() const
{
    QJsonObject all;
    for (auto each = m_opened.cbegin(); each != m_opened.cend(); ++each) {
        all.insert(each.key().text(), each->identity.toJson());
    }
    return all;
}

QJsonObject Runner::shownBindings() const
{
    QJsonObject all;
    for (auto each = m_context.urls.cbegin(); each != m_context.urls.cend(); ++each) {
        all.insert(each.key().text(), each.value());
    }
    return all;
}

/// Why no run may begin on these databases now.
std::optional<Error> Runner::refusalToBegin() const
{
    const QString hash = planHash(plan());
    for (auto each = m_opened.cbegin(); each != m_opened.cend(); ++each) {
        const QString database = m_context.urls.value(each.key());
        for (const RunSummary& run : each->runs) {
            if (!run.ended) {
                return Error{ErrorCode::Locked,
                    tr("The run \"%1\" of \"%2\", begun by %3 on %4, is open on \"%5\".")
                        .arg(run.run, run.title, run.by, run.started.toString(Qt::ISODate),
                            database),
                    {}, tr("Resume it, or roll it back to its start, before another begins.")};
            }
            if (run.ended == Outcome::Migrated && run.planHash == hash) {
                return Error{ErrorCode::Impossible,
                    tr("This plan has migrated \"%1\" already: run \"%2\", begun by %3 on %4.")
                        .arg(database, run.run, run.by, run.started.toString(Qt::ISODate)),
                    {}, tr("Roll that run back first if it is to be done again.")};
            }
        }
    }
    // A database restored from a backup has forgotten the run that was open; the mirror has not.
    const OpenedDatabase home = m_opened.value(m_context.home);
    for (const QString& mirrored : mirroredRuns()) {
        const bool known = std::any_of(home.runs.cbegin(), home.runs.cend(),
            [&](const RunSummary& run) { return run.run == mirrored; });
        const std::optional<Event> first = known ? std::nullopt : beginOfMirror(mirrored);
        if (!first) {
            continue;
        }
        const QJsonObject all = first->data.value(QStringLiteral("identities")).toObject();
        const bool here = std::any_of(all.begin(), all.end(), [&](const QJsonValue& identity) {
            return DatabaseIdentity::fromJson(identity.toObject()).id == home.identity.id;
        });
        if (here && foldAll(readMirror(mirrored)).isOpen()) {
            return Error{ErrorCode::InDoubt,
                tr("The journal of \"%1\" does not know the run \"%2\", which this machine has "
                   "seen being open there: the database was restored to an earlier state.")
                    .arg(m_context.urls.value(m_context.home), mirrored),
                {},
                tr("If that was meant, move \"%1\" away, then run again.")
                    .arg(mirrorPath(mirrored))};
        }
    }
    return std::nullopt;
}

/// Versions, pinned settings and what to know of the journals: what may differ from a rehearsal.
QJsonObject Runner::databaseNotes() const
{
    QJsonObject all;
    for (auto each = m_opened.cbegin(); each != m_opened.cend(); ++each) {
        QJsonObject one = each->settings;
        if (!each->notes.isEmpty()) {
            one.insert(QStringLiteral("notes"), QJsonArray::fromStringList(each->notes));
        }
        all.insert(each.key().text(), one);
    }
    for (auto each = m_onlyRead.cbegin(); each != m_onlyRead.cend(); ++each) {
        all.insert(each.key().text(), QJsonObject{{QStringLiteral("readOnly"), each->message}});
    }
    for (auto each = m_absent.cbegin(); each != m_absent.cend(); ++each) {
        all.insert(each.key().text(), QJsonObject{{QStringLiteral("absent"), each->why.message}});
    }
    return all;
}

void Runner::beginRun()
{
    if (Result<> fitting = checkOnlyRead(plan(), m_context.home, m_onlyRead); !fitting) {
        failRun(fitting.error());
        return;
    }
    if (const std::optional<Error> refusal = refusalToBegin()) {
        failRun(*refusal);
        return;
    }
    RunRow row;
    row.run = newRunName();
    row.title = plan().header.title;
    row.planHash = planHash(plan());
    row.plan = packPlan(plan());
    row.home = m_context.home.text();
    row.by = m_context.by;
    row.environment = m_context.environment;
    row.started = QDateTime::currentDateTimeUtc();
    QJsonObject data{
        {QStringLiteral("planHash"), row.planHash},
        {QStringLiteral("title"), row.title},
        {QStringLiteral("environment"), row.environment},
        {QStringLiteral("bindings"), shownBindings()},
        {QStringLiteral("policy"), m_context.policy},
        {QStringLiteral("by"), row.by},
        {QStringLiteral("host"), QSysInfo::machineHostName()},
        {QStringLiteral("pid"), QCoreApplication::applicationPid()},
        {QStringLiteral("version"), QStringLiteral(WHIMBREL_VERSION)},
        {QStringLiteral("identities"), identities()},
        {QStringLiteral("databases"), databaseNotes()},
    };
    for (auto each = m_rehearsal.constBegin(); each != m_rehearsal.constEnd(); ++each) {
        data.insert(each.key(), each.value());
    }
    if (!m_request->preflightErrors.isEmpty()) {
        data.insert(
            QStringLiteral("preflight"), QJsonArray::fromStringList(m_request->preflightErrors));
        data.insert(QStringLiteral("preflightAccepted"), m_request->preflightAccepted);
    }
    const std::shared_ptr<JournalMirror> kept
        = m_request->rehearsal ? nullptr : JournalMirror::open(row.run).value_or(nullptr);
    m_recorder.mirrorTo(kept);
    // The run's row, its plan and its first event are one transaction.
    m_context.session(m_context.home)
        ->run(
            [row, data, kept, home = m_context.home](Session::Held& held) mutable {
                StepReport report;
                JournalWriter writer(row.run, home, 1, kept);
                writer.fence(held.lease.token);
                row.target = home.text();
                Result<> done = held.connection->begin();
                if (done) {
                    done = journal::addRun(*held.connection, row);
                }
                if (done) {
                    writer.add(EventType::RunStarted, {}, {}, data);
                    done = writer.commit(*held.connection);
                }
                if (!done) {
                    held.connection->rollback();
                    report.fatal = done.error();
                }
                report.events = writer.committed();
                return report;
            },
            [this, row](const StepReport& report) {
                if (report.fatal) {
                    failRun(*report.fatal);
                    return;
                }
                RunnerMessage hello;
                hello.type = RunnerMessage::Type::Hello;
                hello.run = row.run;
                hello.version = QStringLiteral(WHIMBREL_VERSION);
                emit message(hello);
                m_recorder.replay(report.events);
                bringTargetsUp(report.events, row);
            });
}

/// Of a run's events those that each of its databases keeps.
QList<Event> Runner::sharedOf(const QList<Event>& events)
{
    QList<Event> shared;
    for (const Event& event : events) {
        if (event.type == EventType::RunStarted || event.type == EventType::RunEnded
            || event.type == EventType::RollbackBegan) {
            shared.append(event);
        }
    }
    return shared;
}

Result<> Runner::introduceRun(Session::Held& held, const RunRow& row, const QList<Event>& events)
{
    Result<> done = held.connection->begin();
    if (done) {
        done = lease::verify(*held.connection, held.lease.token);
    }
    if (done) {
        done = journal::addRun(*held.connection, row);
    }
    if (done) {
        done = journal::addEvents(*held.connection, events, journal::Known::Skip);
    }
    if (done) {
        return held.connection->commit();
    }
    held.connection->rollback();
    return done;
}

/// Gives every other database of the run what it has to know of it: that it is there, and whether
/// it is open.
void Runner::bringTargetsUp(const QList<Event>& events, const RunRow& row)
{
    const QList<Event> shared = sharedOf(events);
    const Session* home = m_context.session(m_context.home);
    for (auto each = m_context.sessions.cbegin(); each != m_context.sessions.cend(); ++each) {
        if (each.value() == home) {
            continue;
        }
        RunRow own = row;
        own.target = each.key().text();
        each.value()->run(
            [own, shared](Session::Held& held) { return introduceRun(held, own, shared); },
            [this](const Result<>& done) {
                if (!done) {
                    failRun(done.error());
                }
            });
    }
    // Sessions work in the order of their posts, so steps there come behind what was posted here.
    m_mayBeLeftOpen = m_resume.has_value();
    m_ready = true;
    advanceSoon();
}

} // namespace whimbrel
