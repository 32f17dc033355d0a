// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "app/cli/command_line.h"
#include "app/cli/commands.h"
#include "app/cli/console.h"
#include "app/cli/exit_code.h"

#include <QGuiApplication>

#include <array>
#include <clocale>
#include <memory>

namespace whimbrel::cli {

namespace {

#define ABOUT(text) QT_TRANSLATE_NOOP("CommandLine", text)

constexpr std::array rows{
    CliCommand{
        "new", ABOUT("Write a plan from a template, or around an SQL script"), false, runNew},
    CliCommand{"validate", ABOUT("Find the holes in plans"), false, runValidate},
    CliCommand{"export", ABOUT("Draw a plan as SVG, PNG, PDF or DOT"), true, runExport},
    CliCommand{"sequence", ABOUT("Generate a sequence diagram, or bring it up to date"), false,
        runSequence},
    CliCommand{
        "diff", ABOUT("Say what is different between two versions of a plan"), true, runDiff},
    CliCommand{
        "merge", ABOUT("Join two versions of a plan, as git's merge driver"), false, runMerge},
    CliCommand{"format", ABOUT("Rewrite plans in their canonical form"), false, runFormat},
    CliCommand{"rehearse", ABOUT("Try every way back in a scratch database"), false, runRehearse},
    CliCommand{"preflight", ABOUT("See before a run what would go wrong"), false, runPreflight},
    CliCommand{"run", ABOUT("Carry a plan out, asking at gates"), false, runRun},
    CliCommand{"resume", ABOUT("Go on with a run that rests or was killed"), false, runResume},
    CliCommand{"status", ABOUT("Show where a run is, and the way back"), false, runStatus},
    CliCommand{"rollback", ABOUT("Take a run back to a safe state"), false, runRollback},
    CliCommand{
        "handover", ABOUT("Leave a note for the person who takes a run over"), false, runHandover},
    CliCommand{"report", ABOUT("Write what a run did as HTML, JSON or CSV"), true, runReport},
    CliCommand{"gate", ABOUT("Write the text of an answer for somebody to sign"), false, runGate},
    CliCommand{"connections", ABOUT("Name connections, and try them"), false, runConnections},
    CliCommand{"notices", ABOUT("Who is told when a run waits for somebody"), false, runNotices},
    CliCommand{
        "runner", ABOUT("Carry out what another machine asks for through ssh"), false, runRunner},
};

#undef ABOUT

/// Qt remarks on things that are no concern of the person, as a missing XDG_RUNTIME_DIR.
void printOwnMessages(QtMsgType type, const QMessageLogContext&, const QString& text)
{
    if (type >= QtWarningMsg && !text.startsWith(QLatin1String("QStandardPaths:"))) {
        console::remark(text);
    }
}

int showUsage()
{
    console::line(Texts::tr("Usage: whimbrel-cli COMMAND [arguments]"));
    console::line();
    console::line(Texts::tr("Plans, checks and carries out zero-downtime database migrations."));
    console::line();
    for (const CliCommand& command : commands()) {
        console::line(
            QStringLiteral("  %1 %2").arg(QString::fromLatin1(command.name).leftJustified(12),
                QCoreApplication::translate("CommandLine", command.about)));
    }
    console::line();
    console::line(Texts::tr("\"whimbrel-cli COMMAND --help\" explains a command; "
                            "\"whimbrel-cli --version\" says which version this is."));
    console::line(Texts::tr("Exit codes: 0 all well, 1 findings or a failure or a run that went "
                            "back, 2 wrong usage or an unreadable file,"));
    console::line(Texts::tr("3 a run rests, 4 no connection or lock, 5 in doubt."));
    return Well;
}

int refuseCommand(const QString& name)
{
    QStringList known;
    for (const CliCommand& command : commands()) {
        known.append(QString::fromLatin1(command.name));
    }
    const QString nearest = nearestWord(name, known);
    console::error(nearest.isEmpty()
            ? Texts::tr("There is no command \"%1\".").arg(name)
            : Texts::tr("There is no command \"%1\". Did you mean \"%2\"?").arg(name, nearest));
    console::remark(Texts::tr("\"whimbrel-cli --help\" lists the commands."));
    return Wrong;
}

const CliCommand* commandNamed(const QString& name)
{
    for (const CliCommand& command : commands()) {
        if (name == QLatin1String(command.name)) {
            return &command;
        }
    }
    return nullptr;
}

int dispatch(const QString& name, const QStringList& arguments)
{
    if (name == QLatin1String("--version") || name == QLatin1String("-v")) {
        console::line(QStringLiteral("whimbrel-cli " WHIMBREL_VERSION));
        return Well;
    }
    if (name == QLatin1String("help") && !arguments.isEmpty()) {
        const CliCommand* command = commandNamed(arguments.first());
        return command ? command->run({QStringLiteral("--help")})
                       : refuseCommand(arguments.first());
    }
    if (name == QLatin1String("--help") || name == QLatin1String("-h")
        || name == QLatin1String("help")) {
        return showUsage();
    }
    if (name.isEmpty()) {
        showUsage();
        return Wrong;
    }
    const CliCommand* command = commandNamed(name);
    return command ? command->run(arguments) : refuseCommand(name);
}

} // namespace

std::span<const CliCommand> commands()
{
    return rows;
}

} // namespace whimbrel::cli

int main(int argc, char** argv)
{
    using namespace whimbrel::cli;
    const QString name = argc > 1 ? QString::fromLocal8Bit(argv[1]) : QString();
    const CliCommand* command = commandNamed(name);
    qInstallMessageHandler(printOwnMessages);
    std::unique_ptr<QCoreApplication> application;
    if (command && command->measuresText) {
        qputenv("QT_QPA_PLATFORM", "offscreen");
        application = std::make_unique<QGuiApplication>(argc, argv);
    } else {
        application = std::make_unique<QCoreApplication>(argc, argv);
    }
    QCoreApplication::setApplicationName(QStringLiteral("whimbrel"));
    QCoreApplication::setApplicationVersion(QStringLiteral(WHIMBREL_VERSION));
    std::setlocale(LC_NUMERIC, "C");
    return dispatch(name, QCoreApplication::arguments().mid(2));
}
