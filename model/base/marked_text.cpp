// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "model/base/marked_text.h"

#include <algorithm>

namespace whimbrel::marked {

namespace {

/// Unicode keeps these for a program's own use; they never stand in text.
constexpr char16_t firstSwitch = 0xFDD0;
constexpr char16_t lastSwitch = firstSwitch + static_cast<char16_t>(Style::Code);

bool isSwitch(QChar c)
{
    return c.unicode() >= firstSwitch && c.unicode() <= lastSwitch;
}

/// Whether a mark may begin before this character: not before space or what ends a phrase, as in
/// "count(*)".
bool begins(QChar c)
{
    return !c.isSpace() && !QStringLiteral(")],.;:!?").contains(c);
}

bool ends(QChar c)
{
    return !c.isSpace() && !QStringLiteral("([").contains(c);
}

/// Where the mark that begins here ends: the place of its other half, or -1. Between the halves
/// stands text, and outside of them no letter goes on.
qsizetype otherHalf(const QString& text, qsizetype at, const QString& mark)
{
    const qsizetype begin = at + mark.size();
    const bool isCode = mark == QLatin1String("`");
    if (!QStringView(text).mid(at).startsWith(mark) || begin >= text.size()
        || !(isCode || begins(text.at(begin))) || (at > 0 && text.at(at - 1).isLetterOrNumber())) {
        return -1;
    }
    for (qsizetype end = text.indexOf(mark, begin + 1); end > 0;
         end = text.indexOf(mark, end + 1)) {
        const qsizetype behind = end + mark.size();
        const bool goesOn = behind < text.size() && text.at(behind) == mark.at(0);
        const bool isLonger
            = !isCode && (goesOn || (mark.size() == 1 && text.at(end - 1) == mark.at(0)));
        if (!isLonger && (isCode || ends(text.at(end - 1)))
            && (behind >= text.size() || !text.at(behind).isLetterOrNumber())) {
            return end;
        }
    }
    return -1;
}

void append(QList<Run>& runs, const QString& text, Style style)
{
    if (text.isEmpty()) {
        return;
    }
    if (!runs.isEmpty() && runs.last().style == style) {
        runs.last().text += text;
    } else {
        runs.append({text, style});
    }
}

/// Marks of one line; code holds what is in it, bold and italic may be in each other.
void read(QList<Run>& runs, const QString& text, Style style)
{
    QString before;
    for (qsizetype at = 0; at < text.size();) {
        const bool isBold = style == Style::Bold || style == Style::BoldItalic;
        const bool isItalic = style == Style::Italic || style == Style::BoldItalic;
        const auto take = [&](const QString& mark, Style inner) {
            const qsizetype end = otherHalf(text, at, mark);
            if (end < 0) {
                return false;
            }
            append(runs, before, style);
            before.clear();
            const QString inside = text.mid(at + mark.size(), end - at - mark.size());
            if (inner == Style::Code) {
                append(runs, inside, inner);
            } else {
                read(runs, inside, inner);
            }
            at = end + mark.size();
            return true;
        };
        if (take(QStringLiteral("`"), Style::Code)
            || (!isBold && take(QStringLiteral("**"), isItalic ? Style::BoldItalic : Style::Bold))
            || (!isItalic
                && take(QStringLiteral("*"), isBold ? Style::BoldItalic : Style::Italic))) {
            continue;
        }
        before += text.at(at++);
    }
    append(runs, before, style);
}

bool mayHoldMarks(const QString& text)
{
    return text.contains(QLatin1Char('*')) || text.contains(QLatin1Char('`'));
}

QList<Run> readLines(const QString& text)
{
    QList<Run> runs;
    const QStringList lines = text.split(QLatin1Char('\n'));
    for (qsizetype i = 0; i < lines.size(); ++i) {
        if (i > 0) {
            append(runs, QStringLiteral("\n"), Style::Plain);
        }
        read(runs, lines[i], Style::Plain);
    }
    return runs;
}

} // namespace

QChar switchTo(Style style)
{
    return QChar(static_cast<char16_t>(firstSwitch + static_cast<char16_t>(style)));
}

QString styled(const QString& text)
{
    if (!mayHoldMarks(text)) {
        return text;
    }
    QString made;
    for (const Run& run : readLines(text)) {
        if (run.style == Style::Plain) {
            made += run.text;
            continue;
        }
        bool inWord = false;
        for (const QChar c : run.text) {
            if (c.isSpace() == inWord) {
                made += switchTo(inWord ? Style::Plain : run.style);
                inWord = !inWord;
            }
            made += c;
        }
        made += inWord ? QString(switchTo(Style::Plain)) : QString();
    }
    return made;
}

bool isStyled(const QString& text)
{
    return std::any_of(text.begin(), text.end(), isSwitch);
}

QList<Run> runsOf(const QString& styledText)
{
    QList<Run> runs;
    QString piece;
    Style style = Style::Plain;
    for (const QChar c : styledText) {
        if (isSwitch(c)) {
            append(runs, piece, style);
            piece.clear();
            style = static_cast<Style>(c.unicode() - firstSwitch);
        } else {
            piece += c;
        }
    }
    append(runs, piece, style);
    return runs;
}

Style styleAfter(const QString& styledText, qsizetype count)
{
    for (qsizetype at = count - 1; at >= 0; --at) {
        if (isSwitch(styledText.at(at))) {
            return static_cast<Style>(styledText.at(at).unicode() - firstSwitch);
        }
    }
    return Style::Plain;
}

QString plain(const QString& text)
{
    if (!mayHoldMarks(text)) {
        return text;
    }
    QString made;
    for (const Run& run : readLines(text)) {
        made += run.text;
    }
    return made;
}

} // namespace whimbrel::marked
