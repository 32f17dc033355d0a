// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "ui/run/desktop_notices.h"

#include "ui/session/settings.h"

#include <QApplication>
#include <QDBusConnection>
#include <QDBusMessage>
#include <QDBusPendingCallWatcher>
#include <QDBusPendingReply>
#include <QSettings>

namespace whimbrel {

namespace {

constexpr std::chrono::seconds clockEvery{20};
constexpr uchar critical = 2;
constexpr uchar normal = 1;
constexpr int untilSeen = 0;

uchar urgencyOf(const Notice& notice)
{
    const bool bad = notice.kind == Notice::Kind::Failure || notice.kind == Notice::Kind::Doubt;
    return bad || notice.kind == Notice::Kind::WindowCloses ? critical : normal;
}

} // namespace

DesktopNotices::DesktopNotices(RunController& controller, QObject* parent)
    : QObject(parent)
    , m_controller(controller)
{
    connect(&m_controller, &RunController::eventsReset, this, [this] { m_watch = NoticeWatch(); });
    connect(&m_controller, &RunController::said, this, [this](const RunnerMessage& message) {
        take(m_watch.take(message, m_controller.plan(), m_controller.state()));
    });
    connect(&m_clock, &QTimer::timeout, this, [this] {
        if (m_controller.isActive()) {
            take(m_watch.look(
                m_controller.plan(), m_controller.state(), QDateTime::currentDateTimeUtc()));
        }
    });
    m_clock.start(clockEvery);
}

void DesktopNotices::take(const QList<Notice>& notices)
{
    const bool lookedAt = QApplication::applicationState() == Qt::ApplicationActive;
    const QSettings store;
    if ((lookedAt && !m_always) || !settings::desktopNotices.read(store)) {
        return;
    }
    for (const Notice& notice : notices) {
        show(notice);
    }
}

void DesktopNotices::show(const Notice& notice)
{
    QDBusMessage call
        = QDBusMessage::createMethodCall(QStringLiteral("org.freedesktop.Notifications"),
            QStringLiteral("/org/freedesktop/Notifications"),
            QStringLiteral("org.freedesktop.Notifications"), QStringLiteral("Notify"));
    // What is shown is plain text; some desktops read its body as markup.
    call.setArguments(
        {QStringLiteral("Whimbrel"), m_shown, QStringLiteral("io.github.whimbrel.Whimbrel"),
            notice.plan, noticeText(notice).toHtmlEscaped(), QStringList(),
            QVariantMap{{QStringLiteral("urgency"), QVariant::fromValue(urgencyOf(notice))},
                {QStringLiteral("desktop-entry"), QStringLiteral("io.github.whimbrel.Whimbrel")}},
            untilSeen});
    auto* answer = new QDBusPendingCallWatcher(QDBusConnection::sessionBus().asyncCall(call), this);
    connect(answer, &QDBusPendingCallWatcher::finished, this, [this, answer] {
        const QDBusPendingReply<quint32> reply = *answer;
        m_shown = reply.isValid() ? reply.value() : 0;
        answer->deleteLater();
    });
}

} // namespace whimbrel
