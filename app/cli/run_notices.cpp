// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "app/cli/run_notices.h"

#include <QEventLoop>

#include <utility>

namespace whimbrel::cli {

namespace {

constexpr std::chrono::seconds patience{1};
constexpr std::chrono::seconds clockEvery{20};
constexpr std::chrono::seconds longestWait{20};

} // namespace

RunNotices::RunNotices(const RunHandle& run, QObject* parent)
    : QObject(parent)
    , m_run(run)
{
    connect(&m_run, &RunHandle::message, this, [this](const RunnerMessage& message) {
        take(m_watch.take(message, m_run.plan(), m_run.state()));
    });
    connect(&m_clock, &QTimer::timeout, this, [this] {
        take(m_watch.look(m_run.plan(), m_run.state(), QDateTime::currentDateTimeUtc()));
    });
    connect(&m_sender, &NoticeSender::failed, this, &RunNotices::failed);
    m_patience.setSingleShot(true);
    connect(&m_patience, &QTimer::timeout, this, &RunNotices::sendWaiting);
    m_clock.start(clockEvery);
}

/// A question that was answered in advance is none: what a run rests at is told of when it is still
/// so after a moment.
void RunNotices::take(const QList<Notice>& notices)
{
    for (const Notice& notice : notices) {
        if (notice.kind == Notice::Kind::HoldEnded || notice.kind == Notice::Kind::WindowCloses) {
            send(notice);
        } else {
            m_waiting = {notice};
            m_waitingSince = m_run.state().events;
            m_patience.start(patience);
        }
    }
}

void RunNotices::sendWaiting()
{
    m_patience.stop();
    for (const Notice& notice : std::exchange(m_waiting, {})) {
        if (m_run.state().events == m_waitingSince) {
            send(notice);
        }
    }
}

void RunNotices::send(const Notice& notice)
{
    if (!m_settings) {
        Result<NoticeSettings> read = readNoticeSettings(noticeSettingsPath(), notice.environment);
        if (!read) {
            emit failed(read.error().text());
        }
        m_settings = read ? *std::move(read) : NoticeSettings();
    }
    m_sender.send(*m_settings, notice);
}

void RunNotices::finish()
{
    sendWaiting();
    if (!m_sender.isBusy()) {
        return;
    }
    QEventLoop loop;
    connect(&m_sender, &NoticeSender::idle, &loop, &QEventLoop::quit);
    QTimer::singleShot(longestWait, &loop, &QEventLoop::quit);
    loop.exec();
}

} // namespace whimbrel::cli
