// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "model/exec/executor.h"

#include "model/exec/runner.h"

namespace whimbrel {

Executor::Executor(QObject* parent)
    : RunHandle(parent)
    , m_runner(std::make_unique<Runner>())
{
    connect(m_runner.get(), &Runner::message, this, &Executor::message);
    connect(m_runner.get(), &Runner::finished, this, &Executor::finished);
}

Executor::~Executor() = default;

Result<> Executor::start(const RunRequest& request)
{
    return m_runner->start(request);
}

Result<> Executor::resume(const ResumeRequest& request)
{
    return m_runner->resume(request);
}

const RunState& Executor::state() const
{
    return m_runner->state();
}

const Plan& Executor::plan() const
{
    return m_runner->plan();
}

bool Executor::isResting() const
{
    return m_runner->isResting();
}

void Executor::execute(const Command& command)
{
    m_runner->execute(command);
}

int exitCodeOf(const RunState& state)
{
    constexpr int well = 0;
    constexpr int wentBack = 1;
    constexpr int resting = 3;
    constexpr int inDoubt = 5;
    if (state.ended) {
        return *state.ended == Outcome::Migrated ? well : wentBack;
    }
    switch (state.rest.reason) {
    case RestReason::Failure:
        return state.rest.edge.isEmpty() ? wentBack : inDoubt;
    case RestReason::CheckFailed:
        return wentBack;
    case RestReason::Doubt:
    case RestReason::Unknown:
        return inDoubt;
    case RestReason::Paused:
        return state.step(state.rest.node).arrivedBack ? wentBack : resting;
    case RestReason::None:
    case RestReason::Gate:
    case RestReason::Confirmation:
    case RestReason::Hold:
        break;
    }
    return resting;
}

} // namespace whimbrel
