// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/exec/control_protocol.h"
#include "model/exec/run_state.h"
#include "model/plan/plan.h"

#include <QObject>

namespace whimbrel {

/// A run that can be led: it takes commands, and says what it does. It is carried out in this
/// process (Executor), or somewhere else.
class RunHandle : public QObject {
    Q_OBJECT

public:
    using QObject::QObject;

    [[nodiscard]] virtual const RunState& state() const = 0;
    /// The plan that is being carried out; known once Hello was emitted.
    [[nodiscard]] virtual const Plan& plan() const = 0;
    /// Whether it waits for a command.
    [[nodiscard]] virtual bool isResting() const = 0;

public slots:
    /// Does what the person says, or answers Refused and changes nothing.
    virtual void execute(const whimbrel::Command& command) = 0;

signals:
    void message(const whimbrel::RunnerMessage& message);
    /// Bye was emitted, or nothing more can be heard: nothing more will come.
    void finished(int exitCode);
};

} // namespace whimbrel
