// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "app/cli/follow_session.h"

#include "app/cli/console.h"
#include "app/cli/exit_code.h"
#include "app/cli/line_reader.h"
#include "app/cli/run_status.h"
#include "app/cli/run_words.h"
#include "app/cli/signal_watcher.h"
#include "model/exec/executor.h"
#include "model/exec/notice.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QTimer>

namespace whimbrel::cli {

namespace {

/// How far the step in hand is, as far as the journal and the server show it.
Progress progressOf(const RunFollower& follower)
{
    Progress progress;
    const RunState& state = follower.state();
    if (state.ended || state.rest.reason != RestReason::None || state.ready.isEmpty()
        || follower.presence().runner == Presence::Runner::None) {
        return progress;
    }
    const NodeId node = state.ready.constFirst();
    const StepRun step = state.step(node);
    if (step.status != StepStatus::Running) {
        return progress;
    }
    progress.node = node;
    progress.elapsedMs = qMax<qint64>(step.entered.msecsTo(QDateTime::currentDateTimeUtc()), 0);
    progress.rows = qMax<qint64>(step.rows, 0);
    if (step.cursorUntil > step.cursorFirst) {
        progress.fraction = double(step.cursorLast - step.cursorFirst)
            / double(step.cursorUntil - step.cursorFirst);
    }
    progress.text = step.statements > 1
        ? Texts::tr("statement %1 of %2").arg(step.statementNumber).arg(step.statements)
        : QString();
    progress.sighting = follower.sighting();
    return progress;
}

/// The follower's look, over and over, and what is made of it.
class FollowSession final : public QObject {
public:
    FollowSession(RunFollower& follower, const StatusView& view, Following how)
        : m_follower(follower)
        , m_view(view)
        , m_how(how)
    { }

    void look()
    {
        const Result<> looked = m_follower.look();
        if (!looked && m_follower.state().run.isEmpty()) {
            failWith(looked.error());
            return;
        }
        lookAtTheClock();
        switch (m_how) {
        case Following::Text:
            showText();
            break;
        case Following::JsonLines:
            showJson();
            break;
        case Following::Messages:
            sayMessages();
            break;
        }
        m_exitCode = exitCodeOf(m_follower.state());
        if (m_follower.state().ended && m_how != Following::Messages) {
            QCoreApplication::exit(m_exitCode);
        }
    }

    [[nodiscard]] int exitCodeSoFar() const { return m_exitCode; }

private:
    void failWith(const Error& error)
    {
        if (m_how == Following::Messages) {
            RunnerMessage failed;
            failed.type = RunnerMessage::Type::Failed;
            failed.error = error;
            console::raw(encode(failed));
        } else {
            console::error(error);
        }
        QCoreApplication::exit(exitCode(error.code));
    }

    /// Holds that end and windows that close are facts of the journal, which nobody else may be
    /// there to tell. Who leads through a window is told by that.
    void lookAtTheClock()
    {
        RunnerMessage here;
        here.type = RunnerMessage::Type::Presence;
        const Plan& plan = m_follower.flow().plan();
        const RunState& state = m_follower.state();
        if (m_noticesAt != state.events) {
            m_notices.clear(); // the run has gone on
            m_noticesAt = state.events;
        }
        (void)m_watch.take(here, plan, state);
        m_notices += m_watch.look(plan, state, QDateTime::currentDateTimeUtc());
    }

    void showText()
    {
        const Flow& flow = m_follower.flow();
        // Who is in the way is asked anew now and then, not with every look.
        constexpr int looks = 5;
        if (m_linesFor != fingerprint() || ++m_looksSince >= looks) {
            m_linesFor = fingerprint();
            m_lines = m_view.lines();
            m_looksSince = 0;
        }
        QStringList lines = m_lines;
        const Progress progress = progressOf(m_follower);
        if (!progress.node.isEmpty()) {
            lines.append(progressLine(flow.plan(), progress));
            for (const Blocker& blocker : progress.sighting.blockers) {
                lines.append(blockerLine(blocker));
            }
        }
        for (const Notice& notice : m_notices) {
            lines.append(console::toned(noticeText(notice), Tone::Warning));
        }
        lines += presenceLines(m_follower.presence(), m_follower.state());
        const QByteArray now = lines.join(QLatin1Char('\n')).toUtf8() + '\n';
        // In a log only what is more than a clock that went on is worth new lines.
        const bool terminal = console::outputIsTerminal();
        const QByteArray kept = terminal ? now : fingerprint();
        if (kept == m_last) {
            return;
        }
        m_last = kept;
        if (terminal) {
            console::raw(QByteArrayLiteral("\x1b[H\x1b[2J"));
        }
        console::raw(now);
    }

