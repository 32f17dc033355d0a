// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "model/exec/recorder.h"

#include "model/exec/lease.h"
#include "model/exec/recovery.h"

namespace whimbrel {

Recorder::Recorder(RunContext& context, QObject* parent)
    : QObject(parent)
    , m_context(context)
{ }

void Recorder::replay(const QList<Event>& events)
{
    for (const Event& event : events) {
        fold(m_state, event);
        emit recorded(event);
    }
}

ReportProgress Recorder::progressReporter()
{
    // Called in a worker's thread; sessions end before the recorder does.
    return [this](const Progress& progress) {
        QMetaObject::invokeMethod(
            this,
            [this, progress] {
                m_progress = progress;
                emit progressed(progress);
            },
            Qt::QueuedConnection);
    };
}

void Recorder::perform(const TargetId& target, Work work, std::function<void()> then)
{
    Q_ASSERT(!m_busy);
    m_busy = true;
    const TargetId journal = m_context.journalOf(target);
    Session* session = m_context.session(journal);
    Q_ASSERT(session);
    JournalWriter writer(m_state.run, m_context.targetOf(target), m_state.events + 1, m_mirror);
    // What is committed is shown at once, also while the rest of the step still runs. Both this and
    // the report are posted to the same thread, so they arrive in order.
    writer.tell([this](const QList<Event>& events) {
        QMetaObject::invokeMethod(
            this, [this, events] { replay(events); }, Qt::QueuedConnection);
    });
    session->run(
        [work = std::move(work), writer](Session::Held& held) mutable {
            writer.fence(held.lease.token);
            if (Result<> ready = makeReady(*held.connection); !ready) {
                return StepReport{{}, ready.error()};
            }
            held.connection->nameAfter(writer.run());
            return work(held, writer);
        },
        [this, session, then = std::move(then)](const StepReport& report) {
            if (session->watcher()) {
                session->watcher()->watch(false);
                session->watcher()->disconnect(this);
            }
            m_progress = Progress{};
            m_inHand = nullptr;
            take(report, then);
        });
    watch(*session);
}

/// Has what the server shows of the work in hand said together with its progress.
void Recorder::watch(Session& session)
{
    m_progress = Progress{};
    m_clock.start();
    m_inHand = &session;
    if (!session.watcher()) {
        return;
    }
    session.watcher()->watch(true);
    connect(session.watcher(), &Watcher::seen, this, [this](const Sighting& sighting) {
        m_progress.sighting = sighting;
        m_progress.elapsedMs = m_clock.elapsed();
        if (m_progress.node.isEmpty() && m_progress.text.isEmpty()) {
            return; // nothing that takes its time has been said to be in hand
        }
        emit progressed(m_progress);
    });
}

void Recorder::take(const StepReport& report, const std::function<void()>& then)
{
    m_busy = false;
    if (report.fatal
        && (report.fatal->code == ErrorCode::Locked
            || report.fatal->code == ErrorCode::ConnectionLost)) {
        emit stalled(*report.fatal);
        return;
    }
    if (report.fatal) {
        emit broken(*report.fatal);
        return;
    }
    then();
}

void Recorder::record(const QList<EventDraft>& events, std::function<void()> then)
{
    perform(
        m_context.home,
        [events](Session::Held& held, JournalWriter writer) {
            Result<> written;
            constexpr int patience = 3;
            held.connection->setLockTimeout(Connection::usualLockTimeout);
            for (int attempt = 1; attempt <= patience; ++attempt) {
                for (const EventDraft& event : events) {
                    writer.add(event.type, event.node, event.edge, event.data);
                }
                written = writer.write(*held.connection);
                if (!written && written.error().code == ErrorCode::Cancelled) {
                    // What is to be said is said, also when somebody cancels at this moment.
                    held.connection->interrupter().reset();
                    continue;
                }
                if (written || written.error().code != ErrorCode::Locked) {
                    break;
                }
                backOff(*held.connection, attempt);
            }
            StepReport report{writer.committed(), {}};
            if (!written) {
                report.fatal = written.error();
            }
            return report;
        },
        std::move(then));
}

void Recorder::recordEverywhere(const QList<EventDraft>& events, std::function<void()> then)
{
    const qint64 first = m_state.events + 1;
    record(events, [this, first, count = events.size(), then = std::move(then)] {
        Q_ASSERT(m_state.events - first + 1 == count);
        (void)count;
        QList<TargetId> others;
        const Session* home = m_context.session(m_context.home);
        for (auto each = m_context.sessions.cbegin(); each != m_context.sessions.cend(); ++each) {
            if (each.value() != home) {
                others.append(each.key());
            }
        }
        if (others.isEmpty()) {
            then();
            return;
        }
        m_busy = true;
        m_context.session(m_context.home)
            ->run(
                [run = m_state.run, first](Session::Held& held) {
                    return journal::events(*held.connection, run).map([&](const auto& all) {
                        QList<Event> news;
                        for (const Event& event : all) {
                            if (event.number >= first) {
                                news.append(event);
                            }
                        }
                        return news;
                    });
                },
                [this, others, then](const Result<QList<Event>>& news) {
                    if (!news) {
                        m_busy = false;
                        emit broken(news.error());
                        return;
                    }
                    copyTo(others, *news, then);
                });
    });
}

void Recorder::copyTo(
    QList<TargetId> targets, const QList<Event>& events, std::function<void()> then)
{
    if (targets.isEmpty()) {
        m_busy = false;
        then();
        return;
    }
    Session* session = m_context.session(targets.takeFirst());
    session->run(
        [events](Session::Held& held) {
            held.connection->interrupter().reset(); // what is journaled at home is copied
            Result<> done = makeReady(*held.connection);
            if (done) {
                done = held.connection->begin();
            }
            if (done) {
                done = lease::verify(*held.connection, held.lease.token);
            }
            if (done) {
                done = journal::addEvents(*held.connection, events, journal::Known::Skip);
            }
            if (done) {
                return held.connection->commit();
            }
            held.connection->rollback();
            return done;
        },
        [this, targets, events, then = std::move(then)](const Result<>& done) {
            if (!done) {
                m_busy = false;
                emit broken(done.error());
                return;
            }
            copyTo(targets, events, then);
        });
}

} // namespace whimbrel
