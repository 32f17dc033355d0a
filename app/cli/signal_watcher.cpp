// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "app/cli/signal_watcher.h"

#include <fcntl.h>
#include <unistd.h>

#include <array>
#include <csignal>

namespace whimbrel::cli {

namespace {

// A signal handler may do no more than write to a pipe, and knows nothing but globals.
int writingEnd = -1;

constexpr std::array watched{SIGINT, SIGTERM, SIGHUP};

void noteSignal(int signal)
{
    const auto byte = static_cast<unsigned char>(signal);
    if (writingEnd >= 0) {
        [[maybe_unused]] const ssize_t written = write(writingEnd, &byte, 1);
    }
}

} // namespace

SignalWatcher::SignalWatcher(QObject* parent)
    : QObject(parent)
{
    if (pipe2(m_ends, O_CLOEXEC | O_NONBLOCK) != 0) {
        return;
    }
    writingEnd = m_ends[1];
    m_notifier = std::make_unique<QSocketNotifier>(m_ends[0], QSocketNotifier::Read);
    connect(m_notifier.get(), &QSocketNotifier::activated, this, &SignalWatcher::takeSignals);
    for (const int signal : watched) {
        struct sigaction action { };
        action.sa_handler = noteSignal;
        action.sa_flags = SA_RESTART;
        sigaction(signal, &action, nullptr);
    }
    // A terminal or a pipe that went away must not kill the run in the middle of a step.
    std::signal(SIGPIPE, SIG_IGN);
}

SignalWatcher::~SignalWatcher()
{
    for (const int signal : watched) {
        std::signal(signal, SIG_DFL);
    }
    writingEnd = -1;
    m_notifier.reset();
    for (const int end : m_ends) {
        if (end >= 0) {
            close(end);
        }
    }
}

void SignalWatcher::takeSignals()
{
    unsigned char byte = 0;
    while (read(m_ends[0], &byte, 1) == 1) {
        emit interrupted(byte);
    }
}

} // namespace whimbrel::cli
