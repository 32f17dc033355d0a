// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "render/draw/theme.h"

#include <QWidget>

class QLabel;
class QVBoxLayout;

namespace whimbrel {

class TemplateCard;

/// What is seen while no plan is open: recent plans, templates with their pictures, and how to
/// begin with one's own database.
class StartPage final : public QWidget {
    Q_OBJECT

public:
    explicit StartPage(QWidget* parent = nullptr);

    void setRecent(const QStringList& paths);
    void setTheme(ThemeName theme);

signals:
    void newRequested();
    void openRequested();
    void recentRequested(const QString& path);
    void templateRequested(const QString& name);

private:
    QWidget* m_recentArea;
    QVBoxLayout* m_recent;
    QList<TemplateCard*> m_cards{};
};

} // namespace whimbrel
