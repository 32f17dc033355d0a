// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "render/draw/theme.h"

#include <QObject>

class QDBusVariant;

namespace whimbrel {

/// Light or dark: as the desktop has it, until the person chooses.
enum class AppearanceChoice { Desktop, Light, Dark };

[[nodiscard]] QString keyOf(AppearanceChoice choice); ///< "desktop", "light", "dark"
[[nodiscard]] AppearanceChoice appearanceFromKey(const QString& key);

/// Gives the application its style, fonts and palette, and keeps them in step with the choice and
/// with the desktop. One lives as long as the application.
class Appearance final : public QObject {
    Q_OBJECT

public:
    explicit Appearance(QObject* parent = nullptr);

    [[nodiscard]] AppearanceChoice choice() const { return m_choice; }
    void choose(AppearanceChoice choice);

    [[nodiscard]] bool isDark() const;
    /// The diagram theme that fits the windows.
    [[nodiscard]] ThemeName diagramTheme() const
    {
        return isDark() ? ThemeName::Dark : ThemeName::Light;
    }

signals:
    void changed();

private slots:
    void followDesktop(const QString& group, const QString& key, const QDBusVariant& value);

private:
    void askDesktop();
    void apply();

    AppearanceChoice m_choice = AppearanceChoice::Desktop;
    bool m_desktopIsDark = false;
};

} // namespace whimbrel
