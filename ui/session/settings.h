// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QCryptographicHash>
#include <QSettings>
#include <QString>
#include <QVariant>

namespace whimbrel {

/// One thing that the application remembers: its key and what holds until somebody chooses.
template <class T>
struct Setting {
    const char* key;
    T fallback;

    [[nodiscard]] T read(const QSettings& store) const
    {
        return store.value(QLatin1String(key), QVariant::fromValue(T(fallback)))
            .template value<T>();
    }
    void write(QSettings& store, const T& value) const
    {
        store.setValue(QLatin1String(key), QVariant::fromValue(value));
    }
};

/// A text; const char* keeps the table constexpr.
template <>
struct Setting<QString> {
    const char* key;
    const char* fallback;

    [[nodiscard]] QString read(const QSettings& store) const
    {
        return store.value(QLatin1String(key), QString::fromLatin1(fallback)).toString();
    }
    void write(QSettings& store, const QString& value) const
    {
        store.setValue(QLatin1String(key), value);
    }
};

/// Every setting there is.
namespace settings {
/// Under what the things are kept that belong to the plan of this path.
[[nodiscard]] inline QString keyOfPlan(const QString& planPath)
{
    constexpr int enough = 16; // characters, to tell one person's plans apart
    const QByteArray digest
        = QCryptographicHash::hash(planPath.toUtf8(), QCryptographicHash::Sha256).toHex();
    return QStringLiteral("runs/%1/").arg(QString::fromLatin1(digest.left(enough)));
}

inline constexpr Setting<QString> appearance{"appearance/scheme", "desktop"};
inline constexpr Setting<bool> reducedMotion{"appearance/reducedMotion", false};
inline constexpr Setting<QString> sshKey{"person/sshKey", ""};
/// Whose keys prove answers at gates; empty: the file beside the plan says.
inline constexpr Setting<QString> allowedSigners{"person/allowedSigners", ""};
inline constexpr Setting<bool> showMap{"canvas/showMap", false};
inline constexpr Setting<bool> showGrid{"canvas/showGrid", true};
inline constexpr Setting<bool> snap{"canvas/snap", true};
inline constexpr Setting<bool> sideBySide{"diagrams/sideBySide", false};
inline constexpr Setting<bool> wheelZooms{"canvas/wheelZooms", false};
inline constexpr Setting<QString> failurePolicy{"run/onFailure", "stop"};
inline constexpr Setting<bool> tellOfOpenRun{"run/tellWhenLeaving", true};
inline constexpr Setting<bool> desktopNotices{"run/desktopNotices", true};
inline constexpr Setting<QString> personName{"person/name", ""};
inline constexpr Setting<QString> lastFolder{"files/lastFolder", ""};
inline constexpr Setting<QString> templateDialect{"files/templateDialect", "sqlite"};
} // namespace settings

} // namespace whimbrel
