// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/exec/control_protocol.h"
#include "ui/run/run_settings.h"

#include <QObject>
#include <QPointer>
#include <QString>

class QProcess;

namespace whimbrel {

/// An earlier run that is gone on with.
struct RunToResume {
    QString run{}; ///< empty: the last one
    QString acceptBecause{}; ///< why a journal that seems to be of another database is believed
    /// What is done about a statement that the server still carries out for the former runner.
    Orphans orphans = Orphans::Refuse;
};

/// The runner as a child process: commands go in, messages come out, one JSON object a line. When
/// the client goes away the runner's input is closed: it finishes the step in hand and rests; it is
/// never killed.
class RunnerClient final : public QObject {
    Q_OBJECT

public:
    explicit RunnerClient(QObject* parent = nullptr);
    ~RunnerClient() override;

    /// Where the runner's program is: beside the application, or where WHIMBREL_CLI says.
    [[nodiscard]] static QString program();

    /// Begins a run of the plan file; `resume` names a run that is gone on with.
    void start(const QString& planPath, const QStringList& targetOrder, const RunSettings& settings,
        const std::optional<RunToResume>& resume);
    /// Follows a run, for reading alone: the last one that is open, where `run` is empty.
    void follow(const QString& planPath, const QStringList& targetOrder,
        const RunSettings& settings, const QString& run);
    void send(const Command& command);
    /// Ends the program's input and listens no more.
    void letGo();
    [[nodiscard]] bool isConnected() const;
    /// The operating system's number of the runner; 0: there is none.
    [[nodiscard]] qint64 processId() const;

signals:
    void message(const whimbrel::RunnerMessage& message);
    /// The process is gone. `text` says what it left on its error output.
    void gone(int exitCode, bool crashed, const QString& text);

private:
    void readLines();
    void readErrors();
    void launch(QStringList arguments, const QString& planPath, const RunSettings& settings);

    QPointer<QProcess> m_process;
    QByteArray m_pending{};
    QByteArray m_errors{};
};

/// The passwords of the bindings, as the command line reads them from its input with
/// --secrets-stdin; empty: there are none.
[[nodiscard]] QByteArray secretsLine(const RunSettings& settings);

/// The arguments that say on which machine the work is done; none for this one.
[[nodiscard]] QStringList runnerArguments(const RunSettings& settings);

/// The arguments that the command line takes for these settings, in target order, without any
/// password.
[[nodiscard]] QStringList bindArguments(
    const QStringList& targetOrder, const RunSettings& settings);

} // namespace whimbrel
