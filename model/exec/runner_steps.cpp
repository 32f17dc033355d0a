// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "model/exec/check_phase.h"
#include "model/exec/position.h"
#include "model/exec/prepare_sql.h"
#include "model/exec/runner.h"
#include "model/exec/windows.h"
#include "model/plan/names.h"
#include "model/plan/node_kind.h"

#include <QCoreApplication>
#include <QJsonArray>

namespace whimbrel {

namespace {

QString resultKey(CheckResult result)
{
    switch (result) {
    case CheckResult::Pass:
        return outcomes::pass;
    case CheckResult::Fail:
        return outcomes::fail;
    case CheckResult::Unknown:
        break;
    }
    return QStringLiteral("unknown");
}

const CheckRun* lastRun(const StepRun& step, const QString& phase, const CheckId& check)
{
    for (const CheckRun& run : step.checks) {
        if (run.check == check && run.phase == phase) {
            return &run;
        }
    }
    return nullptr;
}

bool hasPassed(const StepRun& step, const QString& phase, const CheckId& check)
{
    const CheckRun* run = lastRun(step, phase, check);
    return run && run->result == CheckResult::Pass;
}

} // namespace

NodeId Runner::nextReady() const
{
    return nodeInTurn(m_context.flow, state());
}

void Runner::stepForward()
{
    const NodeId id = nextReady();
    const Node* node = plan().nodes.find(id);
    if (!node) {
        atTheDoor(m_context.flow.node(m_context.flow.start()));
        return;
    }
    const StepRun step = state().step(id);
    if (step.order == 0) {
        atTheDoor(*node);
        return;
    }
    if (step.left) {
        leave(*node, step.outcome);
        return;
    }
    if (waitsForTargetsOf(*node)) {
        return;
    }
    const bool untouched = !step.arrivedBack && !step.intended && !step.actionDone
        && step.statementsDone == 0 && step.batches == 0;
    if (untouched
        && (runChecks(*node, node->entry, checkPhases::entry)
            || (isChange(*node) && takeBefore(*node, step)))) {
        return;
    }
    if (!step.actionDone && performAction(*node, step)) {
        return;
    }
    if (!step.arrivedBack && runChecks(*node, node->exit, checkPhases::exit)) {
        return;
    }
    decideOutcome(*node, step);
}

/// Before a node is entered: is it to be entered now?
void Runner::atTheDoor(const Node& node)
{
    if (m_goal.kind == Goal::Kind::Step && m_goal.entered) {
        m_goal = {};
        restNow();
        return;
    }
    if (m_goal.kind == Goal::Kind::To && m_goal.node == node.id) {
        pauseWith(tr("About to enter \"%1\".").arg(node.title), node.id);
        return;
    }
    if (waitsForTargetsOf(node)) {
        return;
    }
    if (stopsAtBreakpoint(node)) {
        return;
    }
    const QDateTime now = QDateTime::currentDateTimeUtc();
    if (node.window && !isOpen(*node.window, now)) {
        const QDateTime opens = nextOpening(*node.window, now);
        pauseWith(opens.isValid() ? tr("\"%1\" is outside its window, which opens at %2.")
                                        .arg(node.title, opens.toString(Qt::ISODate))
                                  : tr("\"%1\" has a window that never opens.").arg(node.title),
            node.id);
        return;
    }
    m_goal.entered = true;
    EdgeId by;
    for (auto edge = state().followed.crbegin(); edge != state().followed.crend(); ++edge) {
        const Edge* via = plan().edges.find(*edge);
        if (via && via->to == node.id) {
            by = via->id;
            break;
        }
    }
    record({entry(node, by)});
}

/// Takes the values that checks of the change, or of what guards it, will compare with.
bool Runner::takeBefore(const Node& node, const StepRun& step)
{
    struct Wanted {
        NodeId owner{};
        QString phase{};
        const Check* check = nullptr;
    };
    QList<Wanted> wanted;
    const auto collect = [&](const Node& owner, const QList<Check>& checks, const QString& phase) {
        for (const Check& check : checks) {
            const Expectation* expect = CheckRunner::expectationOf(check);
            if (expect && expect->before) {
                wanted.append({owner.id, phase, &check});
            }
        }
    };
    collect(node, node.exit, checkPhases::exit);
    const Flow& flow = m_context.flow;
    for (const int guard : flow.guardsOf(flow.indexOf(node.id))) {
        // While another change that it guards is in effect, its value from before that one stays.
        const bool taken = std::any_of(
            flow.guardedBy(guard).cbegin(), flow.guardedBy(guard).cend(), [&](int change) {
                return flow.node(change).id != node.id
                    && state().applied.contains(flow.node(change).id);
            });
        if (!taken) {
            collect(flow.node(guard), flow.node(guard).checks, checkPhases::checks);
        }
    }
    for (const Wanted& one : wanted) {
        if (step.beforeTaken.contains(beforeKey(one.owner, one.phase, one.check->id))) {
            continue;
        }
        m_inHand = true;
        m_checks.take(*one.check,
            [this, one, change = node.id, id = one.check->id](const Result<FoundValue>& found) {
                m_inHand = false;
                if (!found && found.error().code == ErrorCode::Cancelled) {
                    advanceSoon();
                    return;
                }
                QJsonObject data{{QStringLiteral("check"), id.text()},
                    {QStringLiteral("phase"), one.phase}, {QStringLiteral("for"), change.text()}};
                if (!found) {
                    data.insert(QStringLiteral("problem"), found.error().text());
                } else {
                    data.insert(QStringLiteral("value"),
                        *found ? QJsonValue(**found) : QJsonValue(QJsonValue::Null));
                }
                record({{EventType::BeforeTaken, one.owner, {}, data}});
            });
        return true;
    }
    return false;
}

/// Starts the first check of the list that has not passed; false if all have.
bool Runner::runChecks(
    const Node& node, const QList<Check>& checks, const QString& phase, bool repeat)
{
    const StepRun step = state().step(node.id);
    for (const Check& check : checks) {
        if (repeat || !hasPassed(step, phase, check.id)) {
            startCheck(node, check, phase);
            return true;
        }
    }
    return false;
}

void Runner::startCheck(const Node& node, const Check& check, const QString& phase)
{
    if (const auto* manual = std::get_if<ManualCheck>(&check.body)) {
        record({{EventType::ConfirmationAsked, node.id, {},
            {{QStringLiteral("instructions"), manual->question},
                {QStringLiteral("check"), check.id.text()}, {QStringLiteral("phase"), phase}}}});
        return;
    }
    m_inHand = true;
    Progress now;
    now.node = node.id;
    now.text = tr("Checking: %1").arg(check.title.isEmpty() ? check.id.text() : check.title);
    emit m_recorder.progressed(now);
    const QJsonValue before = state().before.value(
        beforeKey(node.id, phase, check.id), QJsonValue(QJsonValue::Undefined));
    m_checks.run(check, before, [this, id = node.id, check, phase](const CheckOutcome& outcome) {
        m_inHand = false;
        checkDone(id, check, phase, outcome);
    });
}

void Runner::checkDone(
    const NodeId& node, const Check& check, const QString& phase, const CheckOutcome& outcome)
{
    if (outcome.cancelled) {
        advanceSoon();
        return;
    }
    // A check that repeats for hours and finds the same again says nothing new.
    const StepRun step = state().step(node);
    const CheckRun* last = lastRun(step, phase, check.id);
    const bool news = !last || last->result != outcome.verdict.result || m_round < 0 || m_lastRound;
    if (m_round >= 0) {
        ++m_round;
    }
    if (!news) {
        advanceSoon();
        return;
    }
    QJsonObject data{
        {QStringLiteral("check"), check.id.text()},
        {QStringLiteral("phase"), phase},
        {QStringLiteral("result"), resultKey(outcome.verdict.result)},
        {QStringLiteral("found"), outcome.verdict.found},
        {QStringLiteral("expected"), outcome.verdict.expected},
        {QStringLiteral("try"), outcome.tries},
        {QStringLiteral("ms"), outcome.ms},
    };
    if (!outcome.verdict.message.isEmpty()) {
        data.insert(QStringLiteral("message"), outcome.verdict.message);
    }
    QList<EventDraft> events{{EventType::CheckDone, node, {}, data}};
    if (outcome.verdict.result == CheckResult::Pass && phase == checkPhases::checks) {
        events += onwardAfter(node, check.id);
    }
    record(events);
}

/// Why it cannot be told whether the step took effect before the runner died; empty if it can.
QString Runner::doubtAbout(const Node& node, const StepRun& step) const
{
    if (!step.intended || !node.action || node.action->repeatable) {
        return {};
    }
    if (node.action->type() == ActionType::Command) {
        return tr("The command of \"%1\" was started, and how it ended was never journaled.")
            .arg(node.title);
    }
    return {};
}

/// Performs the node's action; false if it has none.
bool Runner::performAction(const Node& node, const StepRun& step, bool onlyTell)
{
    if (!traits(node.kind).performs) {
        return false;
    }
    const QString doubt = doubtAbout(node, step);
    if (!doubt.isEmpty()) {
        record({{EventType::DoubtFound, node.id, {}, {{QStringLiteral("evidence"), doubt}}}});
        return true;
    }
    ActionOrder order;
    order.step = stepContextOf(m_context, node);
    order.action = node.action.value_or(Action{});
    order.onlyTell = onlyTell;
    if (node.kind == NodeKind::Rollback) {
        order.step.whenDone = compensatedBy(node);
    }
    const QList<EventDraft> departed = departureAfterAction(node);
    order.step.whenDone += departed;
    if (const std::optional<EventDraft> next = entryBehind(departed)) {
        m_spokenTo = std::make_shared<std::atomic<bool>>(false);
        order.step.onward = Onward{*next, m_spokenTo};
    }
    if (order.action.type() == ActionType::Command && !m_context.allowCommands) {
        pauseWith(
            tr("\"%1\" runs a command, and commands are not allowed in this run.").arg(node.title),
            node.id);
        return true;
    }
    m_inHand = true;
    m_actions.perform(order, [this] {
        m_inHand = false;
        advanceSoon();
    });
    return true;
}

/// What a rollback node that was entered by a forward edge takes back: the changes guarded by where
/// it was entered from, and everything done since the state that it leads to.
QList<EventDraft> Runner::compensatedBy(const Node& rollbackNode) const
{
    const Flow& flow = m_context.flow;
    EdgeId via;
    NodeId from;
    for (const EdgeId& edge : state().followed) {
        const Edge* followed = plan().edges.find(edge);
        if (followed && followed->to == rollbackNode.id) {
            via = followed->id;
            from = followed->from;
        }
    }
    QList<NodeId> taken;
    const int index = flow.indexOf(rollbackNode.id);
    for (const Edge* edge : flow.leaving(index, EdgeKind::Forward)) {
        if (edge->when != outcomes::fail && edge->when != outcomes::no) {
            taken = takenBackAlong(flow, state(), from, edge->to);
            break;
        }
    }
    const int source = flow.indexOf(from);
    for (const NodeId& change : state().applied) {
        const int changed = flow.indexOf(change);
        const bool guarded = source >= 0 && changed >= 0
            && (changed == source || flow.guardedBy(source).contains(changed));
        if (guarded && !taken.contains(change)) {
            taken.append(change);
        }
    }
    QList<EventDraft> events;
    for (const NodeId& change : taken) {
        events.append({EventType::Compensated, change, via,
            {{QStringLiteral("by"), rollbackNode.id.text()}}});
    }
    return events;
}

/// Action and conditions are done: what the node comes to.
void Runner::decideOutcome(const Node& node, const StepRun& step)
{
    switch (node.kind) {
    case NodeKind::Gate:
        passGate(node, step);
        break;
    case NodeKind::Monitor:
        observe(node, step);
        break;
    case NodeKind::End:
        recordEverywhere(
            {{EventType::NodeDone, node.id, {}, {{QStringLiteral("outcome"), outcomes::pass}}},
                {EventType::RunEnded, node.id, {},
                    {{QStringLiteral("outcome"), keyOf(node.outcome)}}}});
        break;
    default:
        if (!runChecks(node, node.checks, checkPhases::checks)) {
            leave(node, outcomes::pass);
        }
        break;
    }
}

QStringList Runner::answersOf(const Node& node) const
{
    QStringList answers;
    for (const Edge* edge :
        m_context.flow.leaving(m_context.flow.indexOf(node.id), EdgeKind::Forward)) {
        const QString answer = edge->when.isEmpty() ? outcomes::yes : edge->when;
        if (!answers.contains(answer)) {
            answers.append(answer);
        }
    }
    if (answers.size() < 2) {
        for (const QString& usual : {outcomes::yes, outcomes::no}) {
            if (!answers.contains(usual)) {
                answers.append(usual);
            }
        }
    }
    return answers;
}

void Runner::passGate(const Node& node, const StepRun& step)
{
    if (!step.outcome.isEmpty()) {
        leave(node, step.outcome);
        return;
    }
    if (runChecks(node, node.checks, checkPhases::checks)) {
        return;
    }
    if (!asksPeople(node)) {
        leave(node, outcomes::yes);
        return;
    }
    record({{EventType::GateAsked, node.id, {},
        {{QStringLiteral("question"), node.ask.isEmpty() ? node.title : node.ask},
            {QStringLiteral("outcomes"), QJsonArray::fromStringList(answersOf(node))}}}});
}

/// A monitor: its checks repeat for a while, or it holds until a time. The time is journaled, so it
/// does not begin anew when the runner does.
void Runner::observe(const Node& node, const StepRun& step)
{
    const QDateTime now = QDateTime::currentDateTimeUtc();
    const qint64 holdMs = node.holdMs.value_or(0);
    if (holdMs <= 0) {
        if (!runChecks(node, node.checks, checkPhases::checks)) {
            leave(node, outcomes::pass);
        }
        return;
    }
    if (!step.holdUntil.isValid()) {
        m_round = -1;
        record({{EventType::HoldBegan, node.id, {},
            {{QStringLiteral("until"), now.addMSecs(holdMs).toString(Qt::ISODateWithMs)}}}});
        return;
    }
    if (m_wait.isActive()) {
        return;
    }
    const bool over = now >= step.holdUntil;
    if (m_round < 0) {
        m_round = 0;
        m_lastRound = over;
    }
    if (m_round < node.checks.size()) {
        const Check& check = node.checks[m_round];
        if (check.type() != CheckType::Manual) {
            startCheck(node, check, checkPhases::checks);
            return;
        }
        if (m_lastRound && !hasPassed(step, checkPhases::checks, check.id)) {
            startCheck(node, check, checkPhases::checks);
            return;
        }
        ++m_round;
        advanceSoon();
        return;
    }
    m_round = -1;
    if (m_lastRound) {
        m_lastRound = false;
        leave(node, outcomes::pass);
        return;
    }
    restNow();
    constexpr qint64 usualRounds = 10;
    constexpr qint64 shortest = 1000;
    const qint64 every = node.checks.isEmpty()
        ? now.msecsTo(step.holdUntil)
        : node.everyMs.value_or(qMax(holdMs / usualRounds, shortest));
    constexpr qint64 longestTimer = 60 * 60 * 1000;
    m_wait.start(static_cast<int>(
        qBound<qint64>(1, qMin(every, now.msecsTo(step.holdUntil)), longestTimer)));
}

} // namespace whimbrel
