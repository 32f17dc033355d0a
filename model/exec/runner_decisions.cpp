// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "model/exec/refusal.h"
#include "model/exec/runner.h"
#include "model/plan/node_kind.h"

#include <QCoreApplication>

namespace whimbrel {

using refusal::impossible;
using refusal::isBlank;
using refusal::needsReason;

/// Goes back to earlier work along a retry edge, which leads there with no change in between.
std::optional<Error> Runner::retryFrom(const Command& command)
{
    const Node* node = nodeInQuestion();
    const int index = node ? m_context.flow.indexOf(node->id) : -1;
    if (index < 0) {
        return impossible(tr("There is nothing to decide about."));
    }
    for (const Edge* edge : m_context.flow.leaving(index, EdgeKind::Retry)) {
        if (edge->to != command.node) {
            continue;
        }
        endRound();
        goOnAfterAnswer({{EventType::Decided, node->id, {},
                             {{QStringLiteral("decision"), QStringLiteral("retry")},
                                 {QStringLiteral("by"), nameOf(command)},
                                 {QStringLiteral("because"), command.because}}},
            {EventType::EdgeFollowed, edge->to, edge->id,
                {{QStringLiteral("from"), node->id.text()}}}});
        return std::nullopt;
    }
    return impossible(tr("No retry edge leads from \"%1\" back to \"%2\".")
                          .arg(node->title, command.node.text()));
}

std::optional<Error> Runner::retry(const Command& command)
{
    const RestReason reason = state().rest.reason;
    const bool failed = reason == RestReason::Failure || reason == RestReason::CheckFailed
        || reason == RestReason::Unknown;
    const Node* asked = nodeInQuestion();
    if (failed && !state().rollingBack && asked && !command.node.isEmpty()
        && command.node != asked->id) {
        return retryFrom(command);
    }
    if (const auto other = aboutWhatIsAsked(command)) {
        return other;
    }
    const Rest rest = state().rest;
    const Node* node = nodeInQuestion();
    const bool gateAgain = node->kind == NodeKind::Gate && rest.reason == RestReason::Paused;
    if (rest.reason != RestReason::Failure && rest.reason != RestReason::CheckFailed
        && rest.reason != RestReason::Unknown && rest.reason != RestReason::Doubt && !gateAgain) {
        return impossible(tr("Nothing has failed that could be tried again."));
    }
    if (m_goal.kind == Goal::Kind::None) {
        m_goal = {state().rollingBack ? Goal::Kind::End : Goal::Kind::Step, {}, true};
    }
    endRound();
    goOnAfterAnswer({{EventType::Decided, rest.node, rest.edge,
        {{QStringLiteral("decision"), QStringLiteral("retry")},
            {QStringLiteral("by"), nameOf(command)},
            {QStringLiteral("because"), command.because}}}});
    return std::nullopt;
}

std::optional<Error> Runner::skip(const Command& command)
{
    if (const auto other = aboutWhatIsAsked(command)) {
        return other;
    }
    const Node& node = *nodeInQuestion();
    if (isBlank(command.because)) {
        return needsReason();
    }
    if (state().rollingBack) {
        return impossible(tr("A compensation cannot be skipped."),
            tr("If it was done by hand, mark it as done with evidence."));
    }
    const bool skippable = node.kind != NodeKind::Start && node.kind != NodeKind::Gate
        && node.kind != NodeKind::Fork && node.kind != NodeKind::Join && node.kind != NodeKind::End;
    if (!skippable) {
        return impossible(
            tr("\"%1\" cannot be skipped: it is a %2.").arg(node.title, displayName(node.kind)));
    }
    QList<EventDraft> events;
    if (state().step(node.id).order == 0) {
        events.append({EventType::NodeEntered, node.id, {}, {}});
    }
    events.append({EventType::StepSkipped, node.id, {},
        {{QStringLiteral("by"), nameOf(command)}, {QStringLiteral("because"), command.because}}});
    const QList<EventDraft> way = departure(node, outcomes::pass);
    if (way.isEmpty()) {
        return impossible(tr("No edge leads on from \"%1\".").arg(node.title));
    }
    endRound();
    goOnAfterAnswer(events + way);
    return std::nullopt;
}

std::optional<Error> Runner::markDone(const Command& command)
{
    if (const auto other = aboutWhatIsAsked(command)) {
        return other;
    }
    if (isBlank(command.because)) {
        return Error{ErrorCode::Usage, tr("What shows that it is done?"), {},
            tr("Give the evidence; it is journaled.")};
    }
    const Rest rest = state().rest;
    const Node& node = *nodeInQuestion();
    const QJsonObject data{
        {QStringLiteral("by"), nameOf(command)}, {QStringLiteral("because"), command.because}};
    if (state().rollingBack && rest.reason == RestReason::Paused && rest.edge.isEmpty()) {
        return impossible(tr("No compensation is in question."), tr("Go on; it asks if it fails."));
    }
    if (state().rollingBack) {
        const std::optional<Way> way
            = chosenWay(m_context.flow, state(), node.id, state().rollbackTo);
        QList<EventDraft> events{
            {EventType::StepMarkedDone, node.id, way ? way->edge : EdgeId(), data}};
        events += way ? compensatedAlong(node.id, *way)
                      : QList<EventDraft>{{EventType::Compensated, node.id, {}, data}};
        if (m_goal.kind == Goal::Kind::None) {
            m_goal = {Goal::Kind::End, {}, true};
        }
        goOnAfterAnswer(events);
        return std::nullopt;
    }
    const StepRun step = state().step(node.id);
    if (!traits(node.kind).performs && rest.reason != RestReason::CheckFailed
        && rest.reason != RestReason::Unknown) {
        return impossible(tr("\"%1\" does nothing that could be marked as done.").arg(node.title));
    }
    if (node.kind == NodeKind::Gate && asksPeople(node)) {
        // The evidence stands for the check, never for the answer of those who are asked.
        QJsonObject decided = data;
        decided.insert(QStringLiteral("decision"), QStringLiteral("done"));
        goOnAfterAnswer({{EventType::Decided, node.id, {}, decided},
            {EventType::CheckDone, node.id, {},
                {{QStringLiteral("check"), rest.check.text()},
                    {QStringLiteral("phase"), rest.phase},
                    {QStringLiteral("result"), outcomes::pass},
                    {QStringLiteral("found"), command.because}, {QStringLiteral("try"), 1}}}});
        return std::nullopt;
    }
    QList<EventDraft> events;
    if (step.order == 0) {
        events.append({EventType::NodeEntered, node.id, {}, {}});
    }
    QJsonObject marked = data;
    const bool actionOpen = traits(node.kind).performs && !step.actionDone;
    if (isChange(node) && actionOpen) {
        marked.insert(QStringLiteral("change"), true);
    }
    events.append({EventType::StepMarkedDone, node.id, {}, marked});
    if (node.kind == NodeKind::Rollback && actionOpen) {
        events += compensatedBy(node);
    }
    if (!actionOpen) {
        // Its checks were in question: the evidence stands for them.
        const QList<EventDraft> way
            = departure(node, node.kind == NodeKind::Gate ? outcomes::yes : outcomes::pass);
        if (way.isEmpty()) {
            return impossible(tr("No edge leads on from \"%1\".").arg(node.title));
        }
        events += way;
    }
    endRound();
    goOnAfterAnswer(events);
    return std::nullopt;
}

/// Brings the latest backup back where a compensation failed, and with it everything since.
std::optional<Error> Runner::restoreLatest(const Command& command)
{
    if (const auto other = otherOpenRun()) {
        return other;
    }
    const NodeId backup = latestBackup();
    if (backup.isEmpty()) {
        return impossible(tr("This run has taken no backup that could be restored."));
    }
    if (isBlank(command.because)) {
        return needsReason();
    }
    const Node& node = *plan().nodes.find(backup);
    const Rest rest = state().rest;
    ActionOrder order;
    order.step.node = rest.node.isEmpty() ? nextReady() : rest.node;
    order.step.edge = rest.edge.isEmpty() ? EdgeId(QStringLiteral("restore")) : rest.edge;
    order.step.lockTimeoutMs = 5000;
    order.restoreFrom = backup;
    order.action.target = node.action ? node.action->target : TargetId();
    for (const NodeId& change : undoneByRestoring(backup)) {
        order.step.whenDone.append({EventType::Compensated, change, order.step.edge,
            {{QStringLiteral("restored"), backup.text()}}});
    }
    QList<EventDraft> events;
    const QJsonObject data{{QStringLiteral("decision"), QStringLiteral("restore")},
        {QStringLiteral("by"), nameOf(command)}, {QStringLiteral("because"), command.because}};
    events.append({EventType::Decided, rest.node, rest.edge, data});
    if (!state().rollingBack) {
        events.append({EventType::RollbackBegan, {}, {},
            {{QStringLiteral("to"), backup.text()}, {QStringLiteral("by"), nameOf(command)},
                {QStringLiteral("because"), command.because}}});
    }
    m_goal = {Goal::Kind::End, {}, true};
    m_announced = false;
    m_inHand = true;
    m_recorder.recordEverywhere(events, [this, order] {
        m_actions.perform(order, [this] {
            m_inHand = false;
            advanceSoon();
        });
    });
    return std::nullopt;
}

std::optional<Error> Runner::decide(const Command& command)
{
    if (command.outcome == QLatin1String("done")) {
        return markDone(command);
    }
    if (command.outcome == QLatin1String("retry")) {
        return retry(command);
    }
    if (command.outcome == QLatin1String("skip")) {
        return skip(command);
    }
    if (command.outcome == QLatin1String("restore")) {
        return restoreLatest(command);
    }
    if (command.outcome == QLatin1String("rollback")) {
        // The node that the command names is the one in question, not where to go back to.
        if (const auto other = aboutWhatIsAsked(command)) {
            return other;
        }
        Command back = command;
        back.node = {};
        return rollback(back);
    }
    return impossible(tr("\"%1\" is no decision.").arg(command.outcome),
        tr("Decide for done, retry, skip, rollback or restore."));
}

} // namespace whimbrel
