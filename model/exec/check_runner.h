// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/exec/judge.h"
#include "model/exec/process_runner.h"
#include "model/exec/replication_lag.h"
#include "model/exec/run_context.h"

#include <QElapsedTimer>
#include <QNetworkAccessManager>
#include <QNetworkReply>
#include <QObject>
#include <QTimer>

#include <functional>

namespace whimbrel {

/// What came of a check, all its tries together.
struct CheckOutcome {
    Verdict verdict{};
    int tries = 0;
    qint64 ms = 0; ///< of the last try
    bool cancelled = false;
};

/// Runs checks, one at a time, without blocking. Manual ones are not for it: somebody has to be
/// asked.
class CheckRunner final : public QObject {
    Q_OBJECT

public:
    explicit CheckRunner(RunContext& context, QObject* parent = nullptr);

    /// Tries the check as often as it says, until it passes. `before`: see judge().
    void run(const Check& check, const QJsonValue& before,
        std::function<void(const CheckOutcome&)> then);
    /// Takes the check's value once, without judging it: for Expectation::before.
    void take(const Check& check, std::function<void(const Result<FoundValue>&)> then);
    /// Gives up; `then` hears of it as cancelled.
    void stop();
    [[nodiscard]] bool isRunning() const { return m_running; }

    /// What the check expects to find, or null where nothing is compared with a value.
    [[nodiscard]] static const Expectation* expectationOf(const Check& check);

private:
    void tryOnce();
    void takeOnce(const std::function<void(const Result<FoundValue>&)>& then);
    /// Whether the error is a lost connection, one of the few that are borne: looking changes
    /// nothing, so it can be done again.
    [[nodiscard]] bool isBorne(const Error& error);
    /// Does it again if so.
    [[nodiscard]] bool looksAgain(const Error& error);
    void concluded(const Verdict& verdict, bool cancelled = false);
    void concluded(const Result<FoundValue>& found);
    void finish(bool cancelled);

    void measureValue(const std::function<void(const Result<FoundValue>&)>& then);
    void measureLag(const ReplicationLagCheck& check);
    void measureByHeartbeat(qint64 atMostMs);
    void concluded(const Result<ReplicationLag>& lag, qint64 atMostMs);
    void runCompare(const CompareCheck& compare);
    void notCompared(const Error& error);
    void runCommand(const CommandCheck& command);
    void runHttp(const HttpCheck& http);
    void judgeAnswer(const HttpCheck& http, QNetworkReply& reply);

    RunContext& m_context;
    ProcessRunner m_process;
    QNetworkAccessManager m_network;
    QNetworkReply* m_reply = nullptr; ///< owned by itself, see deleteLater()
    QTimer m_pause;
    QElapsedTimer m_clock{};
    Check m_check{};
    QJsonValue m_before{};
    CheckOutcome m_outcome{};
    int m_losses = 0; ///< of the connection, in this try
    bool m_running = false;
    bool m_stopping = false;
    std::function<void(const CheckOutcome&)> m_then{};
};

/// The number that a JSON pointer leads to in an answer; nothing if there is none.
[[nodiscard]] FoundValue numberAt(const QByteArray& json, const QString& pointer);

} // namespace whimbrel
