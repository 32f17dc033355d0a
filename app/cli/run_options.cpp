// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "app/cli/run_options.h"

#include "app/cli/console.h"
#include "app/cli/control_session.h"
#include "app/cli/exit_code.h"
#include "app/cli/run_notices.h"
#include "model/base/duration.h"
#include "model/database/connection_url.h"
#include "model/exec/ssh_signature.h"
#include "model/io/rehearsal_file.h"

#include <QFile>

namespace whimbrel::cli {

namespace {

const QStringList decisions{QStringLiteral("retry"), QStringLiteral("done"), QStringLiteral("skip"),
    QStringLiteral("rollback"), QStringLiteral("restore")};

/// The steps and edges that an answer may name.
bool isKnown(const Plan& plan, const QString& name)
{
    return plan.nodes.contains(NodeId(name)) || plan.edges.contains(EdgeId(name));
}

Error wrongAnswer(const QString& option, const QString& given, const QString& form)
{
    return {ErrorCode::Usage, Texts::tr("--%1 \"%2\" cannot be understood.").arg(option, given), {},
        Texts::tr("Write --%1 %2.").arg(option, form)};
}

Error unknownStep(const QString& option, const QString& name, const Plan& plan)
{
    QStringList names;
    for (const Node& node : plan.nodes) {
        names.append(node.id.text());
    }
    const QString nearest = nearestWord(name, names);
    return {ErrorCode::Usage,
        Texts::tr("--%1 names \"%2\", which the plan does not have.").arg(option, name), {},
        nearest.isEmpty() ? Texts::tr("Its steps are %1.").arg(names.join(QLatin1String(", ")))
                          : Texts::tr("Did you mean \"%1\"?").arg(nearest)};
}

/// The same for steps of the plan, which the error names where they are not.
Result<QHash<NodeId, QList<Answer>>> readOutcomes(
    const CommandLine& line, const QString& option, const Plan& plan)
{
    auto answers = readAnswer(line, option);
    if (!answers) {
        return fail(answers.error());
    }
    for (auto each = answers->cbegin(); each != answers->cend(); ++each) {
        if (!isKnown(plan, each.key().text())) {
            return fail(unknownStep(option, each.key().text(), plan));
        }
    }
    return answers;
}

/// Reads NODE:REASON.
Result<QHash<NodeId, Answer>> readConfirmations(const CommandLine& line, const Plan& plan)
{
    const QString option = QStringLiteral("confirm");
    QHash<NodeId, Answer> answers;
    for (const QString& given : line.values(option)) {
        const qsizetype colon = given.indexOf(QLatin1Char(':'));
        if (colon <= 0 || colon + 1 >= given.size()) {
            return fail(wrongAnswer(option, given, QStringLiteral("NODE:REASON")));
        }
        const QString name = given.left(colon);
        if (!isKnown(plan, name)) {
            return fail(unknownStep(option, name, plan));
        }
        answers.insert(NodeId(name), {outcomes::pass, given.mid(colon + 1)});
    }
    return answers;
}

QString quotedForShell(const QString& word)
{
    static const QString plain
        = QStringLiteral("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
                         "0123456789-_./:=,+@%");
    for (const QChar& letter : word) {
        if (!plain.contains(letter)) {
            QString escaped = word;
            escaped.replace(QLatin1Char('\''), QLatin1String("'\\''"));
            return QLatin1Char('\'') + escaped + QLatin1Char('\'');
        }
    }
    return word;
}

} // namespace

Result<QHash<NodeId, QList<Answer>>> readAnswer(const CommandLine& line, const QString& option)
{
    QHash<NodeId, QList<Answer>> answers;
    for (const QString& given : line.values(option)) {
        const qsizetype equals = given.indexOf(QLatin1Char('='));
        const qsizetype colon = given.indexOf(QLatin1Char(':'), equals + 1);
        if (equals <= 0 || colon <= equals + 1 || colon + 1 >= given.size()) {
            const QString form = option == QLatin1String("decide")
                ? QStringLiteral("NODE=%1:REASON").arg(decisions.join(QLatin1Char('|')))
                : QStringLiteral("NODE=OUTCOME:REASON");
            return fail(wrongAnswer(option, given, form));
        }
        answers[NodeId(given.left(equals))].append(
            {given.mid(equals + 1, colon - equals - 1), given.mid(colon + 1)});
    }
    return answers;
}

void addBindOption(CommandLine& line)
{
    line.add({{QStringLiteral("b"), QStringLiteral("bind")},
        Texts::tr("The database that a target of the plan means: TARGET=sqlite:PATH, "
                  "TARGET=postgresql://USER@HOST/DATABASE, TARGET=mysql://USER@HOST/DATABASE, or "
                  "TARGET=@NAME of a connection. Without TARGET= when the plan has one target. "
                  "Once for each target."),
        QStringLiteral("[TARGET=]URL")});
    line.add({{QStringLiteral("secrets-stdin")},
        Texts::tr("The first line of standard input holds the passwords: {\"TARGET\": "
                  "\"PASSWORD\"}.")});
}

void addPersonOptions(CommandLine& line)
{
    line.add({{QStringLiteral("as")},
        Texts::tr("Who does this, for the journal; otherwise the name of the login."),
        QStringLiteral("NAME")});
    line.addFormat(Texts::tr("text, or json: the runner's messages, one a line."),
        {QStringLiteral("text"), QStringLiteral("json")});
}

void addAnswerOptions(CommandLine& line)
{
    line.add({{QStringLiteral("no-input")},
        Texts::tr("Asks nothing: rests where no answer was given. So it is without a terminal.")});
    line.add({{QStringLiteral("confirm")},
        Texts::tr("Confirms what somebody did by hand: a step, or an edge for a way back. May be "
                  "repeated."),
        QStringLiteral("NODE:REASON")});
    line.add({{QStringLiteral("decide")},
        Texts::tr("What to do when this step fails or is in doubt: retry, done, skip, rollback "
                  "to the nearest safe state, or restore the last backup. Once each, in this "
                  "order; may be repeated."),
        QStringLiteral("NODE=DECISION:REASON")});
    line.add({{QStringLiteral("allow-commands")},
        Texts::tr("Lets the plan start programs. Without it such steps are refused.")});
    line.add({{QStringLiteral("keep-trying")},
        Texts::tr("How long a connection that was lost is tried to be had again, with longer and "
                  "longer pauses, before the run rests: \"15 min\" if nothing is said; 0: it rests "
                  "at once."),
        QStringLiteral("TIME")});
}

void addSigningOptions(CommandLine& line)
{
    line.add({{QStringLiteral("sign")},
        Texts::tr("Signs the answers to gates with this SSH key: a private key, or its .pub file "
                  "when ssh-agent holds the key."),
        QStringLiteral("KEYFILE")});
    line.add({{QStringLiteral("signature")},
        Texts::tr("An answer that somebody signed elsewhere: the file that ssh-keygen wrote beside "
                  "the text of \"whimbrel-cli gate\". May be repeated."),
        QStringLiteral("FILE.sig")});
    addAllowedSignersOption(line);
}

void addAllowedSignersOption(CommandLine& line)
{
    line.add({{QStringLiteral("allowed-signers")},
        Texts::tr("Whose SSH keys count, as ssh-keygen(1) describes the file; otherwise the file "
                  "allowed_signers beside the plan or above it, up to the folder with .git."),
        QStringLiteral("FILE")});
}

QString allowedSigners(const CommandLine& line)
{
    const QString given = line.value(QStringLiteral("allowed-signers"));
    return given.isEmpty() && !line.arguments().isEmpty()
        ? allowedSignersFor(line.arguments().constFirst())
        : given;
}

void addForwardOptions(CommandLine& line)
{
    addSigningOptions(line);
    line.add({{QStringLiteral("to")}, Texts::tr("Stops before this step is entered."),
        QStringLiteral("NODE")});
    line.add({{QStringLiteral("break")},
        Texts::tr("Rests before this step is entered, says what it would do, and asks; may be "
                  "repeated."),
        QStringLiteral("NODE")});
    line.add({{QStringLiteral("gate")},
        Texts::tr("Answers a gate: OUTCOME is yes, no or one of its labels. Once each; may be "
                  "repeated, also for a gate that asks again."),
        QStringLiteral("NODE=OUTCOME:REASON")});
    line.add({{QStringLiteral("wait")},
        Texts::tr("How long a hold may last to be waited for, as in \"30 min\"; at longer ones the "
                  "run rests, to be resumed then."),
        QStringLiteral("TIME"), QStringLiteral("10 min")});
    line.add({{QStringLiteral("control")},
        Texts::tr("For the desktop application: commands and messages as JSON lines on standard "
                  "input and output.")});
    line.add({{QStringLiteral("silence")},
        Texts::tr("With --runner: how long nothing may be heard of this side before the runner "
                  "there takes the link for dead, finishes the step in hand and rests; \"1 min\" "
                  "if nothing is said."),
        QStringLiteral("TIME")});
}

namespace {

/// An answer and its signature: FILE.sig stands beside the text that was signed, FILE.
Result<SignedAnswer> readSignature(const QString& path)
{
    const QString ending = QStringLiteral(".sig");
    QFile signature(path);
    QFile text(path.chopped(path.endsWith(ending) ? ending.size() : 0));
    if (!path.endsWith(ending) || !signature.open(QIODevice::ReadOnly)
        || !text.open(QIODevice::ReadOnly)) {
        return fail({ErrorCode::Usage,
            Texts::tr("--signature \"%1\" is not a signature beside its text.").arg(path), {},
            Texts::tr("Write --signature FILE.sig, where FILE holds the text that was signed.")});
    }
    const Result<GateStatement> statement = parseGateStatement(text.readAll());
    if (!statement) {
        Error error = statement.error();
        error.where = text.fileName();
        return fail(error);
    }
    return SignedAnswer{*statement, QString::fromUtf8(signature.readAll())};
}

Result<QList<SignedAnswer>> readSignatures(const CommandLine& line)
{
    QList<SignedAnswer> answers;
    for (const QString& path : line.values(QStringLiteral("signature"))) {
        Result<SignedAnswer> answer = readSignature(path);
        if (!answer) {
            return fail(answer.error());
        }
        answers.append(*std::move(answer));
    }
    return answers;
}

Result<> readAnswers(const CommandLine& line, const Plan& plan, GivenAnswers& answers)
{
    auto gates = readOutcomes(line, QStringLiteral("gate"), plan);
    if (!gates) {
        return fail(gates.error());
    }
    auto confirmations = readConfirmations(line, plan);
    if (!confirmations) {
        return fail(confirmations.error());
    }
    const QString form = QStringLiteral("NODE=%1:REASON").arg(decisions.join(QLatin1Char('|')));
    auto decided = readOutcomes(line, QStringLiteral("decide"), plan);
    if (!decided) {
        return fail(decided.error());
    }
    for (const QList<Answer>& each : *decided) {
        for (const Answer& answer : each) {
            if (!decisions.contains(answer.outcome)) {
                return fail(wrongAnswer(QStringLiteral("decide"), answer.outcome, form));
            }
        }
    }
    Result<QList<SignedAnswer>> signedGates = readSignatures(line);
    if (!signedGates) {
        return fail(signedGates.error());
    }
    answers.signedGates = *std::move(signedGates);
    answers.gates = *std::move(gates);
    answers.confirmations = *std::move(confirmations);
    answers.decisions = *std::move(decided);
    return {};
}

/// What an option says in people's words of time; `ms` stays as it is where it says nothing.
Result<> readTime(const CommandLine& line, const QString& option, qint64& ms)
{
    const QString given = line.value(option);
    if (given.isEmpty()) {
        return {};
    }
    const std::optional<qint64> time = parseDuration(given);
    if (!time) {
        return fail({ErrorCode::Usage,
            Texts::tr("--%1 is \"%2\", but has to be a time such as \"30 s\" or \"2 h\".")
                .arg(option, given),
            {}, {}});
    }
    ms = *time;
    return {};
}

} // namespace

Result<SessionOptions> readSessionOptions(const CommandLine& line, const Plan& plan)
{
    SessionOptions options;
    options.asJson = line.asJson();
    options.by = line.value(QStringLiteral("as"));
    if (options.by.isEmpty()) {
        options.by = currentUser();
    }
    options.ask
        = !line.has(QStringLiteral("no-input")) && !options.asJson && console::inputIsTerminal();
    if (Result<> read = readTime(line, QStringLiteral("wait"), options.longestHoldMs); !read) {
        return fail(read.error());
    }
    if (Result<> read = readTime(line, QStringLiteral("keep-trying"), options.keepTryingMs);
        !read) {
        return fail(read.error());
    }
    if (Result<> read = readTime(line, QStringLiteral("silence"), options.longestSilenceMs);
        !read) {
        return fail(read.error());
    }
    if (const Result<> read = readAnswers(line, plan, options.answers); !read) {
        return fail(read.error());
    }
    if (line.has(QStringLiteral("to"))) {
        options.node = NodeId(line.value(QStringLiteral("to")));
        options.goal = SessionOptions::Goal::RunTo;
        if (!plan.nodes.contains(options.node)) {
            return fail(unknownStep(QStringLiteral("to"), options.node.text(), plan));
        }
    }
    for (const QString& name : line.values(QStringLiteral("break"))) {
        options.breakpoints.append(NodeId(name));
        if (!plan.nodes.contains(options.breakpoints.constLast())) {
            return fail(unknownStep(QStringLiteral("break"), name, plan));
        }
    }
    if (!line.arguments().isEmpty()) {
        // Evidence that cannot be read is none.
        options.rehearsals = loadRehearsals(line.arguments().first()).value_or(RehearsalLog{});
    }
    options.resumeLine = resumeLine(line);
    options.signKey = line.value(QStringLiteral("sign"));
    return options;
}

int execSession(Executor& executor, const std::function<Result<>()>& begin, const CommandLine& line,
    const SessionOptions& options)
{
    const bool control = line.has(QStringLiteral("control"));
    RunNotices notices(executor);
    QObject::connect(&notices, &RunNotices::failed, &executor, [control](const QString& text) {
        if (!control) {
            console::remark(text);
            return;
        }
        RunnerMessage remark;
        remark.type = RunnerMessage::Type::Remark;
        remark.text = text;
        console::raw(encode(remark));
    });
    std::optional<RunSession> session;
    if (!control) {
        session.emplace(executor, options);
    }
    if (const Result<> begun = begin(); !begun) {
        console::error(begun.error());
        return exitCode(begun.error().code);
    }
    const int code = control ? execControl(executor, options.longestSilenceMs) : session->exec();
    notices.finish();
    return code;
}

QString resumeLine(const CommandLine& line)
{
    QStringList words{QStringLiteral("whimbrel-cli resume"),
        quotedForShell(line.arguments().isEmpty() ? QString() : line.arguments().first())};
    for (const QString& bind : line.values(QStringLiteral("bind"))) {
        words.append(QStringLiteral("--bind ") + quotedForShell(redactedUrl(bind)));
    }
    if (line.has(QStringLiteral("runner"))) {
        words.append(
            QStringLiteral("--runner ") + quotedForShell(line.value(QStringLiteral("runner"))));
    }
    return words.join(QLatin1Char(' '));
}

} // namespace whimbrel::cli
