// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "app/cli/console.h"

#include <QJsonDocument>

#include <sys/ioctl.h>
#include <unistd.h>

#include <cstdio>

namespace whimbrel::cli::console {

namespace {

bool progressShown = false;

void write(FILE* stream, const QByteArray& bytes)
{
    std::fwrite(bytes.constData(), 1, static_cast<size_t>(bytes.size()), stream);
    std::fflush(stream);
}

void clearProgress()
{
    if (progressShown) {
        write(stdout, QByteArrayLiteral("\r\x1b[K"));
        progressShown = false;
    }
}

} // namespace

bool inputIsTerminal()
{
    return isatty(STDIN_FILENO) == 1;
}

bool outputIsTerminal()
{
    return isatty(STDOUT_FILENO) == 1;
}

int width()
{
    winsize size{};
    constexpr int unknown = 100;
    if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) != 0 || size.ws_col < 20) {
        return unknown;
    }
    return size.ws_col;
}

QString toned(const QString& text, Tone tone)
{
    static const bool colored = outputIsTerminal() && qEnvironmentVariableIsEmpty("NO_COLOR")
        && qEnvironmentVariable("TERM") != QLatin1String("dumb");
    if (!colored || tone == Tone::Plain || text.isEmpty()) {
        return text;
    }
    const char* code = "0";
    switch (tone) {
    case Tone::Plain:
        break;
    case Tone::Strong:
        code = "1";
        break;
    case Tone::Faint:
        code = "2";
        break;
    case Tone::Good:
        code = "32";
        break;
    case Tone::Warning:
        code = "33";
        break;
    case Tone::Bad:
        code = "31";
        break;
    }
    return QStringLiteral("\x1b[%1m%2\x1b[0m").arg(QLatin1String(code), text);
}

void line(const QString& text)
{
    clearProgress();
    write(stdout, text.toUtf8() + '\n');
}

void raw(const QByteArray& bytes)
{
    clearProgress();
    write(stdout, bytes);
}

void json(const QJsonObject& object)
{
    raw(QJsonDocument(object).toJson());
}

void error(const QString& text)
{
    clearProgress();
    write(stderr, Texts::tr("error: %1").arg(text).toUtf8() + '\n');
}

void error(const Error& error)
{
    console::error(error.text());
}

void remark(const QString& text)
{
    clearProgress();
    write(stderr, text.toUtf8() + '\n');
}

void progress(const QString& text)
{
    if (!outputIsTerminal()) {
        return;
    }
    write(stdout,
        QByteArrayLiteral("\r") + text.left(width() - 1).toUtf8() + QByteArrayLiteral("\x1b[K"));
    progressShown = true;
}

void prompt(const QString& text)
{
    clearProgress();
    write(stdout, text.toUtf8());
}

} // namespace whimbrel::cli::console
