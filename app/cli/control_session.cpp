// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "app/cli/control_session.h"

#include "app/cli/console.h"
#include "app/cli/line_reader.h"
#include "app/cli/signal_watcher.h"

#include <QCoreApplication>
#include <QTimer>

#include <csignal>

namespace whimbrel::cli {

int execControl(Executor& executor, qint64 longestSilenceMs)
{
    LineReader reader;
    SignalWatcher signalWatcher;
    QObject context;
    bool leaving = false;
    const auto execute = [&executor](whimbrel::Command::Type type) {
        whimbrel::Command command;
        command.type = type;
        QMetaObject::invokeMethod(
            &executor, [&executor, command] { executor.execute(command); }, Qt::QueuedConnection);
    };
    // Nobody listens any more: the step in hand is settled, then the locks are released.
    const auto leave = [&](whimbrel::Command::Type how) {
        if (!leaving) {
            leaving = true;
            execute(executor.isResting() ? whimbrel::Command::Type::Quit : how);
        }
    };
    QObject::connect(&executor, &Executor::message, &context, [&](const RunnerMessage& message) {
        console::raw(encode(message));
        if (leaving && message.type == RunnerMessage::Type::Resting) {
            execute(whimbrel::Command::Type::Quit);
        }
    });
    QObject::connect(
        &executor, &Executor::finished, &context, [](int code) { QCoreApplication::exit(code); });
    // Who leads it over a network shows now and then that they are there, by an empty line. Once
    // that has begun and stops, the link is dead although nobody has closed it.
    QTimer silence;
    silence.setSingleShot(true);
    silence.setInterval(static_cast<int>(longestSilenceMs));
    QObject::connect(
        &silence, &QTimer::timeout, &context, [&] { leave(whimbrel::Command::Type::Pause); });
    QObject::connect(&reader, &LineReader::lineRead, &context, [&](const QByteArray& line) {
        if (line.trimmed().isEmpty()) {
            silence.start();
            return;
        }
        const Result<whimbrel::Command> command = decodeCommand(line);
        if (!command) {
            RunnerMessage refused;
            refused.type = RunnerMessage::Type::Refused;
            refused.error = command.error();
            console::raw(encode(refused));
            return;
        }
        executor.execute(*command);
    });
    QObject::connect(
        &reader, &LineReader::closed, &context, [&] { leave(whimbrel::Command::Type::Pause); });
    QObject::connect(&signalWatcher, &SignalWatcher::interrupted, &context, [&](int signal) {
        leave(signal == SIGHUP ? whimbrel::Command::Type::Pause : whimbrel::Command::Type::Cancel);
    });
    return QCoreApplication::exec();
}

} // namespace whimbrel::cli
