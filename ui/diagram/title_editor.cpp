// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "ui/diagram/title_editor.h"

#include <QKeyEvent>
#include <QTextDocument>

namespace whimbrel {

TitleEditor::TitleEditor(
    const QString& text, const QRect& place, const QFont& font, QWidget* parent)
    : QPlainTextEdit(text, parent)
    , m_place(place)
{
    setObjectName(QStringLiteral("titleEditor"));
    setFont(font);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setTabChangesFocus(true);
    setAccessibleName(tr("Title"));
    connect(this, &QPlainTextEdit::textChanged, this, &TitleEditor::fitToText);
    fitToText();
    show();
    setFocus();
    selectAll();
}

void TitleEditor::fitToText()
{
    const QFontMetrics metrics(font());
    const int wanted = metrics.lineSpacing() * std::max(1, document()->lineCount()) + 18;
    const int height = std::max(wanted, std::min(m_place.height(), wanted + metrics.height()));
    const QPoint center = m_place.center();
    setGeometry(m_place.left(), center.y() - height / 2, m_place.width(), height);
}

void TitleEditor::keyPressEvent(QKeyEvent* event)
{
    const bool enter = event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter;
    if (event->key() == Qt::Key_Escape) {
        finish(false);
    } else if (enter && !event->modifiers().testFlag(Qt::ShiftModifier)) {
        finish(true);
    } else {
        QPlainTextEdit::keyPressEvent(event);
    }
}

void TitleEditor::focusOutEvent(QFocusEvent* event)
{
    QPlainTextEdit::focusOutEvent(event);
    if (event->reason() != Qt::PopupFocusReason) {
        finish(true);
    }
}

bool TitleEditor::focusNextPrevChild(bool next)
{
    finish(true);
    emit stepped(next);
    return true;
}

void TitleEditor::finish(bool commit)
{
    if (m_done) {
        return;
    }
    m_done = true;
    if (commit) {
        emit committed(toPlainText().trimmed());
    }
    if (parentWidget() != nullptr) {
        parentWidget()->setFocus();
    }
    deleteLater();
}

} // namespace whimbrel
