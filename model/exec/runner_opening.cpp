// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "model/exec/rehearsal_demand.h"
#include "model/exec/request_checks.h"
#include "model/exec/runner.h"
#include "model/io/plan_file.h"
#include "model/plan/names.h"

#include <QCoreApplication>
#include <QFile>
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
    openNext(0);
    return {};
}

Result<> Runner::resume(const ResumeRequest& request)
{
    if (m_request || m_resume) {
        return fail({ErrorCode::Impossible, tr("This runner has a run already."), {}, {}});
    }
    if (request.adopt && request.adoptBecause.trimmed().isEmpty()) {
        return fail(
            {ErrorCode::Usage, tr("An edited plan is adopted with a reason."), {}, tr("Say why.")});
    }
    if (request.bindings.isEmpty()) {
        return fail({ErrorCode::Usage, tr("No database is named to resume on."), {},
            tr("Bind the plan's targets: TARGET=URL.")});
    }
    if (Result<> bound = bind(request.bindings, {}); !bound) {
        return bound;
    }
    m_resume = request;
    m_context.planPath = request.planPath;
    m_context.folder = request.planPath.isEmpty() ? QString() : planFolder(request.planPath);
    m_context.by = request.by.isEmpty() ? currentUser() : request.by;
    m_context.allowCommands = request.allowCommands;
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
    session->run(
        [url = session->url(), interrupter = session->interrupter(),
            orphans = m_resume ? m_resume->orphans : Orphans::Refuse,
            progress = m_recorder.progressReporter()](
            Session::Held& held) -> Result<OpenedDatabase> {
            Result<> open = Session::open(held, url, interrupter, orphans, progress);
            if (!open) {
                return fail(open.error());
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
                *identity, *runs, held.connection->settings(), held.lease, held.notes};
        },
        [this, index, session](const Result<OpenedDatabase>& found) {
            if (!found) {
                failRun(found.error());
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

void Runner::opened()
{
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
        const QList<Event> events = known ? QList<Event>() : readMirror(mirrored);
        if (events.isEmpty()) {
            continue;
        }
        const QJsonObject all
            = events.constFirst().data.value(QStringLiteral("identities")).toObject();
        const bool here = std::any_of(all.begin(), all.end(), [&](const QJsonValue& identity) {
            return DatabaseIdentity::fromJson(identity.toObject()).id == home.identity.id;
        });
        if (here && foldAll(events).isOpen()) {
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
    return all;
}

void Runner::beginRun()
{
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

/// Gives every other database of the run what it has to know of it: that it is there, and whether
/// it is open.
void Runner::bringTargetsUp(const QList<Event>& events, const RunRow& row)
{
    QList<Event> shared;
    for (const Event& event : events) {
        if (event.type == EventType::RunStarted || event.type == EventType::RunEnded
            || event.type == EventType::RollbackBegan) {
            shared.append(event);
        }
    }
    const Session* home = m_context.session(m_context.home);
    for (auto each = m_context.sessions.cbegin(); each != m_context.sessions.cend(); ++each) {
        if (each.value() == home) {
            continue;
        }
        RunRow own = row;
        own.target = each.key().text();
        each.value()->run(
            [own, shared](Session::Held& held) {
                Result<> done = held.connection->begin();
                if (done) {
                    done = journal::addRun(*held.connection, own);
                }
                if (done) {
                    done = journal::addEvents(*held.connection, shared, journal::Known::Skip);
                }
                if (done) {
                    return held.connection->commit();
                }
                held.connection->rollback();
                return done;
            },
            [this](const Result<>& done) {
                if (!done) {
                    failRun(done.error());
                }
            });
    }
    // Sessions work in the order of their posts, so steps there come behind what was posted here.
    m_ready = true;
    advanceSoon();
}

void Runner::chooseRun()
{
    // The home of the run may be another than the first of the bindings.
    for (auto each = m_opened.cbegin(); each != m_opened.cend(); ++each) {
        for (const RunSummary& run : each->runs) {
            const bool wanted = m_resume->run.isEmpty() ? !run.ended : run.run == m_resume->run;
            if (wanted && m_context.sessions.contains(TargetId(run.home))) {
                m_context.home = TargetId(run.home);
                // Only the journal at home knows which plan was adopted.
                const QList<RunSummary> atHome = m_opened.value(m_context.home).runs;
                const auto known = std::find_if(atHome.cbegin(), atHome.cend(),
                    [&](const RunSummary& there) { return there.run == run.run; });
                readRun(known == atHome.cend() ? run : *known);
                return;
            }
        }
    }
    const QList<RunSummary> runs = m_opened.value(m_context.home).runs;
    if (m_resume->run.isEmpty() && !runs.isEmpty()
        && m_context.sessions.contains(TargetId(runs.constFirst().home))) {
        m_context.home = TargetId(runs.constFirst().home);
        readRun(runs.constFirst());
        return;
    }
    const QString database = m_context.urls.value(m_context.home);
    failRun({ErrorCode::Unreadable,
        m_resume->run.isEmpty()
            ? tr("The journal of \"%1\" has no run that could be resumed.").arg(database)
            : tr("The journal of \"%1\" knows no run \"%2\".").arg(database, m_resume->run),
        {}, tr("Check the bindings: %1.").arg(m_context.urls.values().join(QStringLiteral(", ")))});
}

void Runner::readRun(const RunSummary& summary)
{
    // Everything that any of the databases knows of the run, one database after another.
    struct Reading {
        QList<Session*> left{};
        QMap<qint64, Event> events{};
        QByteArray plan{};
    };
    auto reading = std::make_shared<Reading>(); // shared by the steps of one chain of callbacks
    for (const auto& session : m_sessions) {
        reading->left.append(session.get());
    }
    const Session* home = m_context.session(m_context.home);
    auto next = std::make_shared<std::function<void()>>();
    *next = [this, reading, summary, home, next] {
        if (reading->left.isEmpty()) {
            const auto keepAlive = next;
            const Result<Plan> unpacked = unpackPlan(reading->plan);
            if (!unpacked) {
                failRun(unpacked.error());
            } else {
                continueRun(summary, *unpacked, reading->events.values());
            }
            *keepAlive = nullptr; // ends the circle of the function that holds itself
            return;
        }
        Session* session = reading->left.takeFirst();
        using Part = std::pair<QList<Event>, QByteArray>;
        session->run(
            [summary, isHome = session == home](Session::Held& held) -> Result<Part> {
                Part part;
                const auto events = journal::events(*held.connection, summary.run);
                if (!events) {
                    return fail(events.error());
                }
                part.first = *events;
                if (isHome) {
                    const auto packed
                        = journal::plan(*held.connection, summary.run, summary.planHash);
                    if (!packed) {
                        return fail(packed.error());
                    }
                    part.second = *packed;
                }
                return part;
            },
            [this, reading, next](const Result<Part>& part) {
                if (!part) {
                    failRun(part.error());
                    *next = nullptr;
                    return;
                }
                for (const Event& event : part->first) {
                    reading->events.insert(event.number, event);
                }
                if (!part->second.isEmpty()) {
                    reading->plan = part->second;
                }
                (*next)();
            });
    };
    (*next)();
}

QString Runner::strangeness(const QList<Event>& events) const
{
    QJsonObject expected;
    for (const Event& event : events) {
        const QJsonValue all = event.data.value(QStringLiteral("identities"));
        if (all.isObject()) {
            expected = all.toObject();
        }
    }
    for (auto each = m_opened.cbegin(); each != m_opened.cend(); ++each) {
        const QJsonValue identity = expected.value(each.key().text());
        const QString strange = identity.isObject()
            ? strangenessOf(m_context.urls.value(each.key()),
                DatabaseIdentity::fromJson(identity.toObject()), each->identity)
            : QString();
        if (!strange.isEmpty()) {
            return strange;
        }
    }
    return strangenessOf(events, readMirror(events.constFirst().run));
}

Result<> Runner::adopt(QList<EventDraft>& events, const RunState& state)
{
    const Plan& edited = *m_resume->adopt;
    if (planHash(edited) == planHash(plan())) {
        return {};
    }
    const QString objection = objectionToAdopting(plan(), edited, state);
    if (!objection.isEmpty()) {
        return fail({ErrorCode::Impossible, objection, {},
            tr("Only steps that were not entered yet may change; the journaled plan runs on "
               "otherwise.")});
    }
    if (Result<> fine = checkActions(edited, m_context.environment); !fine) {
        return fine;
    }
    if (Result<> fitting = checkBindings(edited, m_urls); !fitting) {
        return fitting;
    }
    events.append({EventType::PlanAdopted, {}, {},
        {{QStringLiteral("planHash"), planHash(edited)}, {QStringLiteral("by"), m_context.by},
            {QStringLiteral("because"), m_resume->adoptBecause}}});
    m_context.flow = Flow(edited);
    return {};
}

void Runner::continueRun(const RunSummary& summary, const Plan& plan, QList<Event> events)
{
    if (events.isEmpty() || events.constFirst().type != EventType::RunStarted) {
        failRun({ErrorCode::Unreadable,
            tr("The journal of run \"%1\" has lost its beginning.").arg(summary.run), {},
            tr("The journal was changed by hand; restore the database from a backup.")});
        return;
    }
    const QString strange = strangeness(events);
    const QString accepted = m_resume->acceptBecause.trimmed();
    if (!strange.isEmpty() && accepted.isEmpty()) {
        failRun({ErrorCode::InDoubt, strange, {},
            tr("Look at what is true, and resume with a reason if the run is to go on here.")});
        return;
    }
    if (Result<> fitting = checkBindings(plan, m_urls); !fitting) {
        failRun(fitting.error());
        return;
    }
    m_context.flow = Flow(plan);
    m_context.environment = summary.environment;
    const RunState before = foldAll(events);
    m_context.policy = m_resume->policy.isEmpty() ? before.policy : m_resume->policy;

    QJsonObject resumed{
        {QStringLiteral("by"), m_context.by},
        {QStringLiteral("host"), QSysInfo::machineHostName()},
        {QStringLiteral("pid"), QCoreApplication::applicationPid()},
        {QStringLiteral("version"), QStringLiteral(WHIMBREL_VERSION)},
        {QStringLiteral("policy"), m_context.policy},
        {QStringLiteral("databases"), databaseNotes()},
    };
    if (!strange.isEmpty()) {
        resumed.insert(QStringLiteral("strange"), strange);
        resumed.insert(QStringLiteral("because"), accepted);
        resumed.insert(QStringLiteral("identities"), identities());
        // The old mirror tells another story from here on; it is kept under another name.
        QFile::rename(mirrorPath(summary.run),
            mirrorPath(summary.run
                + QDateTime::currentDateTimeUtc().toString(
                    QStringLiteral("'-before-'yyyyMMddHHmmsszzz"))));
    }
    QList<EventDraft> first{{EventType::RunResumed, {}, {}, resumed}};
    if (m_resume->adopt) {
        if (Result<> adopted = adopt(first, before); !adopted) {
            failRun(adopted.error());
            return;
        }
    }
    const Result<std::shared_ptr<JournalMirror>> mirror = JournalMirror::open(summary.run);
    if (mirror) {
        const qsizetype mirrored = readMirror(summary.run).size();
        (void)(*mirror)->append(events.mid(mirrored));
        m_recorder.mirrorTo(*mirror);
    }
    RunnerMessage hello;
    hello.type = RunnerMessage::Type::Hello;
    hello.run = summary.run;
    hello.version = QStringLiteral(WHIMBREL_VERSION);
    emit message(hello);
    m_recorder.replay(events);
    goOnWith(first, events);
}

void Runner::goOnWith(const QList<EventDraft>& first, const QList<Event>& known)
{
    RunRow row;
    row.run = state().run;
    row.title = state().title;
    row.planHash = planHash(plan());
    row.plan = packPlan(plan());
    row.home = m_context.home.text();
    row.by = state().by;
    row.environment = m_context.environment;
    row.started = state().started;
    m_recorder.perform(
        m_context.home,
        [row, first](Session::Held& held, JournalWriter writer) {
            Result<> done = held.connection->begin();
            if (done) {
                done = journal::addPlan(*held.connection, row.run, row.planHash, row.plan);
            }
            if (done) {
                for (const EventDraft& event : first) {
                    writer.add(event.type, event.node, event.edge, event.data);
                }
                done = writer.commit(*held.connection);
            }
            StepReport report{writer.committed(), {}};
            if (!done) {
                held.connection->rollback();
                report.fatal = done.error();
            }
            return report;
        },
        [this, row, known] { bringTargetsUp(known, row); });
}

} // namespace whimbrel
