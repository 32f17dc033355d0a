// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "app/cli/command_line.h"
#include "app/cli/commands.h"
#include "app/cli/console.h"
#include "app/cli/exit_code.h"
#include "app/cli/handed_plan.h"
#include "app/cli/runner_greeting.h"

#include <QDir>
#include <QFileInfo>
#include <QJsonArray>
#include <QJsonDocument>

#include <unistd.h>

namespace whimbrel::cli {

namespace {

constexpr qsizetype longestHeader = 1024 * 1024;
constexpr qint64 mostPlanBytes = 512 * 1024 * 1024;

CommandLine arguments()
{
    CommandLine line(QStringLiteral("runner"), QString(),
        Texts::tr("Is started through ssh by whimbrel-cli on another machine (run --runner "
                  "ssh://HOST): takes a plan and a command on standard input, and carries the "
                  "command out here. Nobody has to type it."));
    line.setArguments(0, 0, {});
    return line;
}

/// Byte by byte: what follows the line is for whoever reads next.
QByteArray readHeader()
{
    QByteArray header;
    char byte = 0;
    while (header.size() < longestHeader && ::read(STDIN_FILENO, &byte, 1) == 1 && byte != '\n') {
        header += byte;
    }
    return header;
}

QByteArray readExactly(qint64 length)
{
    QByteArray bytes;
    constexpr qint64 piece = 64 * 1024;
    char buffer[piece];
    while (bytes.size() < length) {
        const ssize_t count
            = ::read(STDIN_FILENO, buffer, static_cast<size_t>(qMin(piece, length - bytes.size())));
        if (count <= 0) {
            break;
        }
        bytes.append(buffer, count);
    }
    return bytes;
}

using Runs = int (*)(const QStringList&);

/// The commands that another machine may have carried out here.
Runs commandNamed(const QString& name)
{
    return name == QLatin1String("run")   ? runRun
        : name == QLatin1String("resume") ? runResume
        : name == QLatin1String("status") ? runStatus
                                          : nullptr;
}

int refuse(const QString& message)
{
    console::error(message);
    return Wrong;
}

} // namespace

int runRunner(const QStringList& given)
{
    CommandLine line = arguments();
    if (const auto code = line.parse(given)) {
        return *code;
    }
    console::raw(ownGreeting());
    const QJsonObject header = QJsonDocument::fromJson(readHeader()).object();
    QStringList words;
    for (const QJsonValue& word : header.value(QLatin1String("arguments")).toArray()) {
        words.append(word.toString());
    }
    const qint64 length = header.value(QLatin1String("length")).toInteger(-1);
    const Runs run = words.isEmpty() ? nullptr : commandNamed(words.takeFirst());
    if (run == nullptr || length < 0 || length > mostPlanBytes) {
        return refuse(Texts::tr("What came on standard input is no task for a runner."));
    }
    const QByteArray packed = readExactly(length);
    if (packed.size() != length) {
        return refuse(Texts::tr("The plan did not come whole."));
    }
    const Result<HandedPlan> handed = decodeHandedPlan(packed);
    if (!handed) {
        return refuse(handed.error().text());
    }
    const Result<QString> plan
        = keepHandedPlan(*handed, header.value(QLatin1String("origin")).toString());
    if (!plan) {
        console::error(plan.error());
        return exitCode(plan.error().code);
    }
    // Programs of a plan run in its folder; so does everything else.
    QDir::setCurrent(QFileInfo(*plan).absolutePath());
    return run(QStringList{*plan} + words);
}

} // namespace whimbrel::cli
