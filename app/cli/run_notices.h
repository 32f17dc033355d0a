// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/exec/notice_sender.h"
#include "model/exec/run_handle.h"

#include <QTimer>

namespace whimbrel::cli {

/// Tells of a run that this process carries out, as the settings of this machine say for its
/// environment. What does not get through is said, and changes nothing about the run.
class RunNotices final : public QObject {
    Q_OBJECT

public:
    explicit RunNotices(const RunHandle& run, QObject* parent = nullptr);

    /// Waits, when the run has let go of everything, for what is still under way, but not long.
    void finish();

signals:
    void failed(const QString& text);

private:
    void take(const QList<Notice>& notices);
    void sendWaiting();
    void send(const Notice& notice);

    const RunHandle& m_run;
    NoticeWatch m_watch{};
    NoticeSender m_sender;
    QTimer m_clock;
    QTimer m_patience;
    QList<Notice> m_waiting{}; ///< of a rest that an answer may end at once
    qint64 m_waitingSince = 0; ///< the number of events then
    std::optional<NoticeSettings> m_settings{}; ///< read when the first notice is sent
};

} // namespace whimbrel::cli
