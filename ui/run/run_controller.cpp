// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "ui/run/run_controller.h"

#include "model/database/connection_url.h"
#include "model/io/plan_file.h"

#include <QRegularExpression>
#include <QTimer>

namespace whimbrel {

namespace {

bool needsDecision(RestReason reason)
{
    return reason == RestReason::Failure || reason == RestReason::CheckFailed
        || reason == RestReason::Doubt || reason == RestReason::Unknown;
}

/// Steps with nothing to leave out or to have done already.
bool isOnlyPassed(NodeKind kind)
{
    return kind == NodeKind::Start || kind == NodeKind::Gate || kind == NodeKind::Fork
        || kind == NodeKind::Join || kind == NodeKind::End;
}

/// As a shell reads it.
QString shellWord(const QString& text)
{
    static const QRegularExpression plain(QStringLiteral("^[\\w./:=@%+,-]+$"));
    return plain.match(text).hasMatch() ? text
                                        : QLatin1Char('\'')
            + QString(text).replace(QLatin1Char('\''), QStringLiteral("'\\''")) + QLatin1Char('\'');
}

} // namespace

RunController::RunController(PlanSession& session, QObject* parent)
    : QObject(parent)
    , m_session(session)
    , m_flow(std::make_unique<Flow>(session.plan()))
{
    connect(&m_client, &RunnerClient::message, this, &RunController::takeMessage);
    connect(&m_client, &RunnerClient::gone, this, &RunController::takeEnd);
    connect(&session.breakpoints(), &Breakpoints::changed, this, &RunController::sendBreakpoints);
}

void RunController::start(const RunSettings& settings)
{
    begin(settings, std::nullopt);
}

void RunController::resume(const RunSettings& settings, const QString& run)
{
    begin(settings, RunToResume{run, {}, Orphans::Refuse});
}

void RunController::resumeLost(const QString& acceptBecause, Orphans orphans)
{
    if (m_following) {
        follow(m_settings, m_followed);
        return;
    }
    const QString run = m_state.run.isEmpty() && m_resumed ? m_resumed->run : m_state.run;
    begin(m_settings, RunToResume{run, acceptBecause, orphans});
}

void RunController::begin(const RunSettings& settings, const std::optional<RunToResume>& earlier)
{
    const bool wasActive = isActive();
    prepare(settings);
    m_following = false;
    m_resumed = earlier;
    m_client.start(m_planPath, m_targets, m_settings, earlier);
    if (!wasActive) {
        emit activeChanged(true);
    }
    publish();
}

void RunController::follow(const RunSettings& settings, const QString& run)
{
    const bool wasActive = isActive();
    prepare(settings);
    m_following = true;
    m_followed = run;
    m_client.follow(m_planPath, m_targets, settings, run);
    if (!wasActive) {
        emit activeChanged(true);
    }
    publish();
}

void RunController::takeOver()
{
    begin(m_settings, RunToResume{m_state.run, {}});
}

/// Forgets what was shown, for what comes.
void RunController::prepare(const RunSettings& settings)
{
    m_settings = settings;
    m_settings.breakpoints = knownBreakpoints(m_session.plan());
    m_planPath = m_session.path();
    m_targets.clear();
    for (const Target& target : m_session.plan().targets) {
        m_targets.append(target.id.text());
    }
    m_flow = std::make_unique<Flow>(m_session.plan());
    m_state = {};
    m_events.clear();
    m_progress.reset();
    m_around = {};
    m_orphan.reset();
    m_stalled = false;
    m_complaint.clear();
    m_resting = false;
    m_saidBye = false;
    m_failed = false;
    m_wantsReason = false;
    m_presence = {};
    m_resumed.reset();
    m_sinceEntered.invalidate();
    m_link = Link::Starting;
    emit eventsReset();
}

void RunController::close()
{
    if (!isActive()) {
        return;
    }
    if (m_following) {
        m_client.letGo(); // nobody's run is touched
    } else if (m_client.isConnected()) {
        Command quit;
        quit.type = Command::Type::Quit;
        m_client.send(quit);
    }
    m_link = Link::None;
    m_state = {};
    m_session.showRun(std::nullopt);
    emit activeChanged(false);
    emit changed();
}

QString RunController::resumeCommand() const
{
    QStringList words{
        QStringLiteral("whimbrel-cli"), QStringLiteral("resume"), shellWord(m_planPath)};
    for (const QString& target : m_targets) {
        const QString url = m_settings.bindings.value(TargetId(target));
        if (!url.isEmpty()) {
            words += {
                QStringLiteral("--bind"), shellWord(target + QLatin1Char('=') + redactedUrl(url))};
        }
    }
    if (!m_settings.runner.isEmpty()) {
        words += {QStringLiteral("--runner"), shellWord(m_settings.runner)};
    }
    return words.join(QLatin1Char(' '));
}

void RunController::send(Command::Type type)
{
    Command command;
    command.type = type;
    send(command);
}

void RunController::send(const Command& command)
{
    Command signedCommand = command;
    if (signedCommand.by.isEmpty()) {
        signedCommand.by = m_settings.by;
    }
    m_complaint.clear();
    m_stalled = false;
    // It rests until it says otherwise; a second click on the same button would be refused.
    const bool works = command.type != Command::Type::Pause && command.type != Command::Type::Cancel
        && command.type != Command::Type::AllowCommands && command.type != Command::Type::HandOver
        && command.type != Command::Type::StopBlocker;
    m_restedBefore = m_resting;
    if (works) {
        m_resting = false;
    }
    m_client.send(signedCommand);
    emit changed();
}

void RunController::dismissComplaint()
{
    if (m_link != Link::Lost && !m_complaint.isEmpty()) {
        m_complaint.clear();
        emit changed();
    }
}

void RunController::takeMessage(const RunnerMessage& message)
{
    if (m_link == Link::None) {
        return; // it was let go of while it still spoke
    }
    switch (message.type) {
    case RunnerMessage::Type::Hello:
        m_link = m_following ? Link::Following : Link::Connected;
        break;
    case RunnerMessage::Type::Event:
        takeEvent(message.event);
        break;
    case RunnerMessage::Type::Progress:
        m_progress = message.progress;
        emit progressChanged();
        return;
    case RunnerMessage::Type::Around:
        m_around = message.around;
        emit aroundChanged();
        return;
    case RunnerMessage::Type::Presence:
        m_presence = message.presence;
        break;
    case RunnerMessage::Type::Remark:
        m_complaint = message.text;
        break;
    case RunnerMessage::Type::Resting:
        m_resting = true;
        m_progress.reset();
        break;
    case RunnerMessage::Type::Refused:
        m_complaint = message.error.text();
        m_stalled = message.error.code == ErrorCode::Locked
            || message.error.code == ErrorCode::ConnectionLost;
        m_resting = m_resting || m_restedBefore;
        break;
    case RunnerMessage::Type::Failed:
        m_complaint = message.error.text();
        m_orphan = message.orphan;
        m_failed = true;
        m_failure = message.error.code;
        m_wantsReason
            = m_resumed && m_state.run.isEmpty() && message.error.code == ErrorCode::InDoubt;
        break;
    case RunnerMessage::Type::Bye:
        m_saidBye = true;
        break;
    }
    emit said(message);
    publish();
}

void RunController::takeEvent(const Event& event)
{
    fold(m_state, event);
    m_around = {};
    m_events.append(event);
    const bool brings = event.type == EventType::RunStarted || event.type == EventType::PlanAdopted;
    if (brings) {
        const QByteArray packed = event.data.value(QLatin1String("plan")).toString().toUtf8();
        if (const Result<Plan> plan = unpackPlan(packed); plan && !plan->nodes.isEmpty()) {
            m_flow = std::make_unique<Flow>(*plan);
        }
    }
    if (event.type == EventType::NodeEntered || event.type == EventType::StepIntended) {
        m_sinceEntered.start();
        m_progress.reset();
    }
    if (event.type == EventType::NodeDone || event.type == EventType::Compensated) {
        m_progress.reset();
    }
    emit eventAdded(event);
}

void RunController::takeEnd(int exitCode, bool crashed, const QString& text)
{
    if (m_link == Link::None) {
        return;
    }
    m_resting = false;
    m_progress.reset();
    if (m_saidBye && !crashed && !m_failed) {
        m_link = Link::Finished;
    } else {
        m_link = Link::Lost;
        if (!m_failed) {
            m_complaint = crashed ? tr("The runner is gone.")
                                  : tr("The runner ended with code %1.").arg(exitCode);
        }
        if (!text.isEmpty()) {
            m_complaint += QLatin1Char('\n') + text;
        }
    }
    publish();
}

void RunController::publish()
{
    // Resuming replays the whole journal: the canvas is shown its end, not each event.
    if (!m_publishing) {
        m_publishing = true;
        QTimer::singleShot(0, this, [this] {
            m_publishing = false;
            if (isActive()) {
                m_session.showRun(m_state.run.isEmpty() ? std::nullopt : std::optional(m_state));
                emit changed();
            }
        });
    }
}

QList<NodeId> RunController::knownBreakpoints(const Plan& plan) const
{
    QList<NodeId> nodes = m_session.breakpoints().sorted();
    nodes.removeIf([&plan](const NodeId& node) { return !plan.nodes.contains(node); });
    return nodes;
}

/// They may be set and taken away at any moment of a run.
void RunController::sendBreakpoints()
{
    if (m_link == Link::Connected) {
        Command command;
        command.type = Command::Type::SetBreakpoints;
        command.nodes = knownBreakpoints(plan());
        m_client.send(command);
    }
}

std::optional<NextStep> RunController::nextStep() const
{
    if (!isResting()) {
        return std::nullopt;
    }
    const auto next = whimbrel::nextStep(*m_flow, m_state, m_session.rehearsed(), m_around);
    return next && isAhead(*next, m_state) ? next : std::nullopt;
}

QList<LockHolder> RunController::inTheWay() const
{
    const auto next = isResting()
        ? whimbrel::nextStep(*m_flow, m_state, m_session.rehearsed(), m_around)
        : std::nullopt;
    return next ? next->around.holders : QList<LockHolder>();
}

const RehearsedStep* RunController::rehearsedStep(const NodeId& node) const
{
    const Rehearsed& rehearsed = m_session.rehearsed();
    const bool same = !rehearsed.current.isEmpty()
        && rehearsed.current.constFirst().planHash == m_state.planHash;
    return same ? rehearsed.step(node) : nullptr;
}

NodeId RunController::currentNode() const
{
    if (!m_state.rest.node.isEmpty()) {
        return m_state.rest.node;
    }
    if (!m_state.ready.isEmpty()) {
        return m_state.ready.first();
    }
    if (m_state.isOpen() && m_state.steps.isEmpty()) { // nothing was entered yet
        for (const Node& node : plan().nodes) {
            if (node.kind == NodeKind::Start) {
                return node.id;
            }
        }
    }
    return {};
}

qint64 RunController::elapsedMs() const
{
    if (!isWorking()) {
        return -1;
    }
    if (m_progress && m_progress->elapsedMs > 0) {
        return m_progress->elapsedMs;
    }
    return m_sinceEntered.isValid() ? m_sinceEntered.elapsed() : -1;
}

bool RunController::canGoOn() const
{
    const RestReason reason = m_state.rest.reason;
    return isResting() && m_state.isOpen()
        && (reason == RestReason::None || reason == RestReason::Paused
            || reason == RestReason::Hold);
}

bool RunController::canRetry() const
{
    return isResting() && needsDecision(m_state.rest.reason);
}

bool RunController::canSkip() const
{
    return canMarkDone() && m_state.rest.reason != RestReason::Doubt && !m_state.rollingBack;
}

bool RunController::canMarkDone() const
{
    const Node* node = plan().nodes.find(currentNode());
    return isResting() && m_state.isOpen() && node && !isOnlyPassed(node->kind);
}

bool RunController::canRollBack() const
{
    return isResting() && !m_state.rollingBack && !safeStates(*m_flow, m_state).isEmpty();
}

} // namespace whimbrel
