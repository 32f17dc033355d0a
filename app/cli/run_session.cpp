// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "app/cli/run_session.h"

#include "app/cli/console.h"
#include "app/cli/exit_code.h"
#include "app/cli/run_words.h"
#include "model/base/duration.h"
#include "model/exec/next_step_text.h"
#include "model/exec/ssh_signature.h"
#include "model/plan/names.h"

#include <QCoreApplication>
#include <QJsonDocument>

#include <utility>

namespace whimbrel::cli {

namespace {

constexpr qint64 shortestShownMs = 300; // what is over sooner would only flicker
constexpr qint64 terminalProgressMs = 100;
constexpr qint64 loggedProgressMs = 5000;
constexpr int patienceMs = 1500; // for a server to say who holds which locks

using Goal = SessionOptions::Goal;

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

RunSession::RunSession(RunHandle& executor, SessionOptions options, QObject* parent)
    : QObject(parent)
    , m_executor(executor)
    , m_options(std::move(options))
{
    connect(&m_executor, &RunHandle::message, this, &RunSession::takeMessage);
    connect(&m_executor, &RunHandle::finished, this, [this](int code) {
        m_exitCode = m_exitCode < 0 ? code : m_exitCode;
        QCoreApplication::exit(m_exitCode);
    });
    connect(&m_signals, &SignalWatcher::interrupted, this, &RunSession::takeInterrupt);
    if (m_options.ask) {
        m_questions = std::make_unique<Questions>(m_executor, m_options.by);
        connect(m_questions.get(), &Questions::decided, this, &RunSession::takeDecision);
        connect(m_questions.get(), &Questions::wentOn, this, &RunSession::takeGoOn);
        connect(m_questions.get(), &Questions::stopped, this, &RunSession::quit);
        connect(m_questions.get(), &Questions::closed, this, &RunSession::takeInterrupt);
    }
    m_patience.setSingleShot(true);
    m_patience.setInterval(patienceMs);
    connect(&m_patience, &QTimer::timeout, this, &RunSession::tellWhatIsKnown);
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
        m_around = {};
        if (m_live) {
            m_wentBack = m_wentBack || message.event.type == EventType::RollbackEnded;
            for (const QString& line :
                m_printer.lines(m_executor.plan(), m_executor.state(), message.event)) {
                say(line);
            }
            m_troubleTold = m_troubleTold || isQuestion(m_executor.state().rest.reason);
        }
        break;
    case RunnerMessage::Type::Progress:
        takeProgress(message.progress);
        break;
    case RunnerMessage::Type::Around:
        takeAround(message.around);
        break;
    case RunnerMessage::Type::Resting:
        m_live = true;
        takeRest();
        break;
    case RunnerMessage::Type::Refused:
        console::error(message.error);
        if (m_questions && !m_refused && !m_stopping) {
            m_refused = true; // one more try; then there is nothing that fits
            takeRest();
        } else {
            m_exitCode = exitCode(message.error.code);
            if (m_executor.state().rest.reason == RestReason::Gate
                && message.error.code == ErrorCode::Impossible) {
                // Nothing is wrong but who answered: the run rests at the gate.
                m_exitCode = Resting;
                const Rest& rest = m_executor.state().rest;
                if (m_options.signKey.isEmpty() && !wantsSignature(m_executor.plan(), rest.node)) {
                    say(Texts::tr("Answer it as one of them: --as NAME --gate %1=%2:REASON.")
                            .arg(rest.node.text(), rest.outcomes.join(QLatin1Char('|'))));
                }
            }
            quit();
        }
        break;
    case RunnerMessage::Type::Failed:
        console::error(message.error);
        m_exitCode = exitCode(message.error.code);
        m_linkLost = message.error.code == ErrorCode::ConnectionLost;
        break;
    case RunnerMessage::Type::Remark:
        console::remark(message.text);
        break;
    case RunnerMessage::Type::Presence: // is for those who only follow
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
    QList<qint64> sessions;
    for (const Blocker& blocker : progress.sighting.blockers) {
        sessions.append(blocker.session);
    }
    if (sessions != m_blockers) { // told once, not with every tick of the clock
        m_blockers = sessions;
        for (const Blocker& blocker : progress.sighting.blockers) {
            console::line(blockerLine(blocker));
        }
    }
    if (progress.elapsedMs < shortestShownMs) {
        return;
    }
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
    if (m_options.goal == Goal::Rollback && isUnderWay()) {
        m_goalSent = true; // somebody began it; it only has to go on
    }
    if (!m_goalSent && (m_options.goal == Goal::Rollback || m_options.goal == Goal::HandOver)) {
        const bool canGoBack = !safeStates(Flow(m_executor.plan()), state).isEmpty();
        if (m_options.goal == Goal::Rollback && m_questions && canGoBack) {
            m_questions->askRollback(m_options.node);
        } else {
            pursueGoal();
        }
        return;
    }
    if (goalIsReached()) {
        if (m_eventsAtCommand < 0 && state.ended) { // it was over before this session
            say(Texts::tr("This run has ended: %1. Begin a new one with \"run\".")
                    .arg(keyOf(*state.ended)));
            if (!state.applied.isEmpty()) {
                say(Texts::tr("\"rollback\" takes it back."));
            }
        }
        if (m_options.goal == Goal::Rollback || m_options.goal == Goal::HandOver) {
            m_exitCode = Well;
        }
        quit();
        return;
    }
    if (isQuestion(state.rest.reason)) {
        answer();
    } else if (state.rest.reason == RestReason::Hold) {
        takeHold();
    } else if (m_wentBack || hasStopped()) {
        if (m_questions) {
            tellNext([this] { m_questions->askAtPause(); });
        } else {
            quit();
        }
    } else if (state.events == m_eventsAtCommand) {
        quit(); // it does not get any further
    } else {
        pursueGoal();
    }
}

/// Whether the run paused by itself after it was told to go on: at a breakpoint, outside a window …
bool RunSession::hasStopped() const
{
    const RunState& state = m_executor.state();
    return m_goalSent && state.rest.reason == RestReason::Paused
        && state.events != m_eventsAtCommand;
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

bool RunSession::isUnderWay() const
{
    const RunState& state = m_executor.state();
    return state.rollingBack && state.rollbackTo == m_options.node;
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
        if (isUnderWay()) {
            command.type = whimbrel::Command::Type::GoOn;
            break;
        }
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
    if (const Result<> fine = signAnswer(command); !fine) {
        console::error(fine.error());
        if (m_questions && !m_stopping) {
            m_questions->setSignKey({});
            answer();
        } else {
            m_exitCode = Resting;
            quit();
        }
        return;
    }
    m_eventsAtCommand = m_executor.state().events;
    // Queued, so that the executor is never entered again from within its own message.
    QMetaObject::invokeMethod(
        &m_executor, [executor = &m_executor, command] { executor->execute(command); },
        Qt::QueuedConnection);
}

Result<> RunSession::signAnswer(whimbrel::Command& command) const
{
    QString key = m_options.signKey;
    if (key.isEmpty() && m_questions) {
        key = m_questions->signKey();
    }
    if (command.type != whimbrel::Command::Type::Answer || !command.signature.isEmpty()
        || key.isEmpty()) {
        return {};
    }
    command.at = QDateTime::currentDateTimeUtc().toString(Qt::ISODateWithMs);
    const GateStatement statement = statementFor(
        m_executor.state(), command.outcome, command.by, command.at, command.because);
    // Nothing is in hand at a gate, and the locks are kept by threads of their own: the passphrase
    // may be waited for.
    const Result<QString> made = signWithSshKey(canonicalText(statement), key,
        m_questions ? PassphraseFrom::Terminal : PassphraseFrom::Nobody);
    if (!made) {
        return fail(made.error());
    }
    command.signature = *made;
    return {};
}

void RunSession::takeDecision(const whimbrel::Command& command)
{
    m_refused = false;
    send(command);
}

void RunSession::takeGoOn()
{
    m_wentBack = false;
    pursueGoal();
}

void RunSession::quit()
{
    const bool hurried = std::exchange(m_stopping, true);
    if (m_questions) {
        m_questions->drop();
    }
    const auto leave = [this] {
        whimbrel::Command command;
        command.type = whimbrel::Command::Type::Quit;
        send(command);
    };
    if (hurried || !m_executor.isResting()) {
        leave();
    } else {
        tellNext(leave);
    }
}

std::optional<NextStep> RunSession::nextNow() const
{
    const RunState& state = m_executor.state();
    const Flow flow(m_executor.plan());
    const auto next
        = nextStep(flow, state, rehearsedAs(m_options.rehearsals, state.planHash), m_around);
    return next && isAhead(*next, state) ? next : std::nullopt;
}

void RunSession::tellNext(std::function<void()> then)
{
    const std::optional<NextStep> next
        = m_toldAt == m_executor.state().events ? std::nullopt : nextNow();
    if (!next) {
        then();
        return;
    }
    m_afterTelling = std::move(then);
    const bool isServer = next->dialect == Dialect::Postgresql || next->dialect == Dialect::Mysql;
    if (isServer && !next->statements.isEmpty() && m_around.node != next->node) {
        m_patience.start();
    } else {
        tellWhatIsKnown();
    }
}

void RunSession::tellWhatIsKnown()
{
    m_patience.stop();
    const std::function<void()> then = std::exchange(m_afterTelling, nullptr);
    if (const std::optional<NextStep> next = nextNow()) {
        m_toldAt = m_executor.state().events;
        for (const QString& line : linesOf(*next, m_executor.plan())) {
            say(line);
        }
        if (m_options.asJson) {
            console::raw(
                QJsonDocument(QJsonObject{{QStringLiteral("message"), QStringLiteral("next-step")},
                                  {QStringLiteral("run"), m_executor.state().run},
                                  {QStringLiteral("next"), toJson(*next)}})
                    .toJson(QJsonDocument::Compact)
                + '\n');
        }
    }
    if (then) {
        then();
    }
}

void RunSession::takeAround(const Surroundings& around)
{
    m_around = around;
    if (m_afterTelling) {
        tellWhatIsKnown();
    }
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

void RunSession::answer()
{
    const Rest rest = m_executor.state().rest;
    if (const auto given = m_options.answers.take(rest)) {
        send(*given);
        return;
    }
    if (!m_questions) {
        for (const QString& line : howToAnswer(m_executor.plan(), rest)) {
            say(line);
        }
        quit();
        return;
    }
    switch (rest.reason) {
    case RestReason::Gate:
        tellNext([this] { m_questions->askGate(); });
        break;
    case RestReason::Confirmation:
        m_questions->askConfirmation();
        break;
    case RestReason::Failure:
    case RestReason::CheckFailed:
    case RestReason::Doubt:
    case RestReason::Unknown:
        m_questions->askFailure(std::exchange(m_troubleTold, false));
        break;
    case RestReason::None:
    case RestReason::Hold:
    case RestReason::Paused:
        break;
    }
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
    if (m_linkLost) { // where it rests is seen when it is gone on with
        say(howToGoOn(state, m_options.resumeLine));
        return;
    }
    say(state.rollingBack
            ? Texts::tr("The run rests on its way back.")
            : Texts::tr("The run rests at %1.").arg(placeText(state, m_executor.plan())));
    for (const QString& line : wayBackLines(Flow(m_executor.plan()), state)) {
        say(line);
    }
    say(howToGoOn(state, m_options.resumeLine));
}

} // namespace whimbrel::cli
