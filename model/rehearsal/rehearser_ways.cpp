// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "model/plan/node_kind.h"
#include "model/rehearsal/rehearser.h"

#include <QCoreApplication>
#include <QElapsedTimer>

#include <algorithm>

namespace whimbrel {

namespace {

QString tr(const char* text)
{
    return QCoreApplication::translate("Rehearsal", text);
}

/// The differences in a line or two.
QString shortened(const QList<RehearsedDifference>& differences)
{
    constexpr qsizetype shown = 3;
    QStringList texts;
    for (const RehearsedDifference& each : differences.first(qMin(shown, differences.size()))) {
        texts.append(each.text);
    }
    if (differences.size() > shown) {
        texts.append(tr("and %1 more").arg(differences.size() - shown));
    }
    return texts.join(QStringLiteral("; "));
}

/// The worst verdict that a way back accounts for by what it says it leaves.
WayVerdict excused(Leftover leftover)
{
    switch (leftover) {
    case Leftover::ColumnOrder:
        return WayVerdict::OrderChanged;
    case Leftover::Rows:
        return WayVerdict::DataLost;
    case Leftover::Schema:
        return WayVerdict::NotInverse;
    case Leftover::Nothing:
        break;
    }
    return WayVerdict::Exact;
}

/// Where the steps behind a rollback node come to rest.
struct Behind {
    NodeId rest{};
    NodeId last{}; ///< the last of the rollback nodes until there
};
Behind behind(const Flow& flow, int compensator)
{
    Behind found;
    found.last = flow.node(compensator).id;
    int at = compensator;
    for (int steps = 0; steps < flow.size(); ++steps) {
        int next = -1;
        for (const Edge* edge : flow.leaving(at, EdgeKind::Forward)) {
            const bool on = edge->when.isEmpty() || edge->when == outcomes::pass
                || edge->when == outcomes::yes;
            next = next < 0 && on ? flow.indexOf(edge->to) : next;
        }
        if (next < 0 || (isChange(flow.node(next)) && flow.node(next).kind != NodeKind::Rollback)) {
            break;
        }
        at = next;
        if (flow.node(at).kind == NodeKind::Rollback) {
            found.last = flow.node(at).id;
        }
        if (flow.node(at).kind == NodeKind::End) {
            break;
        }
    }
    found.rest = flow.node(at).id;
    return found;
}

} // namespace

/// Everything that can be tried, for the count; what is assumed is settled at once.
void Rehearser::findWays()
{
    const Flow flow(m_plan.plan);
    for (int change = 0; change < flow.size(); ++change) {
        if (!isChange(flow.node(change))) {
            continue;
        }
        for (const Way& way : waysOf(flow, change)) {
            ++m_all;
            const Edge& edge = *flow.plan().edges.find(way.edge);
            const bool byHand = m_plan.assumedWays.contains(way.edge)
                || m_plan.assumedSteps.contains(way.through);
            const Node* backup = flow.plan().nodes.find(edge.backup);
            const bool noBackup = edge.method == RollbackMethod::Restore && backup
                && !(edge.action && edge.action->doesSomething())
                && !(backup->action && backup->action->type() == ActionType::Backup);
            if (!byHand && !noBackup) {
                continue;
            }
            RehearsedWay tried{.change = flow.node(change).id, .edge = way.edge, .to = way.to};
            tried.verdict = WayVerdict::Assumed;
            tried.because = noBackup ? tr("It restores a backup that is taken by hand.")
                                     : tr("It is done by hand or by a program.");
            for (const RehearsedAssumption& each : std::as_const(m_plan.assumed)) {
                if (each.edge == way.edge) {
                    tried.because = each.text;
                }
            }
            m_found.ways.append(tried);
        }
    }
}

bool Rehearser::isTried(const NodeId& change, const EdgeId& edge) const
{
    return m_found.way(change, edge) != nullptr;
}

void Rehearser::keep(const RehearsedWay& tried)
{
    m_found.ways.append(tried);
    RehearsalNews news;
    news.type = RehearsalNews::Type::Way;
    news.node = tried.change;
    news.edge = tried.edge;
    news.way = tried;
    tell(news);
}

/// Tries the ways of the change that took effect last, as far as the run takes them by itself.
Result<> Rehearser::tryWaysHere(Walk& walk)
{
    if (m_run->state().applied.isEmpty()) {
        return {};
    }
    const NodeId change = m_run->state().applied.constLast();
    if (!walk.change.isEmpty() && walk.change != change) {
        return {};
    }
    for (const Way& way : waysOf(walk.flow, walk.flow.indexOf(change))) {
        if (isTried(change, way.edge) || (!walk.edge.isEmpty() && walk.edge != way.edge)) {
            continue;
        }
        const std::optional<Way> nearest = chosenWay(walk.flow, m_run->state(), change, {});
        const std::optional<Way> there = chosenWay(walk.flow, m_run->state(), change, way.to);
        const bool isSafe = safeStates(walk.flow, m_run->state()).contains(way.to);
        NodeId to;
        if (!nearest || nearest->edge != way.edge) {
            if (!isSafe || !there || there->edge != way.edge) {
                continue; // another way hides it here
            }
            to = way.to;
        }
        if (Result<> done = tryWay(walk, change, way, to); !done || !m_stop.isEmpty()) {
            return done;
        }
    }
    return {};
}

void Rehearser::explain(const Walk& walk, const Way& way, RehearsedWay& tried)
{
    const Edge* edge = walk.flow.plan().edges.find(way.edge);
    const Node* through = walk.flow.plan().nodes.find(way.through);
    const std::optional<Action>& action = through ? through->action : edge->action;
    if (!action || isGood(tried.verdict) || tried.verdict == WayVerdict::NotReached) {
        return;
    }
    const auto* none = std::get_if<NoAction>(&action->body);
    const bool stays = none && edge->method != RollbackMethod::Restore;
    const Leftover leftover = stays ? Leftover::Schema : action->leaves;
    const QString because = (stays ? none->because : action->leavesBecause).trimmed();
    if (excused(leftover) < tried.verdict) {
        return;
    }
    if (because.isEmpty()) {
        tried.because = tr("The plan does not say why that may be.");
        return;
    }
    tried.verdict = WayVerdict::Explained;
    tried.because = because;
    m_leftovers.insert(way.edge, leftover);
}

/// Sets the verdict by what is there and what was there with the same changes in effect.
void Rehearser::compareWith(
    const QString& applied, RehearsedWay& tried, const QList<Fingerprint>& is)
{
    if (!m_states.contains(applied)) {
        tried.verdict = WayVerdict::NotReached;
        tried.because = tr("The way forward never came by the state that it leads to, so there is "
                           "nothing to compare with.");
        return;
    }
    const StateComparison compared = compareStates(m_states.value(applied), is, m_names);
    tried.verdict = compared.verdict;
    tried.differences = compared.differences;
}

/// Goes back along one way, compares, and goes forward again to where the run was.
Result<> Rehearser::tryWay(Walk& walk, const NodeId& change, const Way& way, const NodeId& to)
{
    RehearsalNews news;
    news.type = RehearsalNews::Type::Back;
    news.node = change;
    news.edge = way.edge;
    tell(news);
    const Place before = place();
    RehearsedWay tried{.change = change, .edge = way.edge, .to = way.to};
    Command back;
    back.type = Command::Type::Rollback;
    back.node = to;
    back.because = tr("The rehearsal tries the way back.");
    const Result<> told = m_run->tell(back);
    if (!told && told.error().code == ErrorCode::Cancelled) {
        return told;
    }
    const RunState& state = m_run->state();
    const StepRun work = state.compensations.value(way.edge);
    tried.ms = work.ms;
    tried.rows = work.rows;
    tried.locks = takeLocks(change, way.edge, work.ms);
    if (!told || state.rollingBack) {
        tried.verdict = WayVerdict::Fails;
        tried.because = told ? state.rest.detail : told.error().text();
    } else {
        const Result<QList<Fingerprint>> is = look();
        if (!is) {
            return fail(is.error());
        }
        compareWith(place().applied, tried, *is);
        explain(walk, way, tried);
        const RestReason reason = state.rest.reason;
        if (!state.ended && (reason == RestReason::CheckFailed || reason == RestReason::Unknown)) {
            tried.because += (tried.because.isEmpty() ? QString() : QStringLiteral(" "))
                + tr("Afterwards fails %1.").arg(trouble());
        }
    }
    if (tried.verdict == WayVerdict::Exact || tried.verdict == WayVerdict::Explained) {
        if (Result<> done = tryAgain(walk, before, tried); !done) {
            return done;
        }
    }
    keep(tried);
    const bool clean = isGood(tried.verdict) && tried.again.isEmpty();
    if (clean || walk.edge == way.edge) {
        return {};
    }
    const Result<bool> rebuilt = rebuild(walk, before);
    if (!rebuilt) {
        return fail(rebuilt.error());
    }
    if (!*rebuilt) {
        m_stop = tr("The second way forward stops at \"%1\": %2")
                     .arg(m_run->state().rest.node.text(), trouble());
    }
    return {};
}

/// Goes forward again to where the run was, and compares what is there then.
Result<> Rehearser::tryAgain(const Walk& walk, const Place& place, RehearsedWay& tried)
{
    if (m_run->state().ended) {
        if (Result<> begun = begin(walk); !begun) {
            return begun;
        }
    }
    const Result<bool> there = goTo(walk, place);
    if (!there) {
        return fail(there.error());
    }
    if (!*there) {
        tried.verdict = WayVerdict::Fails;
        tried.because = tr("Afterwards the plan cannot be carried out again: %1").arg(trouble());
        return {};
    }
    const Result<QList<Fingerprint>> is = look();
    if (!is) {
        return fail(is.error());
    }
    tried.again = shortened(compareStates(m_states.value(place.applied), *is, m_names).differences);
    return {};
}

/// From the end back to the start, change by change, and forward again.
Result<> Rehearser::tryWhole(const Walk& walk)
{
    RehearsedWhole& whole = m_found.whole;
    if (m_run->state().applied.isEmpty()) {
        whole.verdict = WayVerdict::Exact;
        whole.because = tr("Nothing was changed.");
        return {};
    }
    const NodeId start = walk.flow.node(walk.flow.start()).id;
    const WayBack way = wayBack(walk.flow, m_run->state(), start);
    if (!way.problem.isEmpty()) {
        whole.because = way.problem;
        return {};
    }
    const RehearsedWay* worst = nullptr;
    for (const RehearsedWay& each : std::as_const(m_found.ways)) {
        if (way.edges.contains(each.edge) && each.verdict != WayVerdict::Explained
            && (!worst || each.verdict > worst->verdict)) {
            worst = &each;
        }
    }
    const bool takenForGranted = worst && worst->verdict == WayVerdict::Assumed
        && !m_plan.assumedSteps.contains(worst->change);
    if (worst && (!isGood(worst->verdict) || takenForGranted)) {
        whole.verdict = worst->verdict;
        whole.because
            = tr("It takes the way back \"%1\" of \"%2\", which is: %3.")
                  .arg(worst->edge.text(), worst->change.text(), displayName(worst->verdict));
        return {};
    }
    RehearsalNews news;
    news.type = RehearsalNews::Type::Back;
    news.text = tr("From the end back to the start");
    tell(news);
    const QString applied = place().applied;
    QElapsedTimer clock;
    clock.start();
    Command back;
    back.type = Command::Type::Rollback;
    back.node = start;
    back.because = tr("The rehearsal goes back to the start.");
    const Result<> told = m_run->tell(back);
    if (!told && told.error().code == ErrorCode::Cancelled) {
        return told;
    }
    whole.ms = clock.elapsed();
    if (!told || !m_run->state().ended) {
        whole.verdict = WayVerdict::Fails;
        whole.because = told ? m_run->state().rest.detail : told.error().text();
        return {};
    }
    RehearsedWay tried;
    Result<QList<Fingerprint>> is = look();
    if (!is) {
        return fail(is.error());
    }
    compareWith({}, tried, *is);
    whole.verdict = tried.verdict;
    whole.differences = tried.differences;
    whole.because = tried.because;
    Leftover leftover = Leftover::Nothing;
    for (const EdgeId& edge : way.edges) {
        leftover = std::max(leftover, m_leftovers.value(edge, Leftover::Nothing));
    }
    if (!isGood(whole.verdict) && whole.verdict <= excused(leftover)) {
        whole.verdict = WayVerdict::Explained;
        whole.because = tr("What its ways back explain stays otherwise.");
    }
    if (!isGood(whole.verdict)) {
        return {};
    }
    if (Result<> begun = begin(walk); !begun) {
        return begun;
    }
    const Result<bool> there = goToEnd(walk);
    if (!there) {
        return fail(there.error());
    }
    if (!*there) {
        whole.verdict = WayVerdict::Fails;
        whole.because = tr("Afterwards the plan cannot be carried out again: %1").arg(trouble());
        return {};
    }
    is = look();
    if (!is) {
        return fail(is.error());
    }
    whole.again = shortened(compareStates(m_states.value(applied), *is, m_names).differences);
    return {};
}

/// The run stands before a rollback node that a gate's answer leads to: what it does, and whether
/// that is what the end behind it promises.
Result<> Rehearser::tryCompensator(const Walk& walk)
{
    const int compensator = walk.flow.indexOf(walk.compensator);
    RehearsedWay tried{.change = walk.change, .edge = walk.edge};
    const Behind way = behind(walk.flow, compensator);
    tried.to = way.rest;
    const Node* rest = walk.flow.plan().nodes.find(tried.to);
    Result<Rested> rested = next(walk);
    // Each takes its part back: what is left is compared behind the last.
    while (rested && *rested == Rested::Between && !m_run->state().step(way.last).actionDone) {
        rested = next(walk);
    }
    if (!rested) {
        return fail(rested.error());
    }
    const StepRun work = m_run->state().step(walk.compensator);
    tried.ms = work.ms;
    tried.rows = work.rows;
    if (*rested == Rested::Stuck || *rested == Rested::AtCheck) {
        tried.verdict = WayVerdict::Fails;
        tried.because = trouble();
    } else {
        const Result<QList<Fingerprint>> is = look();
        if (!is) {
            return fail(is.error());
        }
        const bool toStart = rest->kind == NodeKind::End && rest->outcome != Outcome::Migrated;
        compareWith(toStart ? QString() : place().applied, tried, *is);
    }
    keep(tried);
    return {};
}

/// Ways that other ways hid, that lie behind other answers of gates, or that nothing leads to.
Result<> Rehearser::tryWhatIsLeft()
{
    const QString stopped = m_stop;
    const Flow flow(m_plan.plan);
    const auto notReached = [this](const NodeId& change, const Way& way, const QString& because) {
        RehearsedWay tried{.change = change, .edge = way.edge, .to = way.to};
        tried.because = because;
        keep(tried);
    };
    for (int at = 0; at < flow.size(); ++at) {
        if (!isChange(flow.node(at))) {
            continue;
        }
        const NodeId change = flow.node(at).id;
        for (const Way& way : waysOf(flow, at)) {
            if (isTried(change, way.edge)) {
                continue;
            }
            const std::optional<GateAnswers> answers = answersTowards(flow, at);
            if (!answers) {
                notReached(change, way, tr("Only a failure leads to this step."));
                continue;
            }
            Walk only(withOnlyWay(m_plan.plan, change, way.edge));
            only.answers = *answers;
            only.change = change;
            only.edge = way.edge;
            if (Result<> done = walk(only); !done) {
                return done;
            }
            if (!isTried(change, way.edge)) {
                const QString why = m_stop.isEmpty() ? stopped : m_stop;
                notReached(change, way,
                    why.isEmpty() ? tr("The way forward did not come to this step.") : why);
            }
        }
    }
    for (int at = 0; at < flow.size(); ++at) {
        for (const Edge* edge : flow.entering(at, EdgeKind::Forward)) {
            const int from = flow.indexOf(edge->from);
            const bool known = std::any_of(m_found.ways.cbegin(), m_found.ways.cend(),
                [&](const RehearsedWay& each) { return each.edge == edge->id; });
            const std::optional<GateAnswers> answers = answersTowards(flow, at);
            if (flow.node(at).kind != NodeKind::Rollback || known || !answers
                || flow.node(from).kind != NodeKind::Gate
                || m_plan.assumedSteps.contains(flow.node(at).id)) {
                continue;
            }
            ++m_all;
            Walk only(m_plan.plan);
            only.answers = *answers;
            only.compensator = flow.node(at).id;
            only.change = only.compensator;
            only.edge = edge->id;
            if (Result<> done = walk(only); !done) {
                return done;
            }
        }
    }
    return {};
}

} // namespace whimbrel
