// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/plan/dialect.h"
#include "render/draw/theme.h"

#include <QWidget>

class QLabel;
class QVBoxLayout;

namespace whimbrel {

class TemplateGallery;

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
    void templateRequested(const QString& name, whimbrel::Dialect dialect);

private:
    QWidget* m_recentArea;
    QVBoxLayout* m_recent;
    TemplateGallery* m_templates = nullptr;
};

} // namespace whimbrel
