// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "app/cli/command_line.h"
#include "app/cli/commands.h"
#include "app/cli/console.h"
#include "app/cli/exit_code.h"
#include "model/io/plan_file.h"

#include <QFile>
#include <QJsonArray>
#include <QJsonObject>

namespace whimbrel::cli {

namespace {

CommandLine arguments()
{
    CommandLine line(QStringLiteral("format"), QStringLiteral("PLAN… [--check]"),
        Texts::tr("Rewrites plans in their canonical form: two-space indent, keys in a fixed "
                  "order, the layout last. What the plan means stays the same, and so do keys that "
                  "this version does not know. Files that are canonical are not touched."));
    line.setArguments(1, -1, Texts::tr("at least one plan file"));
    line.add({{QStringLiteral("check")},
        Texts::tr("Writes nothing; the exit code is 1 if a file is not canonical.")});
    line.addFormat();
    line.addExample(QStringLiteral("whimbrel-cli format --check migrations/*.whimbrel"),
        Texts::tr("For continuous integration."));
    return line;
}

enum class State { Canonical, Differs, Rewritten };

QString keyOf(State state)
{
    switch (state) {
    case State::Canonical:
        return QStringLiteral("canonical");
    case State::Differs:
        return QStringLiteral("differs");
    case State::Rewritten:
        return QStringLiteral("rewritten");
    }
    return {};
}

Result<State> format(const QString& path, bool checkOnly)
{
    Result<LoadedPlan> loaded = loadPlan(path);
    if (!loaded) {
        return fail(loaded.error());
    }
    if (loaded->isCopy) {
        return fail({ErrorCode::Usage,
            Texts::tr("This is a picture that holds a plan, no plan file."), path,
            Texts::tr("\"whimbrel-cli export PICTURE -o NAME.whimbrel\" writes the plan out.")});
    }
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly)) {
        return fail({ErrorCode::Unreadable, file.errorString(), path, {}});
    }
    if (file.readAll() == writePlan(loaded->plan)) {
        return State::Canonical;
    }
    if (checkOnly) {
        return State::Differs;
    }
    // Somebody may have the plan open in a window.
    const auto lock = lockPlan(path);
    if (!lock) {
        return fail(lock.error());
    }
    if (const Result<> saved = savePlan(loaded->plan, path); !saved) {
        return fail(saved.error());
    }
    return State::Rewritten;
}

} // namespace

int runFormat(const QStringList& given)
{
    CommandLine line = arguments();
    if (const auto code = line.parse(given)) {
        return *code;
    }
    const bool asJson = line.asJson();
    QJsonArray files;
    int code = Well;
    for (const QString& path : line.arguments()) {
        const Result<State> state = format(path, line.has(QStringLiteral("check")));
        QJsonObject object{{QStringLiteral("path"), path}};
        if (!state) {
            console::error(state.error());
            object.insert(QStringLiteral("error"), state.error().text());
            code = exitCode(state.error().code);
        } else {
            object.insert(QStringLiteral("state"), keyOf(*state));
            if (*state == State::Differs && code == Well) {
                code = Found;
            }
            if (!asJson && *state == State::Rewritten) {
                console::line(Texts::tr("%1: rewritten").arg(path));
            } else if (!asJson && *state == State::Differs) {
                console::line(Texts::tr("%1: is not in its canonical form").arg(path));
            }
        }
        files.append(object);
    }
    if (asJson) {
        console::json({{QStringLiteral("files"), files}});
    }
    return code;
}

} // namespace whimbrel::cli
