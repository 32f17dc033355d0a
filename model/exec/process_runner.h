// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QObject>
#include <QProcess>
#include <QStringList>
#include <QTimer>

#include <functional>

namespace whimbrel {

/// How a program ended.
struct ProcessResult {
    bool started = false;
    bool timedOut = false;
    bool stopped = false; ///< by stop()
    int exitCode = -1; ///< -1: a signal ended it, or it never began
    QString tail{}; ///< the end of what it wrote, without passwords
    QString problem{}; ///< why it did not begin or end properly
};

/// Runs one program at a time, with arguments and without a shell.
class ProcessRunner final : public QObject {
    Q_OBJECT

public:
    explicit ProcessRunner(QObject* parent = nullptr);
    ~ProcessRunner() override;

    /// `limitMs` 0: no limit. `then` is called once, from the event loop.
    void run(const QString& program, const QStringList& arguments, const QString& folder,
        qint64 limitMs, std::function<void(const ProcessResult&)> then);
    /// Ends the program and what it started.
    void stop();

private:
    void finish(const ProcessResult& result);
    void endGroup();

    QProcess m_process;
    QTimer m_limit;
    QByteArray m_output{};
    bool m_timedOut = false;
    bool m_stopped = false;
    std::function<void(const ProcessResult&)> m_then{};
};

/// The text with the passwords in URLs and those of the environment taken out.
[[nodiscard]] QString withoutSecrets(const QString& text);

} // namespace whimbrel
