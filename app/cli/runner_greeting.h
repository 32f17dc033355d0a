// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QByteArray>
#include <QString>

#include <optional>

namespace whimbrel::cli {

/// The first line of a runner that another machine has started.
struct RunnerGreeting {
    int protocol = 0;
    QString version{};
};

/// This program's own.
[[nodiscard]] QByteArray ownGreeting();
/// Nothing if the line is something else.
[[nodiscard]] std::optional<RunnerGreeting> decodeGreeting(const QByteArray& line);
/// Why a runner that greets so cannot be worked with; empty: it can.
[[nodiscard]] QString objectionTo(const RunnerGreeting& greeting, const QString& host);

} // namespace whimbrel::cli
