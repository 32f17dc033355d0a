// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/sequence/sequence_merge.h"

#include <QObject>

namespace whimbrel {

class ActionSet;
class DiagramViews;
class PlanSession;

/// Makes sequence diagrams, brings them up to date and deletes them.
class SequenceCommands final : public QObject {
    Q_OBJECT

public:
    SequenceCommands(
        PlanSession& session, DiagramViews& views, const ActionSet& actions, QWidget* window);

signals:
    void said(const QString& message);

private:
    void addFromFlow();
    void addEmpty();
    void askForTemplate();
    void addTemplate(const QString& name);
    void tellAnew();
    void erase();
    void add(const Edit& edit, const SequenceId& id);

    PlanSession& m_session;
    DiagramViews& m_views;
    QWidget* m_window;
};

} // namespace whimbrel
