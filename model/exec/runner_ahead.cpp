// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "model/exec/next_step.h"
#include "model/exec/refusal.h"
#include "model/exec/runner.h"

namespace whimbrel {

/// Has the control connection look at what the next step would wait for, while the run rests.
void Runner::lookAhead()
{
    stopLooking();
    if (m_request && m_request->rehearsal) {
        return; // nobody else works on a scratch database
    }
    const std::optional<NextStep> next = nextStep(m_context.flow, state(), {});
    Session* session = next ? m_context.session(next->target) : nullptr;
    if (!session || !session->watcher() || next->statements.isEmpty()) {
        return;
    }
    m_looking = session;
    session->watcher()->lookFor(lockWish(*next));
    connect(session->watcher(), &Watcher::around, this, [this](const Surroundings& around) {
        if (!m_looking || around == m_around) {
            return;
        }
        m_around = around;
        RunnerMessage say;
        say.type = RunnerMessage::Type::Around;
        say.run = state().run;
        say.around = around;
        emit message(say);
    });
}

void Runner::stopLooking()
{
    if (m_looking) {
        m_looking->watcher()->lookFor(std::nullopt);
        disconnect(m_looking->watcher(), &Watcher::around, this, nullptr);
        m_looking = nullptr;
        m_around = {};
    }
}

/// The step that would be entered next, if the run rests between two steps.
NodeId Runner::atTheDoorNow() const
{
    const NodeId next = nextReady();
    if (next.isEmpty()) {
        return m_context.flow.node(m_context.flow.start()).id;
    }
    return state().step(next).order == 0 ? next : NodeId();
}

/// Rests before a step with a breakpoint, unless somebody has just said at its door to go on.
bool Runner::stopsAtBreakpoint(const Node& node)
{
    if (!m_breakpoints.contains(node.id) || m_goal.from == node.id) {
        m_goal.from = {}; // the next time it is come to, it holds again
        return false;
    }
    m_goal = {};
    record({{EventType::Paused, node.id, {},
        {{QStringLiteral("because"), tr("Breakpoint before \"%1\".").arg(node.title)},
            {QStringLiteral("breakpoint"), true}}}});
    return true;
}

std::optional<Error> Runner::setBreakpoints(const Command& command)
{
    for (const NodeId& node : command.nodes) {
        if (m_ready && !plan().nodes.contains(node)) {
            return refusal::impossible(
                tr("The plan that runs has no step \"%1\".").arg(node.text()));
        }
    }
    m_breakpoints = QSet<NodeId>(command.nodes.cbegin(), command.nodes.cend());
    return std::nullopt;
}

} // namespace whimbrel
