// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "ui/sql/sql_edit.h"

#include "ui/sql/sql_highlighter.h"
#include "ui/style/palette.h"

#include <QFontDatabase>
#include <QFontInfo>
#include <QHelpEvent>
#include <QPaintEvent>
#include <QPainter>
#include <QTextBlock>
#include <QTextEdit>
#include <QToolTip>

#include <algorithm>

namespace whimbrel {

namespace {

class Gutter final : public QWidget {
public:
    explicit Gutter(SqlEdit* editor)
        : QWidget(editor)
        , m_editor(editor)
    { }
    [[nodiscard]] QSize sizeHint() const override { return {m_editor->gutterWidth(), 0}; }

protected:
    void paintEvent(QPaintEvent* event) override { m_editor->paintGutter(event); }

private:
    SqlEdit* m_editor;
};

QFont monoFont()
{
    QFont font(QStringLiteral("JetBrains Mono"));
    font.setStyleHint(QFont::Monospace);
    if (!QFontInfo(font).fixedPitch()) {
        font = QFontDatabase::systemFont(QFontDatabase::FixedFont);
    }
    font.setPixelSize(12);
    return font;
}

} // namespace

SqlEdit::SqlEdit(QWidget* parent)
    : QPlainTextEdit(parent)
{
    setFont(monoFont());
    setUndoRedoEnabled(false);
    setTabChangesFocus(true);
    setLineWrapMode(QPlainTextEdit::NoWrap);
    setTabStopDistance(fontMetrics().horizontalAdvance(QLatin1Char(' ')) * 4);
    m_highlighter = new SqlHighlighter(document(), Dialect::Sqlite);
    m_gutter = new Gutter(this);
    connect(this, &QPlainTextEdit::blockCountChanged, this, [this] {
        setViewportMargins(gutterWidth(), 0, 0, 0);
        fitHeight();
    });
    connect(this, &QPlainTextEdit::updateRequest, this, &SqlEdit::scrollGutter);
    connect(this, &QPlainTextEdit::cursorPositionChanged, m_gutter, qOverload<>(&QWidget::update));
    // Signals of the editor are blocked while it takes a text from the plan; those of its document
    // are not.
    connect(document(), &QTextDocument::blockCountChanged, this, [this] {
        setViewportMargins(gutterWidth(), 0, 0, 0);
        fitHeight();
    });
    setViewportMargins(gutterWidth(), 0, 0, 0);
    followPalette();
}

void SqlEdit::setDialect(Dialect dialect)
{
    m_highlighter->setDialect(dialect);
}

void SqlEdit::setMarks(const QList<SqlMark>& marks)
{
    if (m_marks != marks) {
        m_marks = marks;
        showMarks();
    }
}

void SqlEdit::setLineRange(int least, int most)
{
    m_least = least;
    m_most = most;
    fitHeight();
}

void SqlEdit::fitHeight()
{
    if (m_most <= 0) {
        return;
    }
    const int lines = std::clamp(blockCount(), m_least, m_most);
    const int chrome = 2 * frameWidth() + 2 * static_cast<int>(document()->documentMargin());
    // Room for the horizontal scroll bar: lines of SQL are long, the inspector is narrow.
    const int height = lines * fontMetrics().lineSpacing() + chrome + 14;
    if (minimumHeight() != height || maximumHeight() != height) {
        setFixedHeight(height);
    }
}

int SqlEdit::gutterWidth() const
{
    const auto digits = QString::number(std::max(blockCount(), 10)).size();
    return fontMetrics().horizontalAdvance(QLatin1Char('9')) * static_cast<int>(digits) + 12;
}

void SqlEdit::scrollGutter(const QRect& rect, int dy)
{
    if (dy != 0) {
        m_gutter->scroll(0, dy);
    } else {
        m_gutter->update(0, rect.y(), m_gutter->width(), rect.height());
    }
}

void SqlEdit::resizeEvent(QResizeEvent* event)
{
    QPlainTextEdit::resizeEvent(event);
    const QRect inside = contentsRect();
    m_gutter->setGeometry(inside.left(), inside.top(), gutterWidth(), inside.height());
}

void SqlEdit::paintGutter(QPaintEvent* event)
{
    QPainter painter(m_gutter);
    painter.fillRect(event->rect(), palette().color(QPalette::AlternateBase));
    painter.setFont(font());
    QTextBlock block = firstVisibleBlock();
    qreal top = blockBoundingGeometry(block).translated(contentOffset()).top();
    while (block.isValid() && top <= event->rect().bottom()) {
        const qreal height = blockBoundingRect(block).height();
        const bool marked
            = std::any_of(m_marks.cbegin(), m_marks.cend(), [&block](const SqlMark& mark) {
                  return mark.begin >= block.position()
                      && mark.begin < block.position() + block.length();
              });
        const bool current = block.blockNumber() == textCursor().blockNumber();
        QColor color = palette().color(current ? QPalette::Text : QPalette::PlaceholderText);
        if (marked) {
            color = uiColors(palette()).error;
        }
        painter.setPen(color);
        painter.drawText(QRectF(0, top, m_gutter->width() - 6, fontMetrics().lineSpacing()),
            Qt::AlignRight | Qt::AlignVCenter, QString::number(block.blockNumber() + 1));
        top += height;
        block = block.next();
    }
}

void SqlEdit::followPalette()
{
    m_highlighter->setDark(isDark(palette()));
    showMarks();
}

void SqlEdit::showMarks()
{
    QList<QTextEdit::ExtraSelection> selections;
    const int length = document()->characterCount() - 1;
    const UiColors& colors = uiColors(palette());
    for (const SqlMark& mark : std::as_const(m_marks)) {
        QTextEdit::ExtraSelection selection;
        selection.cursor = QTextCursor(document());
        selection.cursor.setPosition(std::clamp(mark.begin, 0, length));
        selection.cursor.setPosition(
            std::clamp(mark.end, mark.begin, length), QTextCursor::KeepAnchor);
        selection.format.setUnderlineStyle(QTextCharFormat::WaveUnderline);
        selection.format.setUnderlineColor(mark.error ? colors.error : colors.warning);
        selections.append(selection);
    }
    setExtraSelections(selections);
    m_gutter->update();
}

void SqlEdit::changeEvent(QEvent* event)
{
    QPlainTextEdit::changeEvent(event);
    if (event->type() == QEvent::PaletteChange && m_highlighter) {
        followPalette();
    }
}

bool SqlEdit::event(QEvent* event)
{
    if (event->type() == QEvent::ToolTip) {
        const auto* help = static_cast<QHelpEvent*>(event);
        const int at = cursorForPosition(viewport()->mapFrom(this, help->pos())).position();
        QStringList messages;
        for (const SqlMark& mark : std::as_const(m_marks)) {
            if (at >= mark.begin && at <= mark.end) {
                messages.append(mark.message);
            }
        }
        if (messages.isEmpty()) {
            QToolTip::hideText();
        } else {
            QToolTip::showText(help->globalPos(), messages.join(QLatin1Char('\n')), this);
        }
        return true;
    }
    return QPlainTextEdit::event(event);
}

} // namespace whimbrel