    void showJson()
    {
        const QByteArray now = fingerprint();
        if (now == m_last) {
            return;
        }
        m_last = now;
        QJsonObject object = m_view.json();
        const Progress progress = progressOf(m_follower);
        if (!progress.node.isEmpty()) {
            QJsonObject one{{QStringLiteral("node"), progress.node.text()},
                {QStringLiteral("elapsedMs"), progress.elapsedMs},
                {QStringLiteral("rows"), progress.rows},
                {QStringLiteral("blocked"), !progress.sighting.blockers.isEmpty()}};
            if (progress.fraction >= 0) {
                one.insert(QStringLiteral("fraction"), progress.fraction);
            }
            object.insert(QStringLiteral("progress"), one);
        }
        QJsonArray notices;
        for (const Notice& notice : m_notices) {
            notices.append(toJson(notice));
        }
        if (!notices.isEmpty()) {
            object.insert(QStringLiteral("notices"), notices);
        }
        console::raw(QJsonDocument(object).toJson(QJsonDocument::Compact) + '\n');
    }

    /// What a change of is worth a line: not that a clock has gone on.
    [[nodiscard]] QByteArray fingerprint() const
    {
        const Presence& presence = m_follower.presence();
        return QByteArray::number(m_follower.state().events) + keyOf(presence.runner).toUtf8()
            + presence.problems.join(QLatin1Char('\n')).toUtf8()
            + QByteArray::number(m_follower.sighting().blockers.size()) + '/'
            + QByteArray::number(m_notices.size());
    }

    void sayMessages()
    {
        RunnerMessage say;
        say.run = m_follower.state().run;
        if (!m_saidHello) {
            m_saidHello = true;
            say.type = RunnerMessage::Type::Hello;
            say.version = QStringLiteral(WHIMBREL_VERSION);
            console::raw(encode(say));
        }
        for (const Event& event : m_follower.news()) {
            say.type = RunnerMessage::Type::Event;
            say.event = event;
            console::raw(encode(say));
        }
        say.type = RunnerMessage::Type::Presence;
        say.presence = m_follower.presence();
        console::raw(encode(say));
        say.progress = progressOf(m_follower);
        if (!say.progress.node.isEmpty()) {
            say.type = RunnerMessage::Type::Progress;
            console::raw(encode(say));
        }
    }

    RunFollower& m_follower;
    const StatusView& m_view;
    QByteArray m_linesFor{}; ///< the fingerprint that m_lines were made at
    QStringList m_lines{};
    int m_looksSince = 0;
    Following m_how;
    NoticeWatch m_watch{};
    QList<Notice> m_notices{}; ///< what the clock has brought about
    qint64 m_noticesAt = -1; ///< the number of events of the run at that time
    QByteArray m_last{};
    bool m_saidHello = false;
    int m_exitCode = Resting;
};

} // namespace

int execFollowing(
    RunFollower& follower, const StatusView& view, Following how, qint64 everyMs, bool withInput)
{
    SignalWatcher signalWatcher;
    FollowSession session(follower, view, how);
    QTimer timer;
    const auto leave = [&session] { QCoreApplication::exit(session.exitCodeSoFar()); };
    QObject::connect(&timer, &QTimer::timeout, &session, [&session] { session.look(); });
    QObject::connect(&signalWatcher, &SignalWatcher::interrupted, &session, leave);
    std::unique_ptr<LineReader> input;
    if (withInput || how == Following::Messages) {
        input = std::make_unique<LineReader>();
        QObject::connect(input.get(), &LineReader::closed, &session, leave);
    }
    QTimer::singleShot(0, &session, [&session] { session.look(); });
    timer.start(static_cast<int>(everyMs));
    return QCoreApplication::exec();
}

} // namespace whimbrel::cli
