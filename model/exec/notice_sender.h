// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/exec/notice_settings.h"

#include <QNetworkAccessManager>
#include <QObject>

namespace whimbrel {

/// Tells of notices by a program and by a web address, behind the back of the run: it neither waits
/// for them nor minds when they fail, which is only said.
class NoticeSender final : public QObject {
    Q_OBJECT

public:
    explicit NoticeSender(QObject* parent = nullptr);

    void send(const NoticeSettings& settings, const Notice& notice);
    /// Whether something is under way still.
    [[nodiscard]] bool isBusy() const { return m_underWay > 0; }

    /// How often a webhook is tried, and how long one try may take.
    static constexpr int tries = 3;
    static constexpr int tryLimitMs = 5000;

signals:
    /// A notice did not get through; the text holds no secret.
    void failed(const QString& text);
    void idle(); ///< nothing is under way any more

private:
    void runCommand(const QStringList& command, const Notice& notice);
    void post(const Secret& webhook, const QByteArray& body, int attempt);
    void begun() { ++m_underWay; }
    void over();

    QNetworkAccessManager m_network;
    int m_underWay = 0;
};

} // namespace whimbrel
