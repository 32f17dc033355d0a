// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/cli/ssh_link.h"
#include "model/exec/run_handle.h"

namespace whimbrel::cli {

/// A run that a runner on another machine carries out, led from here. Its state is the fold of the
/// events that come over the link.
class RemoteRun final : public RunHandle {
    Q_OBJECT

public:
    /// `plan` is what the run is shown with.
    RemoteRun(const RunnerPlace& place, const RunnerTask& task, bool mayAsk, Plan plan,
        QObject* parent = nullptr);

    void start();

    [[nodiscard]] const RunState& state() const override { return m_state; }
    [[nodiscard]] const Plan& plan() const override { return m_plan; }
    [[nodiscard]] bool isResting() const override { return m_resting; }

public slots:
    void execute(const whimbrel::Command& command) override;

private:
    void take(const QByteArray& bytes);
    void takeLine(const QByteArray& line);
    void takeEnd(int exitCode, const QString& problem);

    SshLink m_link;
    Plan m_plan;
    RunState m_state{};
    QByteArray m_pending{};
    bool m_resting = false;
    bool m_over = false;
};

} // namespace whimbrel::cli
