// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "app/cli/run_session.h"

#include "app/cli/console.h"
#include "app/cli/exit_code.h"
#include "model/base/duration.h"
#include "model/plan/names.h"

#include <QCoreApplication>

#include <csignal>

namespace whimbrel::cli {

namespace {

constexpr qint64 terminalProgressMs = 100;
constexpr qint64 loggedProgressMs = 5000;

using Goal = SessionOptions::Goal;

/// The next of the answers given in advance: each is used once, since the same answer for ever
/// would be a loop.
std::optional<Answer> takeAnswer(QHash<NodeId, QList<Answer>>& answers, const NodeId& key)
{
    const auto given = answers.find(key);
    if (given == answers.end() || given->isEmpty()) {
        return std::nullopt;
    }
    return given->takeFirst();
}

/// Whether a rest is one that a person or an answer given in advance has to end.
bool isQuestion(RestReason reason)
{
    switch (reason) {
    case RestReason::Gate:
    case RestReason::Confirmation:
    case RestReason::Failure:
    case RestReason::CheckFailed:
    case RestReason::Doubt:
    case RestReason::Unknown:
        return true;
    case RestReason::None:
    case RestReason::Hold:
    case RestReason::Paused:
        return false;
    }
    return false;
}

} // namespace

RunSession::RunSession(Executor& executor, SessionOptions options, QObject* parent)
    : QObject(parent)
    , m_executor(executor)
    , m_options(std::move(options))
{
    connect(&m_executor, &Executor::message, this, &RunSession::takeMessage);
    connect(&m_executor, &Executor::finished, this, [this](int code) {
        m_exitCode = m_exitCode < 0 ? code : m_exitCode;
        QCoreApplication::exit(m_exitCode);
    });
    connect(&m_signals, &SignalWatcher::interrupted, this, &RunSession::takeInterrupt);
    if (m_options.ask) {
        m_reader = std::make_unique<LineReader>();
        connect(m_reader.get(), &LineReader::lineRead, this, &RunSession::takeLine);
        connect(m_reader.get(), &LineReader::closed, this, &RunSession::takeInterrupt);
    }
    m_lastProgress.start();
}

int RunSession::exec()
{
    const int code = QCoreApplication::exec();
    if (m_live) {
        sayHowToGoOn();
    }
    return code;
}

void RunSession::takeMessage(const RunnerMessage& message)
{
    if (m_options.asJson) {
        console::raw(encode(message));
    }
    switch (message.type) {
    case RunnerMessage::Type::Hello:
        say(console::toned(Texts::tr("run %1").arg(message.run), Tone::Faint));
        break;
    case RunnerMessage::Type::Event:
        if (m_live) {
            m_wentBack = m_wentBack || message.event.type == EventType::RollbackEnded;
            for (const QString& line : m_printer.lines(m_executor.plan(), message.event)) {
                say(line);
            }
        }
        break;
    case RunnerMessage::Type::Progress:
        takeProgress(message.progress);
        break;
    case RunnerMessage::Type::Resting:
        m_live = true;
        takeRest();
        break;
    case RunnerMessage::Type::Refused:
        console::error(message.error);
        if (m_options.ask && !m_refused && !m_stopping) {
            m_refused = true; // one more try; then there is nothing that fits
            takeRest();
        } else {
            m_exitCode = exitCode(message.error.code);
            if (m_executor.state().rest.reason == RestReason::Gate
                && message.error.code == ErrorCode::Impossible) {
                // Nothing is wrong but who answered: the run rests at the gate.
                m_exitCode = Resting;
                say(Texts::tr("Answer it as one of them: --as NAME --gate %1=%2:REASON.")
                        .arg(m_executor.state().rest.node.text(),
                            m_executor.state().rest.outcomes.join(QLatin1Char('|'))));
            }
            quit();
        }
        break;
    case RunnerMessage::Type::Failed:
        console::error(message.error);
        m_exitCode = exitCode(message.error.code);
        break;
    case RunnerMessage::Type::Bye:
        break;
    }
}

void RunSession::takeProgress(const Progress& progress)
{
    if (m_options.asJson) {
        return;
    }
    const bool terminal = console::outputIsTerminal();
    if (m_lastProgress.elapsed() < (terminal ? terminalProgressMs : loggedProgressMs)) {
        return;
    }
    m_lastProgress.restart();
    const QString line = progressLine(m_executor.plan(), progress);
    if (terminal) {
        console::progress(line);
    } else {
        console::line(line);
    }
}

void RunSession::takeRest()
{
    const RunState& state = m_executor.state();
    if (m_stopping) {
        quit();
        return;
    }
    if (!m_goalSent && (m_options.goal == Goal::Rollback || m_options.goal == Goal::HandOver)) {
        const bool canGoBack = !safeStates(Flow(m_executor.plan()), state).isEmpty();
        if (m_options.goal == Goal::Rollback && m_options.ask && canGoBack) {
            askRollback();
        } else {
            pursueGoal();
        }
        return;
    }
    if (goalIsReached()) {
        if (!m_goalSent && state.ended && !m_options.asJson) {
            console::line(Texts::tr("This run has ended: %1. Begin a new one with \"run\", or take "
                                    "it back with \"rollback\".")
                              .arg(keyOf(*state.ended)));
        }
        if (m_options.goal == Goal::Rollback || m_options.goal == Goal::HandOver) {
            m_exitCode = Well;
        }
        quit();
        return;
    }
    switch (state.rest.reason) {
    case RestReason::Gate:
        answerGate();
        break;
    case RestReason::Confirmation:
        answerConfirmation();
        break;
    case RestReason::Failure:
    case RestReason::CheckFailed:
    case RestReason::Doubt:
    case RestReason::Unknown:
        answerFailure();
        break;
    case RestReason::Hold:
        takeHold();
        break;
    case RestReason::None:
    case RestReason::Paused:
        if (m_wentBack && m_options.ask) {
            askAtPause();
        } else if (m_wentBack || state.events == m_eventsAtCommand) {
            quit(); // it went back, or does not get any further
        } else {
            pursueGoal();
        }
        break;
    }
}

void RunSession::takeHold()
{
    const QDateTime until = m_executor.state().rest.until;
    const qint64 left = QDateTime::currentDateTimeUtc().msecsTo(until);
    if (!m_goalSent) {
        pursueGoal();
    } else if (until.isValid() && left > m_options.longestHoldMs) {
        say(Texts::tr("The hold ends in %1. Resume then.").arg(durationText(left, 2)));
        quit();
    }
    // Otherwise the executor goes on by itself when the time has come.
}

bool RunSession::goalIsReached() const
{
    const RunState& state = m_executor.state();
    switch (m_options.goal) {
    case Goal::GoOn:
        return state.ended.has_value();
    case Goal::RunTo:
        return state.ended.has_value()
            || (m_goalSent && state.ready.contains(m_options.node)
                && !isQuestion(state.rest.reason));
    case Goal::Rollback:
        return m_goalSent && !isQuestion(state.rest.reason) && !state.rollingBack;
    case Goal::HandOver:
        return m_goalSent;
    }
    return false;
}

void RunSession::askRollback()
{
    const Flow flow(m_executor.plan());
    for (const QString& line : wayBackLines(flow, m_executor.state(), m_options.node)) {
        console::line(line);
    }
    ask(Texts::tr("? Go back now? yes (y), or leave all as it is (n): "),
        [this](const QString& given) {
            if (given == QLatin1String("y") || given == QLatin1String("yes")) {
                pursueGoal();
            } else if (given == QLatin1String("n") || given == QLatin1String("no")
                || given == QLatin1String("q")) {
                quit();
            } else {
                console::line(Texts::tr("  Type y or n."));
                askRollback();
            }
        });
}

void RunSession::pursueGoal()
{
    m_goalSent = true;
    whimbrel::Command command;
    switch (m_options.goal) {
    case Goal::GoOn:
        command.type = whimbrel::Command::Type::GoOn;
        break;
    case Goal::RunTo:
        command.type = whimbrel::Command::Type::RunTo;
        command.node = m_options.node;
        break;
    case Goal::Rollback:
        command.type = whimbrel::Command::Type::Rollback;
        command.node = m_options.node;
        command.because = m_options.note;
        break;
    case Goal::HandOver:
        command.type = whimbrel::Command::Type::HandOver;
        command.outcome = m_options.person;
        command.because = m_options.note;
        break;
    }
    send(command);
}

void RunSession::send(whimbrel::Command command)
{
    if (command.by.isEmpty()) {
        command.by = m_options.by;
    }
    m_eventsAtCommand = m_executor.state().events;
    // Queued, so that the executor is never entered again from within its own message.
    QMetaObject::invokeMethod(
        &m_executor, [executor = &m_executor, command] { executor->execute(command); },
        Qt::QueuedConnection);
}

void RunSession::quit()
{
    m_stopping = true;
    m_reply = nullptr;
    whimbrel::Command command;
    command.type = whimbrel::Command::Type::Quit;
    send(command);
}

void RunSession::takeInterrupt()
{
    if (m_stopping) {
        console::remark(Texts::tr("Already stopping; the step in hand is being settled."));
        return;
    }
    m_stopping = true;
    if (m_executor.isResting()) {
        console::line();
        quit();
        return;
    }
    console::remark(Texts::tr("Stopping: what runs is cancelled, then the run rests."));
    whimbrel::Command command;
    command.type = whimbrel::Command::Type::Cancel;
    send(command);
}

void RunSession::answerGate()
{
    const Rest rest = m_executor.state().rest;
    if (const auto given = takeAnswer(m_options.gates, rest.node)) {
        whimbrel::Command command;
        command.type = whimbrel::Command::Type::Answer;
        command.node = rest.node;
        command.outcome = given->outcome;
        command.because = given->because;
        send(command);
        return;
    }
    if (m_options.ask) {
        askGate();
        return;
    }
    say(Texts::tr("The gate %1 asks: %2").arg(nameOf(m_executor.plan(), rest.node), rest.question));
    say(Texts::tr("Answer it with --gate %1=%2:REASON.")
            .arg(rest.node.text(), rest.outcomes.join(QLatin1Char('|'))));
    quit();
}

void RunSession::answerConfirmation()
{
    const Rest rest = m_executor.state().rest;
    // A way back is confirmed by its own name, not by that of the step that it takes back: who
    // promised to release something did not promise to withdraw it.
    const NodeId key = rest.edge.isEmpty() ? rest.node : NodeId(rest.edge.text());
    const auto given = m_options.confirmations.constFind(key);
    if (given != m_options.confirmations.cend()) {
        whimbrel::Command command;
        command.type = whimbrel::Command::Type::Confirm;
        command.node = rest.node;
        command.outcome = outcomes::pass;
        command.because = given->because;
        send(command);
        return;
    }
    if (m_options.ask) {
        askConfirmation();
        return;
    }
    say(Texts::tr("Somebody has to do this and confirm it: %1").arg(rest.question));
    say(Texts::tr("Confirm it with --confirm %1:REASON.").arg(key.text()));
    quit();
}

void RunSession::answerFailure()
{
    const Rest rest = m_executor.state().rest;
    const NodeId key = rest.edge.isEmpty() ? rest.node : NodeId(rest.edge.text());
    if (const auto given = takeAnswer(m_options.decisions, key)) {
        whimbrel::Command command;
        command.type = whimbrel::Command::Type::Decide;
        command.node = rest.node;
        command.outcome = given->outcome;
        command.because = given->because;
        send(command);
        return;
    }
    if (m_options.ask) {
        askFailure();
        return;
    }
    if (rest.reason == RestReason::Doubt || rest.reason == RestReason::Failure
        || rest.reason == RestReason::CheckFailed || rest.reason == RestReason::Unknown) {
        say(Texts::tr("Decide with --decide %1=retry|done|rollback:REASON.").arg(key.text()));
    }
    quit();
}

void RunSession::ask(const QString& prompt, Reply reply)
{
    m_reply = std::move(reply);
    console::prompt(prompt);
}

void RunSession::takeLine(const QByteArray& line)
{
    if (!m_reply) {
        return;
    }
    const Reply reply = std::exchange(m_reply, nullptr);
    reply(QString::fromLocal8Bit(line).trimmed());
}

void RunSession::askReason(const QString& question, const Reply& reply)
{
    ask(question, [this, question, reply](const QString& given) {
        if (given.isEmpty()) {
            console::line(Texts::tr("A reason is needed; it is kept in the journal."));
            askReason(question, reply);
        } else {
            reply(given);
        }
    });
}

void RunSession::askGate()
{
    const Rest rest = m_executor.state().rest;
    const Plan& plan = m_executor.plan();
    console::line(console::toned(QStringLiteral("? ") + rest.question, Tone::Warning));
    if (const Node* gate = plan.nodes.find(rest.node); gate && !gate->approvers.isEmpty()) {
        QStringList names;
        for (const ParticipantId& each : gate->approvers) {
            const Participant* person = plan.participants.find(each);
            names.append(person && !person->title.isEmpty()
                    ? QStringLiteral("%1 (%2)").arg(person->title, each.text())
                    : each.text());
        }
        console::line(Texts::tr("  may answer: %1").arg(names.join(QLatin1String(", "))));
    }
    for (const QString& line : wayBackLines(Flow(plan), m_executor.state())) {
        console::line(QStringLiteral("  ") + line);
    }
    const QString choices = rest.outcomes.join(QLatin1String(" / "));
    ask(Texts::tr("  %1, or stop here (q): ").arg(choices), [this, rest](const QString& given) {
        if (given == QLatin1String("q")) {
            quit();
            return;
        }
        QString outcome;
        for (const QString& each : rest.outcomes) {
            if (each == given || (given.size() == 1 && each.startsWith(given))) {
                outcome = each;
            }
        }
        if (outcome.isEmpty()) {
            askGate();
            return;
        }
        askReason(Texts::tr("  why: "), [this, rest, outcome](const QString& because) {
            ask(Texts::tr("  who answers [%1]: ").arg(m_options.by),
                [this, rest, outcome, because](const QString& by) {
                    whimbrel::Command command;
                    command.type = whimbrel::Command::Type::Answer;
                    command.node = rest.node;
                    command.outcome = outcome;
                    command.because = because;
                    command.by = by;
                    m_refused = false;
                    send(command);
                });
        });
    });
}

void RunSession::askConfirmation()
{
    const Rest rest = m_executor.state().rest;
    console::line(console::toned(QStringLiteral("? ") + rest.question, Tone::Warning));
    ask(Texts::tr("  done (d), could not be done (n), or stop here (q): "),
        [this, rest](const QString& given) {
            if (given == QLatin1String("q")) {
                quit();
                return;
            }
            if (given != QLatin1String("d") && given != QLatin1String("n")) {
                console::line(Texts::tr("  Type d, n or q. The reason is asked for next."));
                askConfirmation();
                return;
            }
            askReason(Texts::tr("  what was done, or why not: "),
                [this, rest, given](const QString& because) {
                    whimbrel::Command command;
                    command.type = whimbrel::Command::Type::Confirm;
                    command.node = rest.node;
                    command.outcome = given == QLatin1String("d") ? outcomes::pass : outcomes::fail;
                    command.because = because;
                    m_refused = false;
                    send(command);
                });
        });
}

void RunSession::askFailure()
{
    const RunState& state = m_executor.state();
    console::line(console::toned(QStringLiteral("! ") + state.rest.detail, Tone::Bad));
    for (const QString& line : wayBackLines(Flow(m_executor.plan()), state)) {
        console::line(QStringLiteral("  ") + line);
    }
    const QString choices = state.rest.reason == RestReason::Doubt
        ? Texts::tr("  retry (r), it is done (d), go back (b), go back to … (t), stop here (q): ")
        : Texts::tr("  retry (r), skip (s), it is done (d), go back (b), go back to … (t), "
                    "stop here (q): ");
    ask(choices, [this](const QString& given) { takeFailureChoice(given); });
}

void RunSession::takeFailureChoice(const QString& choice)
{
    const Rest rest = m_executor.state().rest;
    if (choice == QLatin1String("q")) {
        quit();
        return;
    }
    if (choice == QLatin1String("t")) {
        chooseSafeState();
        return;
    }
    whimbrel::Command command;
    command.node = rest.node;
    const bool doubt = rest.reason == RestReason::Doubt;
    if (choice == QLatin1String("r")) {
        command.type = doubt ? whimbrel::Command::Type::Decide : whimbrel::Command::Type::Retry;
        command.outcome = doubt ? QStringLiteral("retry") : QString();
    } else if (choice == QLatin1String("s") && !doubt) {
        command.type = whimbrel::Command::Type::Skip;
    } else if (choice == QLatin1String("d")) {
        command.type = doubt ? whimbrel::Command::Type::Decide : whimbrel::Command::Type::MarkDone;
        command.outcome = doubt ? QStringLiteral("done") : QString();
    } else if (choice == QLatin1String("b")) {
        command.type = doubt ? whimbrel::Command::Type::Decide : whimbrel::Command::Type::Rollback;
        command.outcome = doubt ? QStringLiteral("rollback") : QString();
        command.node = doubt ? rest.node : NodeId();
    } else {
        askFailure();
        return;
    }
    m_refused = false;
    if (command.type == whimbrel::Command::Type::Retry) {
        send(command);
        return;
    }
    askReason(Texts::tr("  why: "), [this, command](const QString& because) {
        whimbrel::Command explained = command;
        explained.because = because;
        send(explained);
    });
}

void RunSession::chooseSafeState()
{
    const QList<NodeId> states = safeStates(Flow(m_executor.plan()), m_executor.state());
    if (states.isEmpty()) {
        console::line(Texts::tr("  There is no safe state to go back to."));
        takeRest();
        return;
    }
    for (qsizetype i = 0; i < states.size(); ++i) {
        console::line(
            QStringLiteral("  %1) %2").arg(i + 1).arg(nameOf(m_executor.plan(), states.at(i))));
    }
    ask(Texts::tr("  number, or anything else to think again: "),
        [this, states](const QString& given) {
            bool isNumber = false;
            const int index = given.toInt(&isNumber) - 1;
            if (!isNumber || index < 0 || index >= states.size()) {
                takeRest();
                return;
            }
            askReason(Texts::tr("  why: "), [this, to = states.at(index)](const QString& because) {
                whimbrel::Command command;
                command.type = whimbrel::Command::Type::Rollback;
                command.node = to;
                command.because = because;
                m_refused = false;
                send(command);
            });
        });
}

void RunSession::askAtPause()
{
    for (const QString& line : wayBackLines(Flow(m_executor.plan()), m_executor.state())) {
        console::line(QStringLiteral("  ") + line);
    }
    ask(Texts::tr("  go on (g), go back to … (t), stop here (q): "), [this](const QString& given) {
        if (given == QLatin1String("g")) {
            m_wentBack = false;
            pursueGoal();
        } else if (given == QLatin1String("t")) {
            chooseSafeState();
        } else if (given == QLatin1String("q")) {
            quit();
        } else {
            askAtPause();
        }
    });
}

void RunSession::say(const QString& line)
{
    if (!m_options.asJson) {
        console::line(line);
    }
}

void RunSession::sayHowToGoOn()
{
    const RunState& state = m_executor.state();
    if (state.ended || m_options.asJson) {
        return;
    }
    QStringList places;
    for (const NodeId& node : state.ready) {
        places.append(nameOf(m_executor.plan(), node));
    }
    say(Texts::tr("The run rests at %1.").arg(places.join(QLatin1String(", "))));
    for (const QString& line : wayBackLines(Flow(m_executor.plan()), state)) {
        say(line);
    }
    say(Texts::tr("Go on with: %1").arg(m_options.resumeLine));
}

int execControl(Executor& executor)
{
    LineReader reader;
    SignalWatcher signalWatcher;
    QObject context;
    bool leaving = false;
    const auto execute = [&executor](whimbrel::Command::Type type) {
        whimbrel::Command command;
        command.type = type;
        QMetaObject::invokeMethod(
            &executor, [&executor, command] { executor.execute(command); }, Qt::QueuedConnection);
    };
    // Nobody listens any more: the step in hand is settled, then the locks are released.
    const auto leave = [&](whimbrel::Command::Type how) {
        if (!leaving) {
            leaving = true;
            execute(executor.isResting() ? whimbrel::Command::Type::Quit : how);
        }
    };
    QObject::connect(&executor, &Executor::message, &context, [&](const RunnerMessage& message) {
        console::raw(encode(message));
        if (leaving && message.type == RunnerMessage::Type::Resting) {
            execute(whimbrel::Command::Type::Quit);
        }
    });
    QObject::connect(
        &executor, &Executor::finished, &context, [](int code) { QCoreApplication::exit(code); });
    QObject::connect(&reader, &LineReader::lineRead, &context, [&](const QByteArray& line) {
        const Result<whimbrel::Command> command = decodeCommand(line);
        if (!command) {
            RunnerMessage refused;
            refused.type = RunnerMessage::Type::Refused;
            refused.error = command.error();
            console::raw(encode(refused));
            return;
        }
        executor.execute(*command);
    });
    QObject::connect(
        &reader, &LineReader::closed, &context, [&] { leave(whimbrel::Command::Type::Pause); });
    QObject::connect(&signalWatcher, &SignalWatcher::interrupted, &context, [&](int signal) {
        leave(signal == SIGHUP ? whimbrel::Command::Type::Pause : whimbrel::Command::Type::Cancel);
    });
    return QCoreApplication::exec();
}

} // namespace whimbrel::cli
