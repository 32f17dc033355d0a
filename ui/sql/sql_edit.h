// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/plan/dialect.h"

#include <QList>
#include <QPlainTextEdit>

namespace whimbrel {

class SqlHighlighter;

/// Something to underline in SQL.
struct SqlMark {
    int begin = 0; ///< UTF-16 units into the text
    int end = 0;
    bool error = true; ///< else a warning
    QString message{};
    bool operator==(const SqlMark&) const = default;
};

/// A text editor for SQL: monospaced, coloured, with line numbers, and with problems underlined and
/// explained under the mouse. Its own undo is off: the plan's history serves.
class SqlEdit final : public QPlainTextEdit {
    Q_OBJECT

public:
    explicit SqlEdit(QWidget* parent = nullptr);

    void setDialect(Dialect dialect);
    void setMarks(const QList<SqlMark>& marks);
    /// Between these numbers of lines the editor is as high as its text; most <= 0: it fills what
    /// it gets.
    void setLineRange(int least, int most);

    [[nodiscard]] int gutterWidth() const;
    void paintGutter(QPaintEvent* event);

protected:
    void resizeEvent(QResizeEvent* event) override;
    void changeEvent(QEvent* event) override;
    bool event(QEvent* event) override;

private:
    void followPalette();
    void fitHeight();
    void showMarks();
    void scrollGutter(const QRect& rect, int dy);

    SqlHighlighter* m_highlighter = nullptr;
    QWidget* m_gutter = nullptr;
    QList<SqlMark> m_marks{};
    int m_least = 0;
    int m_most = 0;
};

} // namespace whimbrel
