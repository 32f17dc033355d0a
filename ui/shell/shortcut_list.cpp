// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "ui/shell/shortcut_list.h"

#include "ui/shell/actions.h"

#include <QCoreApplication>

#include <array>

namespace whimbrel {

namespace {

QString tr(const char* text)
{
    return QCoreApplication::translate("Gestures", text);
}

struct GestureRow {
    const char* what;
    const char* how;
};

#define TEXT(text) QT_TRANSLATE_NOOP("Gestures", text)
constexpr std::array gestures{
    GestureRow{TEXT("Zoom"), TEXT("Ctrl + wheel, pinch")},
    GestureRow{TEXT("Scroll"), TEXT("Wheel, Shift + wheel, trackpad")},
    GestureRow{TEXT("Pan"), TEXT("Space + drag, middle button")},
    GestureRow{TEXT("Add a step"), TEXT("Double-click the canvas, or click a handle of a step")},
    GestureRow{TEXT("Add a change with verification and way back"),
        TEXT("Shift + click in the palette; Shift + Enter where a kind is asked for")},
    GestureRow{TEXT("Make steps of SQL files"), TEXT("Drop them from the file manager")},
    GestureRow{TEXT("Draw an edge"), TEXT("Drag from a step's handle; Shift: a way back")},
    GestureRow{TEXT("Lead an edge elsewhere"), TEXT("Drag its end")},
    GestureRow{TEXT("Fix an edge to a side of a step"), TEXT("Drop its end at the border")},
    GestureRow{TEXT("Lead an edge through a place"), TEXT("Drag its line; arrows")},
    GestureRow{TEXT("Put a step into an edge"), TEXT("Drop it on the edge")},
    GestureRow{TEXT("Put steps into a phase or lane, or take them out"), TEXT("Drag them there")},
    GestureRow{TEXT("See a phase alone"), TEXT("Double-click its title")},
    GestureRow{TEXT("Step through: on, back, end"), TEXT("Right or Space, Left, Esc")},
    GestureRow{TEXT("Select what is enclosed"), TEXT("Drag to the right")},
    GestureRow{TEXT("Select what is touched"), TEXT("Drag to the left")},
    GestureRow{TEXT("Add to the selection"), TEXT("Shift + click, Shift + drag")},
    GestureRow{TEXT("Copy while moving"), TEXT("Ctrl + drag, Alt + drag")},
    GestureRow{TEXT("Keep to one direction, or off the grid"), TEXT("Shift, or Alt, while moving")},
    GestureRow{TEXT("Give up a gesture"), TEXT("Esc")},
    GestureRow{TEXT("Walk through the steps"), TEXT("Tab, Shift + Tab")},
    GestureRow{TEXT("Go to the step beside"), TEXT("Ctrl + arrow")},
    GestureRow{TEXT("Walk through a step's edges"), TEXT(". and ,; Enter follows")},
    GestureRow{TEXT("Nudge by 1 or 8"), TEXT("Arrow, Shift + arrow")},
    GestureRow{TEXT("Clone a step and connect it"), TEXT("Alt + Shift + arrow")},
};

constexpr std::array sequenceGestures{
    GestureRow{TEXT("Draw a message"), TEXT("Drag from a lifeline to another")},
    GestureRow{TEXT("An answer, a signal"), TEXT("Shift, Ctrl while drawing")},
    GestureRow{TEXT("A message to oneself"), TEXT("Drag down along the lifeline")},
    GestureRow{TEXT("Lead a message elsewhere"), TEXT("Select it and drag its end")},
    GestureRow{TEXT("Move a message, a note, a fragment"), TEXT("Drag it up or down")},
    GestureRow{TEXT("Move a lifeline"), TEXT("Drag its head")},
    GestureRow{TEXT("Edit a text"), TEXT("Double-click; Tab goes on to the next")},
    GestureRow{TEXT("Walk through everything"), TEXT("Tab, Shift + Tab")},
    GestureRow{TEXT("Walk up and down"), TEXT("Up, Down")},
    GestureRow{TEXT("From a message to its lifelines"), TEXT("Left, Right")},
};
#undef TEXT

} // namespace

QList<ShortcutSection> shortcutSections()
{
    QList<ShortcutSection> sections;
    for (const MenuId menu : menuOrder()) {
        ShortcutSection section{menuTitle(menu).remove(QLatin1Char('&')), {}};
        for (const ActionRow& row : actionRows()) {
            const QList<QKeySequence> keys = shortcutsOf(row);
            if (row.menu == menu && !keys.isEmpty()) {
                section.rows.append({plainText(row),
                    QKeySequence::listToString(keys, QKeySequence::NativeText)
                        .replace(QStringLiteral("; "), tr(" or "))});
            }
        }
        if (!section.rows.isEmpty()) {
            sections.append(section);
        }
    }
    ShortcutSection canvas{tr("On the canvas"), {}};
    for (const GestureRow& gesture : gestures) {
        canvas.rows.append({tr(gesture.what), tr(gesture.how)});
    }
    sections.append(canvas);
    ShortcutSection sequence{tr("On a sequence diagram"), {}};
    for (const GestureRow& gesture : sequenceGestures) {
        sequence.rows.append({tr(gesture.what), tr(gesture.how)});
    }
    sections.append(sequence);
    return sections;
}

QString shortcutPage()
{
    // Two columns, so that it fits a sheet of paper.
    QStringList columns{QString(), QString()};
    qsizetype written = 0;
    qsizetype all = 0;
    const QList<ShortcutSection> sections = shortcutSections();
    for (const ShortcutSection& section : sections) {
        all += section.rows.size() + 2;
    }
    for (const ShortcutSection& section : sections) {
        QString& column = columns[written * 2 < all - section.rows.size() ? 0 : 1];
        column += QStringLiteral("<h3>%1</h3><table cellspacing=\"0\" cellpadding=\"2\">")
                      .arg(section.title.toHtmlEscaped());
        for (const auto& [what, how] : section.rows) {
            column += QStringLiteral("<tr><td>%1</td><td><b>%2</b></td></tr>")
                          .arg(what.toHtmlEscaped(), how.toHtmlEscaped());
        }
        column += QStringLiteral("</table>");
        written += section.rows.size() + 2;
    }
    const QString title = tr("Whimbrel: keys and gestures").toHtmlEscaped();
    return QStringLiteral("<!DOCTYPE html><html><head><meta charset=\"utf-8\"><title>%1</title>"
                          "<style>body{font-family:Inter,sans-serif;font-size:8pt;color:#1b232c}"
                          "h2{font-size:13pt}h3{font-size:9pt;margin:8px 0 2px}"
                          "td{vertical-align:top}</style></head><body><h2>%1</h2>"
                          "<table width=\"100%\"><tr><td width=\"50%\">%2</td>"
                          "<td width=\"50%\">%3</td></tr></table></body></html>")
        .arg(title, columns.first(), columns.last());
}

} // namespace whimbrel
