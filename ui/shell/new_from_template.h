// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/plan/dialect.h"
#include "ui/prompts/prompts.h"

#include <QObject>
#include <QSettings>

namespace whimbrel {

class DocumentController;

/// Makes a plan from a template: asks where to, writes it and its SQL files, on SQLite also its
/// sample database, and opens it.
class NewFromTemplate final : public QObject {
    Q_OBJECT

public:
    NewFromTemplate(
        DocumentController& documents, QSettings& settings, Prompts& prompts, QWidget* window);

    void begin(const QString& name, Dialect dialect);

signals:
    /// The plan is there; its sample database is made on a server, by this command in its folder.
    void sampleWanted(const QString& command, const QString& folder);

private:
    void make(const QString& name, Dialect dialect, const QString& path);

    DocumentController& m_documents;
    QSettings& m_settings;
    Prompts& m_prompts;
    QWidget* m_window;
};

} // namespace whimbrel
