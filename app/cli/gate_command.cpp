// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "app/cli/bindings.h"
#include "app/cli/bound_urls.h"
#include "app/cli/commands.h"
#include "app/cli/console.h"
#include "app/cli/exit_code.h"
#include "app/cli/given_answers.h"
#include "app/cli/output_file.h"
#include "app/cli/run_options.h"
#include "model/base/login_name.h"
#include "model/io/plan_file.h"

namespace whimbrel::cli {

namespace {

CommandLine arguments()
{
    CommandLine line(QStringLiteral("gate"),
        QStringLiteral("PLAN --bind [TARGET=]URL… --answer NODE=OUTCOME:REASON [-o FILE]"),
        Texts::tr(
            "Writes the text that stands for an answer to the gate at which a run rests, to be "
            "signed by somebody who is not here. They sign it with ssh-keygen and send both files "
            "back; resume takes them with --signature. The text holds for this run, this plan, "
            "these databases and this time that the gate asks, and for nothing else."));
    line.setArguments(1, 1, Texts::tr("a plan file"));
    addBindOption(line);
    line.add({{QStringLiteral("run")},
        Texts::tr("Which run; otherwise the last one that is open, else the last one."),
        QStringLiteral("ID")});
    line.add({{QStringLiteral("answer")},
        Texts::tr("The answer: OUTCOME is yes, no or one of the gate's labels."),
        QStringLiteral("NODE=OUTCOME:REASON")});
    line.add({{QStringLiteral("as")}, Texts::tr("Who answers; otherwise the name of the login."),
        QStringLiteral("NAME")});
    line.add({{QStringLiteral("o"), QStringLiteral("output")},
        Texts::tr("Writes to a file instead of standard output."), QStringLiteral("FILE")});
    line.addExample(
        QStringLiteral("whimbrel-cli gate plan.whimbrel --bind sqlite:app.db --as marta --answer "
                       "'go=yes:readers are on v2' -o go.txt"),
        Texts::tr("What marta is asked to sign."));
    line.addExample(
        QStringLiteral("ssh-keygen -Y sign -n whimbrel-gate -f ~/.ssh/id_ed25519 go.txt"),
        Texts::tr("She signs it, which makes go.txt.sig."));
    line.addExample(QStringLiteral("whimbrel-cli resume plan.whimbrel --bind sqlite:app.db "
                                   "--signature go.txt.sig"),
        Texts::tr("The run goes on with her answer."));
    return line;
}

Error notAsking(const RunState& state, const QString& gate)
{
    return {ErrorCode::Impossible,
        Texts::tr("The run %1 does not rest at the gate \"%2\".").arg(state.run, gate), {},
        Texts::tr("An answer can be given while the gate asks; \"whimbrel-cli status\" shows where "
                  "the run is.")};
}

Result<GateStatement> statementOf(const CommandLine& line, const RunState& state)
{
    const Result<QHash<NodeId, QList<Answer>>> answers = readAnswer(line, QStringLiteral("answer"));
    if (!answers) {
        return fail(answers.error());
    }
    const NodeId gate = answers->constBegin().key();
    const Answer answer = answers->constBegin()->constFirst();
    if (state.rest.reason != RestReason::Gate || state.rest.node != gate) {
        return fail(notAsking(state, gate.text()));
    }
    if (!state.rest.outcomes.contains(answer.outcome)) {
        return fail({ErrorCode::Usage,
            Texts::tr("\"%1\" is no answer to \"%2\".").arg(answer.outcome, gate.text()), {},
            Texts::tr("Possible answers: %1.").arg(state.rest.outcomes.join(QLatin1String(", ")))});
    }
    const QString by = line.value(QStringLiteral("as"));
    return statementFor(state, answer.outcome, by.isEmpty() ? loginName() : by,
        QDateTime::currentDateTimeUtc().toString(Qt::ISODateWithMs), answer.because);
}

Result<GateStatement> statementFrom(const CommandLine& line)
{
    const Result<LoadedPlan> loaded = loadPlan(line.arguments().constFirst());
    if (!loaded) {
        return fail(loaded.error());
    }
    const auto urls = boundUrls(line);
    if (!urls) {
        return fail(urls.error());
    }
    const Result<FoundRun> found
        = findRun(loaded->plan, urls->urls, line.value(QStringLiteral("run")));
    if (!found) {
        return fail(found.error());
    }
    const Result<QList<Event>> events = readEvents(found->urls, found->summary.run);
    if (!events) {
        return fail(events.error());
    }
    return statementOf(line, foldAll(*events));
}

} // namespace

int runGate(const QStringList& given)
{
    CommandLine line = arguments();
    if (const auto code = line.parse(given)) {
        return *code;
    }
    if (!line.has(QStringLiteral("answer"))) {
        return line.refuse(Texts::tr("gate needs --answer NODE=OUTCOME:REASON."));
    }
    const Result<GateStatement> statement = statementFrom(line);
    if (!statement) {
        console::error(statement.error());
        return exitCode(statement.error().code);
    }
    return deliver(canonicalText(*statement), line.value(QStringLiteral("output")));
}

} // namespace whimbrel::cli
