// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QByteArray>
#include <QString>

namespace whimbrel::cli {

/// Writes what a command made to the file, or to standard output where `output` is empty. Says what
/// went wrong; returns the exit code.
[[nodiscard]] int deliver(const QByteArray& bytes, const QString& output);

} // namespace whimbrel::cli
