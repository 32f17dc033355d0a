// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "model/exec/request_checks.h"
#include "model/exec/runner.h"
#include "model/exec/ssh_signature.h"
#include "model/io/plan_file.h"
#include "model/plan/names.h"

#include <QCoreApplication>
#include <QFile>
#include <QSysInfo>

#include <algorithm>

namespace whimbrel {

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
    m_context.keepTryingMs = request.keepTryingMs;
    m_breakpoints = QSet<NodeId>(request.breakpoints.cbegin(), request.breakpoints.cend());
    m_context.allowedSigners = request.allowedSigners.isEmpty()
        ? allowedSignersFor(request.planPath)
        : request.allowedSigners;
    if (m_sessions.size() > 1) {
        foresee(0);
    } else {
        openNext(0); // one database is home, and is worked on
    }
    return {};
}

void Runner::chooseRun()
{
    QMap<TargetId, QList<RunSummary>> found;
    for (auto each = m_opened.cbegin(); each != m_opened.cend(); ++each) {
        found.insert(each.key(), each->runs);
    }
    if (const std::optional<RunSummary> wanted = wantedRun(found)) {
        m_context.home = TargetId(wanted->home);
        readRun(*wanted);
        return;
    }
    const QString database = m_context.urls.value(m_context.home);
    failRun({ErrorCode::Unreadable,
        m_resume->run.isEmpty()
            ? tr("The journal of \"%1\" has no run that could be resumed.").arg(database)
            : tr("The journal of \"%1\" knows no run \"%2\".").arg(database, m_resume->run),
        {}, tr("Check the bindings: %1.").arg(m_context.urls.values().join(QStringLiteral(", ")))});
}

/// The run that was asked for, as the journal at its home knows it; else the one that is open, else
/// home's last. Nothing if no journal knows one whose home is at hand.
std::optional<RunSummary> Runner::wantedRun(const QMap<TargetId, QList<RunSummary>>& found) const
{
    // The home of the run may be another than the first of the bindings.
    for (const QList<RunSummary>& runs : found) {
        for (const RunSummary& run : runs) {
            const bool wanted = m_resume->run.isEmpty() ? !run.ended : run.run == m_resume->run;
            if (wanted && m_context.sessions.contains(TargetId(run.home))) {
                // Only the journal at home knows which plan was adopted.
                const QList<RunSummary> atHome = found.value(TargetId(run.home));
                const auto known = std::find_if(atHome.cbegin(), atHome.cend(),
                    [&](const RunSummary& there) { return there.run == run.run; });
                return known == atHome.cend() ? run : *known;
            }
        }
    }
    const QList<RunSummary> runs = found.value(m_context.home);
    if (m_resume->run.isEmpty() && !runs.isEmpty()
        && m_context.sessions.contains(TargetId(runs.constFirst().home))) {
        return runs.constFirst();
    }
    return std::nullopt;
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
    for (Session* session : std::as_const(m_context.sessions)) {
        if (!reading->left.contains(session)) {
            reading->left.append(session);
        }
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
    if (Result<> fitting = checkOnlyRead(edited, m_context.home, m_onlyRead); !fitting) {
        return fitting;
    }
    events.append({EventType::PlanAdopted, {}, {},
        {{QStringLiteral("planHash"), planHash(edited)}, {QStringLiteral("by"), m_context.by},
            {QStringLiteral("because"), m_resume->adoptBecause}}});
    m_context.flow = Flow(edited);
    return {};
}

/// A run that was handed over waits for whom it was handed to; who gave it may take it back.
std::optional<Error> Runner::refusalToTakeOver(const RunState& before) const
{
    if (!before.handover || !m_resume->takeOverBecause.trimmed().isEmpty()) {
        return std::nullopt;
    }
    const Handover& handover = *before.handover;
    const auto is = [this](const QString& name) {
        return m_context.by.compare(name, Qt::CaseInsensitive) == 0;
    };
    if (is(handover.to) || is(handover.by)) {
        return std::nullopt;
    }
    return Error{ErrorCode::Impossible,
        tr("%1 handed this run over to %2 on %3: \"%4\"")
            .arg(handover.by, handover.to, handover.at.toString(Qt::ISODate), handover.note),
        {},
        tr("Go on as %1 (--as %1), or say why somebody else does (--take-over REASON).")
            .arg(handover.to)};
}

void Runner::continueRun(const RunSummary& summary, const Plan& plan, QList<Event> events)
{
    if (events.isEmpty() || events.constFirst().type != EventType::RunStarted) {
        failRun({ErrorCode::Unreadable,
            tr("The journal of run \"%1\" has lost its beginning.").arg(summary.run), {},
            tr("The journal was changed by hand; restore the database from a backup.")});
        return;
    }
    if (const auto refusal = takeFromMirror(events)) {
        failRun(*refusal);
        return;
    }
    const QString strange = strangeness(events);
    const QString accepted = m_resume->acceptBecause.trimmed();
    if (!strange.isEmpty() && accepted.isEmpty()) {
        failRun({ErrorCode::InDoubt, strange, {},
            tr("Look at what is true, and resume with a reason if the run is to go on here.")});
        return;
    }
    Result<> fitting = checkBindings(plan, m_urls);
    if (fitting) {
        fitting = checkOnlyRead(plan, m_context.home, m_onlyRead);
    }
    if (!fitting) {
        failRun(fitting.error());
        return;
    }
    m_context.flow = Flow(plan);
    m_context.environment = summary.environment;
    const RunState before = foldAll(events);
    if (const auto refusal = refusalToTakeOver(before)) {
        failRun(*refusal);
        return;
    }
    if (const auto refusal = refusalToGoWithout(before)) {
        failRun(*refusal);
        return;
    }
    m_context.policy = m_resume->policy.isEmpty() ? before.policy : m_resume->policy;

    QJsonObject resumed{
        {QStringLiteral("by"), m_context.by},
        {QStringLiteral("host"), QSysInfo::machineHostName()},
        {QStringLiteral("pid"), QCoreApplication::applicationPid()},
        {QStringLiteral("version"), QStringLiteral(WHIMBREL_VERSION)},
        {QStringLiteral("policy"), m_context.policy},
        {QStringLiteral("bindings"), shownBindings()},
        {QStringLiteral("databases"), databaseNotes()},
    };
    if (before.handover && !m_resume->takeOverBecause.trimmed().isEmpty()) {
        resumed.insert(QStringLiteral("insteadOf"), before.handover->to);
        resumed.insert(QStringLiteral("tookOverBecause"), m_resume->takeOverBecause.trimmed());
    }
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
    sayWhatIsAbsent();
    goOnWith(first, events);
}

RunRow Runner::rowOfRun() const
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
    return row;
}

void Runner::goOnWith(const QList<EventDraft>& first, const QList<Event>& known)
{
    const RunRow row = rowOfRun();
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
