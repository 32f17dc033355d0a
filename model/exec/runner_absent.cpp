// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "model/exec/journal_mirror.h"
#include "model/exec/recovery.h"
#include "model/exec/request_checks.h"
#include "model/exec/runner.h"
#include "model/exec/target_needs.h"

#include <QCoreApplication>

#include <algorithm>

namespace whimbrel {

namespace {

bool isAway(const Error& error)
{
    return error.code == ErrorCode::Connection || error.code == ErrorCode::ConnectionLost;
}

/// Why a database that is there again is not as the run knows it; empty if it is. Both lists hold
/// what was journaled there.
QString differenceBetween(const QList<Event>& known, const QList<Event>& found)
{
    for (const Event& event : found) {
        if (!known.contains(event)) {
            return Runner::tr("its journal has an event %1 that this run does not know")
                .arg(event.number);
        }
    }
    for (const Event& event : known) {
        if (!found.contains(event)) {
            return Runner::tr("its journal has lost event %1").arg(event.number);
        }
    }
    return {};
}

QList<Event> journaledBy(const TargetId& target, const QList<Event>& events)
{
    QList<Event> own;
    std::copy_if(events.cbegin(), events.cend(), std::back_inserter(own),
        [&](const Event& event) { return event.target == target; });
    return own;
}

} // namespace

/// Before anything is locked: which run is it, and what does its plan want of each database?
void Runner::foresee(qsizetype index)
{
    if (index < static_cast<qsizetype>(m_sessions.size())) {
        Session* session = m_sessions[static_cast<size_t>(index)].get();
        session->run(
            [url = session->url()](
                Session::Held&) { return listRuns(urlWithPassword(url.shown, url.password)); },
            [this, index, session](const Result<QList<RunSummary>>& runs) {
                for (const TargetId& target : m_context.sessions.keys(session)) {
                    m_seenRuns.insert(target, runs.value_or(QList<RunSummary>()));
                }
                foresee(index + 1);
            });
        return;
    }
    const std::optional<RunSummary> wanted = wantedRun(m_seenRuns);
    if (!wanted) {
        openNext(0); // which says what there is
        return;
    }
    m_context.home = TargetId(wanted->home);
    Session* home = m_context.session(m_context.home);
    home->run(
        [url = home->url(), run = wanted->run](
            Session::Held&) { return readRunPlan(urlWithPassword(url.shown, url.password), run); },
        [this](const Result<Plan>& plan) { openForeseen(plan); });
}

void Runner::openForeseen(const Result<Plan>& plan)
{
    if (plan) {
        m_foreseen = *plan;
    }
    openNext(0);
}

/// Where the plan is not known yet, a run may want to work on every database.
Session::Use Runner::useOf(Session& session) const
{
    const Plan* known = m_request ? &m_request->plan : m_foreseen ? &*m_foreseen : nullptr;
    const Plan* adopted = m_resume && m_resume->adopt ? &*m_resume->adopt : nullptr;
    const QList<TargetId> targets = m_context.sessions.keys(&session);
    const bool worked = std::any_of(targets.cbegin(), targets.cend(), [&](const TargetId& target) {
        return !known || isWorkedOn(*known, m_context.home, target)
            || (adopted && isWorkedOn(*adopted, m_context.home, target));
    });
    return worked ? Session::Use::Work : Session::Use::Look;
}

/// A run that is under way may go on without a database until a step needs it; not without home.
bool Runner::canBeginWithout(const Session& session, const Error& why) const
{
    return m_foreseen && isAway(why) && m_context.session(m_context.home) != &session;
}

void Runner::goWithout(Session& session, const Error& why)
{
    const Session::Use use = useOf(session);
    const QList<TargetId> targets = m_context.sessions.keys(&session);
    for (const TargetId& target : targets) {
        m_context.sessions.remove(target);
        m_absent.insert(target, {&session, use, why, {}});
    }
}

QSet<TargetId> Runner::absentTargets() const
{
    const QList<TargetId> targets = m_absent.keys();
    return {targets.cbegin(), targets.cend()};
}

/// What is journaled where nobody can look now, from what this machine wrote down of it.
std::optional<Error> Runner::takeFromMirror(QList<Event>& events)
{
    if (m_absent.isEmpty()) {
        return std::nullopt;
    }
    QMap<qint64, Event> all;
    for (const Event& event : std::as_const(events)) {
        all.insert(event.number, event);
    }
    for (const Event& event : readMirror(events.constFirst().run)) {
        if (!all.contains(event.number) && m_absent.contains(event.target)) {
            all.insert(event.number, event);
        }
    }
    for (qint64 number = 1; number <= all.lastKey(); ++number) {
        if (!all.contains(number)) {
            const Absent& away = m_absent.first();
            return Error{away.why.code,
                tr("%1: %2 What happened there (event %3 of the run) is in its journal alone; this "
                   "machine has not seen it.")
                    .arg(m_absent.firstKey().text(), away.why.message)
                    .arg(number),
                {},
                tr("Resume when it can be reached, or on the machine where the run was carried "
                   "out.")};
        }
    }
    events = all.values();
    for (auto each = m_absent.begin(); each != m_absent.end(); ++each) {
        each->known = journaledBy(each.key(), events);
    }
    return std::nullopt;
}

/// A step that was in hand there has an end that its journal alone can tell.
std::optional<Error> Runner::refusalToGoWithout(const RunState& before) const
{
    for (const NodeId& id : m_absent.isEmpty() ? QList<NodeId>() : before.ready) {
        const Node* node = plan().nodes.find(id);
        const StepRun step = before.step(id);
        if (!node || step.order == 0 || step.left) {
            continue;
        }
        for (const TargetId& target : targetsNeededBy(plan(), node->action)) {
            if (m_absent.contains(target)) {
                const Error& why = m_absent[target].why;
                return Error{why.code,
                    tr("%1: %2 The run is in \"%3\", which works there.")
                        .arg(target.text(), why.message, node->title),
                    {}, tr("Resume when it can be reached.")};
            }
        }
    }
    if (before.rollingBack && !m_absent.isEmpty()) {
        return Error{m_absent.first().why.code,
            tr("%1: %2 The run is on its way back, and how far it came there is in that journal "
               "alone.")
                .arg(m_absent.firstKey().text(), m_absent.first().why.message),
            {}, tr("Resume when it can be reached.")};
    }
    return std::nullopt;
}

/// The steps ahead that the target is needed for, in order, by title.
QStringList Runner::stepsThatNeed(const TargetId& target, const RunState& before) const
{
    QStringList titles;
    for (const int index : m_context.flow.forward().topologicalOrder()) {
        const Node& node = m_context.flow.node(index);
        const bool over = before.step(node.id).left;
        if (!over && targetsNeededBy(m_context.flow, node).contains(target)) {
            titles.append(QLatin1Char('"') + node.title + QLatin1Char('"'));
        }
    }
    constexpr qsizetype most = 3;
    const bool cut = titles.size() > most;
    titles = titles.mid(0, most);
    return cut ? titles + QStringList{QStringLiteral("…")} : titles;
}

void Runner::sayWhatIsAbsent()
{
    for (auto each = m_absent.cbegin(); each != m_absent.cend(); ++each) {
        const QStringList steps = stepsThatNeed(each.key(), state());
        RunnerMessage say;
        say.type = RunnerMessage::Type::Remark;
        say.run = state().run;
        say.text = tr("%1 cannot be reached: %2").arg(each.key().text(), each->why.message)
            + QLatin1Char(' ')
            + (steps.isEmpty()
                    ? tr("The run goes on without it, up to its end.")
                    : tr("The run goes on without it, up to the first of the steps that need it: "
                         "%1.")
                          .arg(steps.join(QStringLiteral(", "))));
        emit message(say);
    }
}

/// Whether something is needed that was away when the run was resumed; it is tried to be had then.
bool Runner::waitsFor(const QSet<TargetId>& needed, const NodeId& node)
{
    for (auto each = m_absent.cbegin(); each != m_absent.cend(); ++each) {
        if (needed.contains(each.key())) {
            bringBack(each.key(), node);
            return true;
        }
    }
    return false;
}

/// At the end every database is told that the run is over.
bool Runner::waitsForTargetsOf(const Node& node)
{
    return !m_absent.isEmpty()
        && waitsFor(
            node.kind == NodeKind::End ? absentTargets() : targetsNeededBy(m_context.flow, node),
            node.id);
}

void Runner::bringBack(const TargetId& target, const NodeId& node)
{
    m_inHand = true;
    m_context.session(m_context.home)
        ->run(
            [run = state().run](Session::Held& held) -> Result<QList<Event>> {
                if (Result<> ready = makeReady(*held.connection); !ready) {
                    return fail(ready.error());
                }
                return journal::events(*held.connection, run);
            },
            [this, target, node](const Result<QList<Event>>& atHome) {
                if (atHome) {
                    openAgain(target, node, *atHome);
                } else {
                    m_inHand = false;
                    stall(atHome.error());
                }
            });
}

void Runner::openAgain(const TargetId& target, const NodeId& node, const QList<Event>& atHome)
{
    const Absent away = m_absent.value(target);
    RunRow row = rowOfRun();
    row.target = target.text();
    QJsonObject expected;
    for (const Event& event : atHome) {
        const QJsonValue all = event.data.value(QStringLiteral("identities"));
        expected = all.isObject() ? all.toObject().value(target.text()).toObject() : expected;
    }
    away.session->run(
        [away, row, expected, shared = sharedOf(atHome), use = away.use, url = away.session->url(),
            interrupter = away.session->interrupter(), progress = m_recorder.progressReporter()](
            Session::Held& held) -> Result<OpenedDatabase> {
            const auto leaveAgain = [&held](const Error& why) {
                held = Session::Held();
                return fail(why);
            };
            if (Result<> open
                = Session::open(held, url, interrupter, use, Orphans::Refuse, progress);
                !open) {
                return leaveAgain(open.error());
            }
            const Result<OpenedDatabase> seen = seenIn(held);
            if (!seen || seen->onlyRead) {
                return seen;
            }
            const Result<QList<Event>> found = journal::events(*held.connection, row.run);
            if (!found) {
                return leaveAgain(found.error());
            }
            const QString strange = expected.isEmpty()
                ? QString()
                : strangenessOf(url.shown, DatabaseIdentity::fromJson(expected), seen->identity);
            const QString other
                = differenceBetween(away.known, journaledBy(TargetId(row.target), *found));
            if (!strange.isEmpty() || !other.isEmpty()) {
                return leaveAgain({ErrorCode::InDoubt,
                    strange.isEmpty() ? tr("\"%1\" is there again, but %2.").arg(url.shown, other)
                                      : strange,
                    {},
                    tr("Look at what is true, and resume with a reason if the run is to go on.")});
            }
            if (Result<> introduced = introduceRun(held, row, shared); !introduced) {
                return leaveAgain(introduced.error());
            }
            return seen;
        },
        [this, target, node, session = away.session](const Result<OpenedDatabase>& found) {
            if (found) {
                isBack(*session, *found);
            } else {
                staysAway(target, node, found.error());
            }
        });
}

void Runner::isBack(Session& session, const OpenedDatabase& found)
{
    m_inHand = false;
    for (const TargetId& target : m_absent.keys()) {
        if (m_absent[target].session != &session) {
            continue;
        }
        m_absent.remove(target);
        m_context.sessions.insert(target, &session);
        if (!found.onlyRead) {
            m_opened.insert(target, found);
        }
    }
    if (found.onlyRead) {
        onlyLookAt(session, *found.onlyRead);
        if (Result<> fitting = checkOnlyRead(plan(), m_context.home, m_onlyRead); !fitting) {
            failRun(fitting.error());
            return;
        }
    } else {
        session.startWatcher(found.lease);
    }
    advanceSoon();
}

void Runner::staysAway(const TargetId& target, const NodeId& node, const Error& why)
{
    m_inHand = false;
    if (why.code == ErrorCode::InDoubt) {
        failRun(why);
        return;
    }
    m_absent[target].why = why;
    const Node* step = plan().nodes.find(node);
    pauseWith(tr("\"%1\" needs the target \"%2\": %3")
                  .arg(step ? step->title : node.text(), target.text(), why.message),
        node);
}

} // namespace whimbrel
