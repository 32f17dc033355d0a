// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0

// Starts or resumes a run of the plan on the database and goes on until it rests, answering what it
// can: a process that the tests can kill at any moment.
//   run_to_end DATABASE PLAN [POLICY]
// DATABASE is the file of an SQLite database, or a URL. What a killed runner left running on a
// server is waited for.

#include "model/exec/executor.h"
#include "model/exec/journal.h"
#include "model/io/plan_file.h"

#include <QCoreApplication>

#include <cstdio>

using namespace whimbrel;

int main(int argc, char** argv)
{
    QCoreApplication application(argc, argv);
    const QStringList arguments = application.arguments();
    const QString database = arguments.value(1);
    const QString url
        = database.contains(QLatin1String("://")) ? database : QStringLiteral("sqlite:") + database;
    const Result<LoadedPlan> plan = loadPlan(arguments.value(2));
    if (!plan) {
        std::fprintf(stderr, "%s\n", qPrintable(plan.error().text()));
        return 2;
    }
    Executor executor;
    bool moved = false;
    QObject::connect(&executor, &Executor::message, &executor, [&](const RunnerMessage& message) {
        if (message.type == RunnerMessage::Type::Failed
            || message.type == RunnerMessage::Type::Refused) {
            std::fprintf(stderr, "%s\n", qPrintable(message.error.text()));
        }
        if (message.type == RunnerMessage::Type::Resting) {
            Command command;
            command.type = moved ? Command::Type::Quit : Command::Type::GoOn;
            moved = true;
            QMetaObject::invokeMethod(
                &executor, [&executor, command] { executor.execute(command); },
                Qt::QueuedConnection);
        }
    });
    QObject::connect(&executor, &Executor::finished, &application,
        [](int exitCode) { QCoreApplication::exit(exitCode); });
    const Result<QList<RunSummary>> runs = listRuns(url);
    if (runs && !runs->isEmpty() && runs->constFirst().ended == Outcome::Migrated) {
        return 0; // killed when all was done
    }
    Result<> begun;
    if (runs && !runs->isEmpty() && !runs->constFirst().ended) {
        ResumeRequest request;
        request.planPath = plan->path;
        request.bindings.insert(plan->plan.targets.at(0).id, url);
        request.orphans = Orphans::Wait;
        begun = executor.resume(request);
    } else {
        RunRequest request;
        request.plan = plan->plan;
        request.planPath = plan->path;
        request.bindings.insert(plan->plan.targets.at(0).id, url);
        request.policy = arguments.value(3, policies::stop);
        begun = executor.start(request);
    }
    if (!begun) {
        std::fprintf(stderr, "%s\n", qPrintable(begun.error().text()));
        return 2;
    }
    return QCoreApplication::exec();
}
