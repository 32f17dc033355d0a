// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/base/error.h"

#include <QByteArray>
#include <QCoreApplication>
#include <QJsonObject>
#include <QString>

namespace whimbrel::cli {

/// The texts of the command line.
struct Texts {
    Q_DECLARE_TR_FUNCTIONS(CommandLine)
};

/// Emphasis of a piece of text. On anything but a terminal (or with NO_COLOR) it has no effect.
enum class Tone { Plain, Strong, Faint, Good, Warning, Bad };

/// Standard input, output and error of the process.
namespace console {

[[nodiscard]] bool inputIsTerminal();
[[nodiscard]] bool outputIsTerminal();
/// How many columns the terminal has; 100 when there is none.
[[nodiscard]] int width();

/// The text as the terminal shows it in that tone.
[[nodiscard]] QString toned(const QString& text, Tone tone);

/// One line on standard output. A progress line that stands there goes first.
void line(const QString& text = {});
/// Bytes as they are on standard output.
void raw(const QByteArray& bytes);
/// A JSON document on standard output.
void json(const QJsonObject& object);
/// One line on standard error, behind "error: ".
void error(const QString& text);
void error(const Error& error);
/// One line on standard error, as it is.
void remark(const QString& text);
/// A line that the next one overwrites; nothing unless standard output is a terminal.
void progress(const QString& text);
/// Text that waits for an answer on the same line.
void prompt(const QString& text);

} // namespace console

} // namespace whimbrel::cli
