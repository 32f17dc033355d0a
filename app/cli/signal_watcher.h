// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QObject>
#include <QSocketNotifier>

#include <memory>

namespace whimbrel::cli {

/// Turns Ctrl-C, SIGTERM and SIGHUP into a Qt signal, so that a run can settle before the process
/// ends. There is one of them at a time.
class SignalWatcher final : public QObject {
    Q_OBJECT

public:
    explicit SignalWatcher(QObject* parent = nullptr);
    ~SignalWatcher() override;

signals:
    /// Once for each signal that came.
    void interrupted(int signal);

private:
    void takeSignals();

    int m_ends[2] = {-1, -1};
    std::unique_ptr<QSocketNotifier> m_notifier{};
};

} // namespace whimbrel::cli
