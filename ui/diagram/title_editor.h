// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QPlainTextEdit>

namespace whimbrel {

/// Edits a title where it stands. Enter commits, Tab too, Shift+Enter breaks the line, Esc gives
/// up; losing the focus commits. Deletes itself when it is done.
class TitleEditor final : public QPlainTextEdit {
    Q_OBJECT

public:
    TitleEditor(const QString& text, const QRect& place, const QFont& font, QWidget* parent);

signals:
    void committed(const QString& text);
    /// After the text: the person pressed Tab (or, not forward, Shift+Tab) to go on to the next.
    void stepped(bool forward);

protected:
    void keyPressEvent(QKeyEvent* event) override;
    void focusOutEvent(QFocusEvent* event) override;
    bool focusNextPrevChild(bool next) override;

private:
    void finish(bool commit);
    void fitToText();

    QRect m_place;
    bool m_done = false;
};

} // namespace whimbrel
