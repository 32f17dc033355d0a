// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "ui/inspector/edit_turn.h"

#include <QKeyEvent>
#include <QWidget>

namespace whimbrel {

EditTurn::EditTurn(PlanSession& session, QWidget* editor)
    : QObject(editor)
    , m_session(session)
{
    static int fields = 0;
    m_name = QStringLiteral("field %1").arg(++fields);
    editor->installEventFilter(this);
}

Commit EditTurn::commit(const QString& what) const
{
    return {what, QStringLiteral("%1/%2").arg(m_name).arg(m_visit), {}, {}};
}

bool EditTurn::eventFilter(QObject* watched, QEvent* event)
{
    switch (event->type()) {
    case QEvent::FocusIn:
        ++m_visit;
        break;
    case QEvent::ShortcutOverride: {
        const auto* key = static_cast<QKeyEvent*>(event);
        if (key->matches(QKeySequence::Undo) || key->matches(QKeySequence::Redo)) {
            event->ignore(); // the window's own undo takes it
            return true;
        }
        break;
    }
    case QEvent::KeyPress: {
        const auto* key = static_cast<QKeyEvent*>(event);
        if (key->matches(QKeySequence::Undo)) {
            m_session.undoStack().undo();
            ++m_visit;
            return true;
        }
        if (key->matches(QKeySequence::Redo)) {
            m_session.undoStack().redo();
            ++m_visit;
            return true;
        }
        break;
    }
    case QEvent::Wheel:
        if (!static_cast<QWidget*>(watched)->hasFocus()) {
            event->ignore(); // scrolls the form
            return true;
        }
        break;
    default:
        break;
    }
    return QObject::eventFilter(watched, event);
}

} // namespace whimbrel
