// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "app/cli/secret_prompt.h"

#include "app/cli/console.h"

#include <QByteArray>

#include <termios.h>
#include <unistd.h>

namespace whimbrel::cli {

namespace {

/// Switches the terminal's echo off for as long as it lives.
class NoEcho final {
public:
    NoEcho()
    {
        if (::tcgetattr(STDIN_FILENO, &m_before) == 0) {
            termios silent = m_before;
            silent.c_lflag &= ~static_cast<tcflag_t>(ECHO);
            m_changed = ::tcsetattr(STDIN_FILENO, TCSAFLUSH, &silent) == 0;
        }
    }
    ~NoEcho()
    {
        if (m_changed) {
            ::tcsetattr(STDIN_FILENO, TCSAFLUSH, &m_before);
        }
    }
    NoEcho(const NoEcho&) = delete;
    NoEcho& operator=(const NoEcho&) = delete;

private:
    termios m_before{};
    bool m_changed = false;
};

/// Byte by byte: what follows the line is left to whoever reads next.
QByteArray readLine()
{
    QByteArray line;
    char byte = 0;
    while (::read(STDIN_FILENO, &byte, 1) == 1 && byte != '\n') {
        line += byte;
    }
    return line;
}

} // namespace

Result<Secret> askSecret(const QString& question)
{
    QByteArray typed;
    if (console::inputIsTerminal()) {
        const NoEcho silence;
        console::prompt(question + QStringLiteral(": "));
        typed = readLine();
        console::line();
    } else {
        typed = readLine();
    }
    if (typed.isEmpty()) {
        return fail({ErrorCode::Usage, Texts::tr("No password was given."), {},
            Texts::tr("Type it at the prompt, or give it as the first line of standard input.")});
    }
    return Secret(QString::fromUtf8(typed));
}

} // namespace whimbrel::cli
