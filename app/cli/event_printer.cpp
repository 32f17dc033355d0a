// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "app/cli/event_printer.h"

#include "app/cli/console.h"
#include "app/cli/run_words.h"
#include "model/plan/check_places.h"
#include "model/plan/names.h"
#include "model/plan/node_kind.h"

namespace whimbrel::cli {

namespace {

QString text(const Event& event, const char* key)
{
    return event.data.value(QLatin1String(key)).toString();
}

QString indented(const QString& line)
{
    return QStringLiteral("    ") + line;
}

/// "tried on a copy" behind what is said before it; nothing when there is nothing to add.
QString withReason(const QString& said, const QString& because)
{
    return because.isEmpty() ? said : QStringLiteral("%1: %2").arg(said, because);
}

QString takingBack(const Plan& plan, const EdgeId& id)
{
    const Edge* edge = plan.edges.find(id);
    return edge ? console::toned(
               QStringLiteral("↩ ") + Texts::tr("taking back %1").arg(nameOf(plan, edge->from)),
               Tone::Strong)
                : QString();
}

/// The check as its last try left it.
const CheckRun* lastRun(const RunState& state, const Event& event)
{
    const auto step = state.steps.constFind(event.node);
    if (step == state.steps.cend()) {
        return nullptr;
    }
    for (const CheckRun& each : step->checks) {
        if (each.check.text() == text(event, "check") && each.phase == text(event, "phase")) {
            return &each;
        }
    }
    return nullptr;
}

} // namespace

QStringList EventPrinter::checkLines(const Plan& plan, const RunState& state, const Event& event)
{
    const CheckRun* last = lastRun(state, event);
    if (!last) {
        return {};
    }
    CheckRun check = *last;
    const QString key = event.node.text() + QLatin1Char('\n') + check.phase + QLatin1Char('\n')
        + check.check.text();
    const QString said = text(event, "result") + QLatin1Char('\n') + check.found;
    if (m_said.value(key) == said) {
        return {};
    }
    m_said.insert(key, said);
    if (!m_confirmed.isEmpty() && check.found == m_confirmed) {
        check.found.clear();
        check.message.clear();
    }
    m_confirmed.clear();
    return {indented(checkText(checkTitle(plan, event.node, check.phase, check.check), check))};
}

QStringList EventPrinter::doneLines(const RunState& state, const Event& event)
{
    const StepRun step
        = event.edge.isEmpty() ? state.step(event.node) : state.compensations.value(event.edge);
    const bool counts = event.data.contains(QLatin1String("rows"));
    QStringList lines;
    if (const QString amount = amountText(counts ? step.rows : -1, step.ms); !amount.isEmpty()) {
        lines.append(indented(amount));
    }
    if (const QString evidence = text(event, "evidence");
        !evidence.isEmpty() && evidence != m_confirmed) {
        lines.append(indented(evidence));
    }
    m_confirmed.clear();
    return lines;
}

QStringList EventPrinter::failedLines(const Event& event)
{
    const QString error = text(event, "error");
    const bool told = !m_confirmed.isEmpty() && error.endsWith(m_confirmed);
    m_confirmed.clear();
    return told
        ? QStringList()
        : QStringList{indented(console::toned(Texts::tr("failed: %1").arg(error), Tone::Bad))};
}

void EventPrinter::forgetChecks(const NodeId& node)
{
    m_said.removeIf([&node](const auto& each) {
        return each.key().startsWith(node.text() + QLatin1Char('\n'));
    });
}

QStringList EventPrinter::lines(const Plan& plan, const RunState& state, const Event& event)
{
    switch (event.type) {
    case EventType::NodeEntered: {
        const Node* node = plan.nodes.find(event.node);
        forgetChecks(event.node);
        const QString kind = node ? displayName(node->kind) : QString();
        return {console::toned(QStringLiteral("▸ %1").arg(nameOf(plan, event.node)), Tone::Strong)
            + console::toned(QStringLiteral("  ") + kind, Tone::Faint)};
    }
    case EventType::StepIntended:
        return event.edge.isEmpty() ? QStringList() : QStringList{takingBack(plan, event.edge)};
    case EventType::StepDone:
        return doneLines(state, event);
    case EventType::StepFailed:
        return failedLines(event);
    case EventType::StepSkipped:
        return {indented(
            Texts::tr("skipped by %1: %2").arg(text(event, "by"), text(event, "because")))};
    case EventType::StepMarkedDone:
        return {indented(
            Texts::tr("marked as done by %1: %2").arg(text(event, "by"), text(event, "because")))};
    case EventType::CheckDone:
        return checkLines(plan, state, event);
    case EventType::GateAnswered:
        return {indented(
            withReason(Texts::tr("%1, by %2").arg(text(event, "outcome"), text(event, "by")),
                text(event, "because")))};
    case EventType::ConfirmationAsked:
        return event.edge.isEmpty() ? QStringList() : QStringList{takingBack(plan, event.edge)};
    case EventType::ConfirmationGiven: {
        m_confirmed = text(event, "because");
        const QString said = text(event, "outcome") == outcomes::pass
            ? Texts::tr("done, by %1")
            : Texts::tr("could not be done, by %1");
        return {indented(withReason(said.arg(text(event, "by")), m_confirmed))};
    }
    case EventType::HoldBegan:
        return {indented(
            Texts::tr("holds until %1")
                .arg(timeText(QDateTime::fromString(text(event, "until"), Qt::ISODateWithMs))))};
    case EventType::RollbackBegan:
        return {console::toned(QStringLiteral("↩ ")
                + Texts::tr("going back to %1: %2")
                      .arg(nameOf(plan, NodeId(text(event, "to"))), text(event, "because")),
            Tone::Warning)};
    case EventType::RollbackEnded:
        return {console::toned(
            QStringLiteral("↩ ") + Texts::tr("back at %1").arg(nameOf(plan, event.node)),
            Tone::Warning)};
    case EventType::DoubtFound:
        return {indented(
            console::toned(Texts::tr("in doubt: %1").arg(text(event, "evidence")), Tone::Bad))};
    case EventType::Decided:
        forgetChecks(event.node);
        return {indented(withReason(
            Texts::tr("decided by %1: %2").arg(text(event, "by"), text(event, "decision")),
            text(event, "because")))};
    case EventType::TriedAgain:
        return {indented(Texts::tr("tried again: %1").arg(text(event, "error")))};
    case EventType::BlockerStopped:
        return {indented(Texts::tr("%1 stopped who was in the way: %2")
                             .arg(text(event, "by"), text(event, "who")))};
    case EventType::Resolved:
        return {indented(Texts::tr("found out: %1").arg(text(event, "evidence")))};
    case EventType::Cancelled:
        return {indented(Texts::tr("cancelled; %1").arg(text(event, "found")))};
    case EventType::HandedOver:
        return {Texts::tr("handed over by %1 to %2: %3")
                    .arg(text(event, "by"), text(event, "to"), text(event, "note"))};
    case EventType::PlanAdopted:
        return {Texts::tr("the edited plan was adopted by %1: %2")
                    .arg(text(event, "by"), text(event, "because"))};
    case EventType::Paused:
        return {console::toned(
            Texts::tr("The run pauses: %1").arg(text(event, "because")), Tone::Warning)};
    case EventType::RunEnded:
        return {console::toned(
            Texts::tr("The run ended: %1.").arg(text(event, "outcome")), Tone::Strong)};
    case EventType::RunStarted:
    case EventType::RunResumed:
    case EventType::BeforeTaken:
    case EventType::StatementIntended:
    case EventType::StatementDone:
    case EventType::BatchDone:
    case EventType::NodeDone:
    case EventType::EdgeFollowed:
    case EventType::GateAsked:
    case EventType::Compensated:
        return {};
    }
    return {};
}

} // namespace whimbrel::cli
