// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ui/inspector/property.h"

#include <QObject>
#include <QString>

class QWidget;

namespace whimbrel {

/// Watches one editor of the inspector: it names the run of keystrokes that make one step of the
/// undo history (a new one whenever the editor is entered), sends undo and redo to the plan's
/// history instead of the widget's own, and keeps the mouse wheel from changing a value in passing.
class EditTurn final : public QObject {
    Q_OBJECT

public:
    /// Lives as long as the editor.
    EditTurn(PlanSession& session, QWidget* editor);

    /// The commit of a change that is made now.
    [[nodiscard]] Commit commit(const QString& what) const;

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    PlanSession& m_session;
    QString m_name{};
    int m_visit = 0;
};

} // namespace whimbrel
