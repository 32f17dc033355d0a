// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "ui/style/appearance.h"

#include "ui/style/palette.h"
#include "ui/style/whimbrel_style.h"

#include <QApplication>
#include <QDBusConnection>
#include <QDBusMessage>
#include <QDBusPendingCallWatcher>
#include <QDBusPendingReply>
#include <QDBusVariant>
#include <QFontDatabase>
#include <QPixmapCache>
#include <QStyleFactory>

namespace whimbrel {

namespace {

const auto portal = QStringLiteral("org.freedesktop.portal.Desktop");
const auto portalPath = QStringLiteral("/org/freedesktop/portal/desktop");
const auto settingsInterface = QStringLiteral("org.freedesktop.portal.Settings");
const auto appearanceGroup = QStringLiteral("org.freedesktop.appearance");
const auto colorScheme = QStringLiteral("color-scheme");
constexpr uint prefersDark = 1;

/// The value inside the variants that the portal wraps it in (one or two).
QVariant unwrapped(QVariant value)
{
    while (value.canConvert<QDBusVariant>()) {
        value = value.value<QDBusVariant>().variant();
    }
    return value;
}

QFont windowFont()
{
    QFont font = QFontDatabase::systemFont(QFontDatabase::GeneralFont);
    QStringList families{QStringLiteral("Inter")};
    families += font.families();
    font.setFamilies(families);
    font.setPixelSize(13);
    font.setHintingPreference(QFont::PreferNoHinting);
    return font;
}

} // namespace

QString keyOf(AppearanceChoice choice)
{
    switch (choice) {
    case AppearanceChoice::Light:
        return QStringLiteral("light");
    case AppearanceChoice::Dark:
        return QStringLiteral("dark");
    case AppearanceChoice::Desktop:
        break;
    }
    return QStringLiteral("desktop");
}

AppearanceChoice appearanceFromKey(const QString& key)
{
    if (key == keyOf(AppearanceChoice::Light)) {
        return AppearanceChoice::Light;
    }
    return key == keyOf(AppearanceChoice::Dark) ? AppearanceChoice::Dark
                                                : AppearanceChoice::Desktop;
}

Appearance::Appearance(QObject* parent)
    : QObject(parent)
    // Without a portal the lightness of the desktop's own palette says it.
    , m_desktopIsDark(whimbrel::isDark(QApplication::palette()))
{
    QApplication::setStyle(std::make_unique<WhimbrelStyle>().release());
    QApplication::setFont(windowFont());
    apply();
    askDesktop();
}

void Appearance::choose(AppearanceChoice choice)
{
    if (m_choice != choice) {
        m_choice = choice;
        apply();
    }
}

bool Appearance::isDark() const
{
    return m_choice == AppearanceChoice::Desktop ? m_desktopIsDark
                                                 : m_choice == AppearanceChoice::Dark;
}

void Appearance::followDesktop(const QString& group, const QString& key, const QDBusVariant& value)
{
    if (group == appearanceGroup && key == colorScheme) {
        m_desktopIsDark = unwrapped(value.variant()).toUInt() == prefersDark;
        if (m_choice == AppearanceChoice::Desktop) {
            apply();
        }
    }
}

void Appearance::askDesktop()
{
    QDBusConnection bus = QDBusConnection::sessionBus();
    if (!bus.isConnected()) {
        return;
    }
    bus.connect(portal, portalPath, settingsInterface, QStringLiteral("SettingChanged"), this,
        SLOT(followDesktop(QString, QString, QDBusVariant)));
    QDBusMessage question = QDBusMessage::createMethodCall(
        portal, portalPath, settingsInterface, QStringLiteral("Read"));
    question << appearanceGroup << colorScheme;
    auto* watcher = new QDBusPendingCallWatcher(bus.asyncCall(question), this);
    connect(watcher, &QDBusPendingCallWatcher::finished, this,
        [this](QDBusPendingCallWatcher* answered) {
            const QDBusPendingReply<QDBusVariant> reply = *answered;
            if (reply.isValid()) {
                followDesktop(appearanceGroup, colorScheme, reply.value());
            }
            answered->deleteLater();
        });
}

void Appearance::apply()
{
    QPixmapCache::clear();
    QApplication::setPalette(uiPalette(isDark()));
    qApp->setStyleSheet(styleSheet(isDark()));
    emit changed();
}

} // namespace whimbrel
