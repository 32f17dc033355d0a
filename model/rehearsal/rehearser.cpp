// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "model/rehearsal/rehearser.h"

#include "model/io/plan_hash.h"
#include "model/plan/node_kind.h"
#include "model/rehearsal/table_rows.h"

#include <QCoreApplication>

#include <algorithm>

namespace whimbrel {

namespace {

QString tr(const char* text)
{
    return QCoreApplication::translate("Rehearsal", text);
}

Command command(Command::Type type)
{
    Command made;
    made.type = type;
    return made;
}

QString keyOfApplied(QList<NodeId> applied)
{
    std::sort(applied.begin(), applied.end());
    QStringList names;
    for (const NodeId& each : std::as_const(applied)) {
        names.append(each.text());
    }
    return names.join(QLatin1Char('\n'));
}

} // namespace

Rehearser::Rehearser(const RehearsalRequest& request, const RehearsalListener& listener)
    : m_request(request)
    , m_listener(listener)
    , m_plan(rehearsalPlan(request.plan, request.leave))
{
    if (m_request.by.isEmpty()) {
        m_request.by = currentUser();
    }
    // The database decides which SQL of several dialects is meant.
    for (const Target& target : m_request.plan.targets) {
        const auto source = m_request.sources.constFind(target.id);
        if (source != m_request.sources.cend() && source->dialect != target.dialect) {
            Target bound = target;
            bound.dialect = source->dialect;
            m_plan.plan.targets.put(bound);
        }
    }
}

Result<Rehearsal> Rehearser::run()
{
    m_found.planHash = planHash(m_request.plan);
    m_found.by = m_request.by;
    m_found.version = QStringLiteral(WHIMBREL_VERSION);
    m_found.assumed = m_plan.assumed;
    findWays();
    Result<> done = makeDatabases();
    if (done) {
        Walk first(m_plan.plan);
        done = walk(first);
    }
    if (done) {
        done = tryWhatIsLeft();
    }
    m_run.reset();
    m_databases.clear();
    m_registry.reset();
    if (!done) {
        return fail(done.error());
    }
    sortAsPlan();
    countTableRows();
    m_found.at = QDateTime::currentDateTimeUtc().toString(Qt::ISODate);
    return m_found;
}

/// Says of each step how large its tables were, so that its time can be scaled to others.
void Rehearser::countTableRows()
{
    for (RehearsedStep& each : m_found.steps) {
        const Node* node = m_request.plan.nodes.find(each.node);
        const Target* target
            = node && node->action ? m_request.plan.targetOf(node->action->target) : nullptr;
        if (target && m_before.contains(target->id)) {
            each.tableRows = rowsInTablesOf(
                m_request.plan, *node, m_request.environment, m_before.value(target->id));
        }
    }
}

/// In the order of the drawing, not in that in which they were tried.
void Rehearser::sortAsPlan()
{
    const Elements<Node>& nodes = m_request.plan.nodes;
    std::stable_sort(m_found.ways.begin(), m_found.ways.end(),
        [&](const RehearsedWay& a, const RehearsedWay& b) {
            return nodes.indexOf(a.change) < nodes.indexOf(b.change);
        });
    std::stable_sort(m_found.steps.begin(), m_found.steps.end(),
        [&](const RehearsedStep& a, const RehearsedStep& b) {
            return nodes.indexOf(a.node) < nodes.indexOf(b.node);
        });
}

Result<> Rehearser::makeDatabases()
{
    Result<std::unique_ptr<ScratchRegistry>> registry = ScratchRegistry::open();
    if (!registry) {
        return fail(registry.error());
    }
    m_registry = *std::move(registry);
    QList<ScratchSource> made;
    for (const Target& target : m_plan.plan.targets) {
        if (target.dialect == Dialect::External) {
            continue;
        }
        if (!m_request.sources.contains(target.id)) {
            return fail({ErrorCode::Usage,
                tr("The target \"%1\" has no scratch database.").arg(target.id.text()), {}, {}});
        }
        const ScratchSource source = m_request.sources.value(target.id);
        // Targets that mean one and the same database share its copy.
        qsizetype at = source.url.isEmpty() ? -1 : made.indexOf(source);
        if (at < 0) {
            RehearsalNews news;
            news.text = tr("Making a scratch database for \"%1\"").arg(target.id.text());
            tell(news);
            auto database = ScratchDatabase::make(source, *m_registry,
                QStringLiteral("scratch%1").arg(m_databases.size() + 1), m_listener.isCancelled);
            if (!database) {
                return fail(database.error());
            }
            at = static_cast<qsizetype>(m_databases.size());
            m_databases.push_back(*std::move(database));
            m_names.append(target.id.text());
            made.append(source);
        }
        const ScratchDatabase& database = *m_databases[static_cast<size_t>(at)];
        m_bindings.insert(target.id, database.url());
        RehearsedDatabase described;
        described.target = target.id;
        described.dialect = source.dialect;
        described.from = database.from();
        described.bytes = database.bytes();
        if (Result<> told = describeDatabase(database.url(), described); !told) {
            return told;
        }
        m_found.databases.append(described);
    }
    if (m_databases.empty()) {
        return fail({ErrorCode::Usage, tr("The plan has no target that is a database."), {},
            tr("There is nothing to rehearse.")});
    }
    if (m_names.size() == 1) {
        m_names = QStringList{QString()};
    }
    const Result<QList<Fingerprint>> first = look();
    if (!first) {
        return fail(first.error());
    }
    for (RehearsedDatabase& each : m_found.databases) {
        for (size_t i = 0; i < m_databases.size(); ++i) {
            if (m_bindings.value(each.target) == m_databases[i]->url()) {
                each.rows = first->at(static_cast<qsizetype>(i)).rowCount();
                m_before.insert(each.target, first->at(static_cast<qsizetype>(i)));
            }
        }
    }
    return {};
}

Result<> Rehearser::resetDatabases()
{
    m_run.reset();
    for (const auto& database : m_databases) {
        if (Result<> done = database->reset(); !done) {
            return done;
        }
    }
    return {};
}

/// What the databases hold now.
Result<QList<Fingerprint>> Rehearser::look()
{
    RehearsalNews news;
    news.type = RehearsalNews::Type::Looking;
    tell(news);
    QList<Fingerprint> all;
    for (const auto& database : m_databases) {
        Result<Fingerprint> taken = takeFingerprint(database->url(), m_listener.isCancelled);
        if (!taken) {
            return fail(taken.error());
        }
        all.append(*std::move(taken));
    }
    return all;
}

Result<> Rehearser::rememberState()
{
    const QString applied = place().applied;
    if (m_states.contains(applied)) {
        return {};
    }
    Result<QList<Fingerprint>> taken = look();
    if (!taken) {
        return fail(taken.error());
    }
    m_states.insert(applied, *std::move(taken));
    return {};
}

Result<> Rehearser::begin(const Walk& walk)
{
    m_run.reset();
    m_locks.clear();
    m_run = std::make_unique<RunDriver>(
        [this](const Progress& progress) { noteLocks(progress); }, m_listener.isCancelled);
    RunRequest request;
    request.plan = walk.flow.plan();
    request.planPath = m_registry->folder() + QStringLiteral("/plan.whimbrel");
    request.bindings = m_bindings;
    request.environment = m_request.environment;
    request.by = m_request.by;
    request.allowCommands = m_request.leave.commands;
    request.rehearsal = true;
    return m_run->start(request);
}

Rehearser::Place Rehearser::place() const
{
    return {keyOfApplied(m_run->state().applied), m_run->state().ready};
}

/// Performs one step. Gates are answered on the way.
Result<Rehearser::Rested> Rehearser::next(const Walk& walk)
{
    for (const NodeId& ready : m_run->state().ready) {
        RehearsalNews news;
        news.type = RehearsalNews::Type::Forward;
        news.node = ready;
        tell(news);
        break;
    }
    if (Result<> told = m_run->tell(command(Command::Type::Next)); !told) {
        return fail(told.error());
    }
    return rested(walk);
}

Result<Rehearser::Rested> Rehearser::rested(const Walk& walk)
{
    while (!m_run->state().ended && m_run->state().rest.reason == RestReason::Gate) {
        const Rest rest = m_run->state().rest;
        Command answer = command(Command::Type::Answer);
        answer.node = rest.node;
        answer.outcome = walk.answers.value(rest.node, rest.outcomes.value(0));
        if (!walk.answers.contains(rest.node) && rest.outcomes.contains(outcomes::yes)) {
            answer.outcome = outcomes::yes;
        }
        answer.because = tr("The rehearsal goes on.");
        if (Result<> told = m_run->tell(answer); !told) {
            return fail(told.error());
        }
    }
    if (m_run->state().ended) {
        return Rested::Ended;
    }
    switch (m_run->state().rest.reason) {
    case RestReason::None:
        return Rested::Between;
    case RestReason::CheckFailed:
    case RestReason::Unknown:
        return Rested::AtCheck;
    default:
        break;
    }
    return Rested::Stuck;
}

/// Why the run does not go on, in words.
QString Rehearser::trouble() const
{
    const Rest rest = m_run->state().rest;
    const Node* node = m_run->plan().nodes.find(rest.node);
    const QString name = node && !node->title.isEmpty() ? node->title : rest.node.text();
    if (rest.reason != RestReason::CheckFailed && rest.reason != RestReason::Unknown) {
        return rest.detail;
    }
    QString found = rest.detail;
    for (const CheckRun& check : m_run->state().step(rest.node).checks) {
        if (check.check == rest.check && check.phase == rest.phase && found.isEmpty()) {
            found = tr("found %1, expected %2").arg(check.found, check.expected);
        }
    }
    return tr("the check \"%1\" of \"%2\": %3").arg(rest.check.text(), name, found);
}

/// Whether the run stands before a change or an end: what was verified so far can be taken back.
bool Rehearser::isAtDoor(const Walk& walk) const
{
    const QList<NodeId>& ready = m_run->state().ready;
    return std::any_of(ready.cbegin(), ready.cend(), [&](const NodeId& id) {
        const Node* node = walk.flow.plan().nodes.find(id);
        return node && (isChange(*node) || node->kind == NodeKind::End || id == walk.compensator)
            && m_run->state().step(id).order == 0;
    });
}

void Rehearser::noteSteps(const Walk& walk)
{
    for (const Node& node : walk.flow.plan().nodes) {
        const StepRun step = m_run->state().step(node.id);
        if (!step.actionDone || step.arrivedBack || !node.action || !node.action->doesSomething()
            || m_found.step(node.id)) {
            continue;
        }
        m_found.steps.append({.node = node.id,
            .ms = step.ms,
            .rows = step.rows,
            .locks = takeLocks(node.id, {}, step.ms)});
    }
}

void Rehearser::noteLocks(const Progress& progress)
{
    for (const HeldLock& lock : progress.sighting.locks) {
        const bool known = std::any_of(m_locks.cbegin(), m_locks.cend(), [&](const SeenLock& each) {
            return each.node == progress.node && each.edge == progress.edge
                && each.lock.mode == lock.mode && each.lock.object == lock.object;
        });
        if (lock.granted && !known) {
            m_locks.append({progress.node, progress.edge, lock, progress.elapsedMs});
        }
    }
}

QList<RehearsedLock> Rehearser::takeLocks(const NodeId& node, const EdgeId& edge, qint64 ms)
{
    QList<RehearsedLock> locks;
    m_locks.removeIf([&](const SeenLock& each) {
        const bool meant
            = edge.isEmpty() ? each.edge.isEmpty() && each.node == node : each.edge == edge;
        if (meant) {
            locks.append({.mode = each.lock.mode,
                .object = each.lock.object,
                .ms = qMax<qint64>(0, ms - each.afterMs)});
        }
        return meant;
    });
    return locks;
}

void Rehearser::noteProblem(const NodeId& node, const QString& text)
{
    for (RehearsedStep& each : m_found.steps) {
        if (each.node == node) {
            each.problem += each.problem.isEmpty() ? text : QLatin1Char('\n') + text;
            return;
        }
    }
    m_found.steps.append({.node = node, .problem = text});
}

/// Goes from the start to an end, trying the ways back on the way. A check that fails is noted and
/// left out from then on, so that it hides nothing behind it.
Result<> Rehearser::walk(Walk& walk)
{
    while (true) {
        m_states.clear();
        m_stop.clear();
        m_ended = false;
        if (Result<> done = resetDatabases(); !done) {
            return done;
        }
        if (Result<> done = begin(walk); !done) {
            return done;
        }
        const Plan before = walk.flow.plan();
        if (Result<> done = walkOn(walk); !done) {
            return done;
        }
        if (walk.flow.plan() == before) {
            return {};
        }
    }
}

Result<> Rehearser::walkOn(Walk& walk)
{
    const bool whole = walk.change.isEmpty() && walk.compensator.isEmpty();
    while (true) {
        if (isAtDoor(walk)) {
            if (Result<> done = rememberState(); !done) {
                return done;
            }
            if (m_run->state().ready.contains(walk.compensator)) {
                return tryCompensator(walk);
            }
            if (Result<> done = tryWaysHere(walk); !done) {
                return done;
            }
            if (!m_stop.isEmpty() || (!whole && isTried(walk.change, walk.edge))) {
                return {};
            }
        }
        const Result<Rested> rested = next(walk);
        if (!rested) {
            return fail(rested.error());
        }
        noteSteps(walk);
        const Rest rest = m_run->state().rest;
        switch (*rested) {
        case Rested::Between:
            break;
        case Rested::Ended:
            m_ended = true;
            return whole ? tryWhole(walk) : Result<>();
        case Rested::AtCheck:
            noteProblem(rest.node, trouble());
            m_plan.plan = withoutCheck(m_plan.plan, rest.node, rest.phase, rest.check);
            walk.flow = Flow(withoutCheck(walk.flow.plan(), rest.node, rest.phase, rest.check));
            return {};
        case Rested::Stuck:
            m_stop = tr("The way forward stops at \"%1\": %2").arg(rest.node.text(), trouble());
            noteProblem(rest.node, trouble());
            return {};
        }
    }
}

Result<bool> Rehearser::goTo(const Walk& walk, const Place& place)
{
    const int most = 4 * walk.flow.size();
    for (int i = 0; i < most; ++i) {
        if (this->place() == place) {
            return true;
        }
        const Result<Rested> rested = next(walk);
        if (!rested) {
            return fail(rested.error());
        }
        if (*rested != Rested::Between) {
            return false;
        }
    }
    return false;
}

Result<bool> Rehearser::goToEnd(const Walk& walk)
{
    const int most = 4 * walk.flow.size();
    for (int i = 0; i < most; ++i) {
        const Result<Rested> rested = next(walk);
        if (!rested) {
            return fail(rested.error());
        }
        if (*rested != Rested::Between) {
            return *rested == Rested::Ended;
        }
    }
    return false;
}

/// Begins anew in fresh databases and goes to where the run was.
Result<bool> Rehearser::rebuild(const Walk& walk, const Place& place)
{
    if (Result<> done = resetDatabases(); !done) {
        return fail(done.error());
    }
    if (Result<> done = begin(walk); !done) {
        return fail(done.error());
    }
    return goTo(walk, place);
}

void Rehearser::tell(RehearsalNews news)
{
    news.done = static_cast<int>(m_found.ways.size());
    news.all = m_all;
    m_listener.tell(news);
}

} // namespace whimbrel
