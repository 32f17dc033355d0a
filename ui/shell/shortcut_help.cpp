// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "ui/shell/shortcut_help.h"

#include "ui/shell/actions.h"
#include "ui/style/palette.h"

#include <QHeaderView>
#include <QLineEdit>
#include <QTreeWidget>
#include <QVBoxLayout>

#include <array>

namespace whimbrel {

namespace {

struct GestureRow {
    const char* what;
    const char* how;
};

#define TEXT(text) QT_TRANSLATE_NOOP("whimbrel::ShortcutHelp", text)
constexpr std::array gestures{
    GestureRow{TEXT("Zoom"), TEXT("Ctrl + wheel, pinch")},
    GestureRow{TEXT("Scroll"), TEXT("Wheel, Shift + wheel, trackpad")},
    GestureRow{TEXT("Pan"), TEXT("Space + drag, middle button")},
    GestureRow{TEXT("Add a step"), TEXT("Double-click the canvas, or a handle of a step")},
    GestureRow{TEXT("Draw an edge"), TEXT("Drag from a step's handle; Shift: a way back")},
    GestureRow{TEXT("Lead an edge elsewhere"), TEXT("Drag its end")},
    GestureRow{TEXT("Put a step into an edge"), TEXT("Drop it on the edge")},
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
#undef TEXT

QTreeWidgetItem* heading(QTreeWidget* tree, const QString& text)
{
    auto* item = new QTreeWidgetItem(tree, {text});
    QFont bold = tree->font();
    bold.setWeight(QFont::DemiBold);
    item->setFont(0, bold);
    item->setFlags(Qt::ItemIsEnabled);
    item->setFirstColumnSpanned(true);
    return item;
}

} // namespace

ShortcutHelp::ShortcutHelp(QWidget* parent)
    : QDialog(parent)
{
    setWindowTitle(tr("Keyboard shortcuts"));
    setAttribute(Qt::WA_DeleteOnClose);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(space::large, space::large, space::large, space::large);
    auto* search = new QLineEdit(this);
    search->setPlaceholderText(tr("Find"));
    search->setClearButtonEnabled(true);
    column->addWidget(search);
    auto* tree = new QTreeWidget(this);
    tree->setHeaderHidden(true);
    tree->setColumnCount(2);
    tree->setRootIsDecorated(false);
    tree->setIndentation(space::medium);
    tree->setFrameShape(QFrame::NoFrame);
    tree->setSelectionMode(QAbstractItemView::NoSelection);
    tree->header()->setStretchLastSection(true);
    tree->header()->resizeSection(0, 300);
    column->addWidget(tree);
    for (const MenuId menu :
        {MenuId::File, MenuId::Edit, MenuId::Step, MenuId::View, MenuId::Run, MenuId::Help}) {
        QTreeWidgetItem* group = heading(tree, menuTitle(menu).remove(QLatin1Char('&')));
        for (const ActionRow& row : actionRows()) {
            const QList<QKeySequence> keys = shortcutsOf(row);
            if (row.menu == menu && !keys.isEmpty()) {
                new QTreeWidgetItem(group,
                    {plainText(row),
                        QKeySequence::listToString(keys, QKeySequence::NativeText)
                            .replace(QStringLiteral("; "), tr(" or "))});
            }
        }
    }
    QTreeWidgetItem* group = heading(tree, tr("On the canvas"));
    for (const GestureRow& gesture : gestures) {
        new QTreeWidgetItem(group, {tr(gesture.what), tr(gesture.how)});
    }
    tree->expandAll();
    connect(search, &QLineEdit::textChanged, tree, [tree](const QString& text) {
        for (int i = 0; i < tree->topLevelItemCount(); ++i) {
            QTreeWidgetItem* top = tree->topLevelItem(i);
            bool any = false;
            for (int j = 0; j < top->childCount(); ++j) {
                QTreeWidgetItem* item = top->child(j);
                const bool fits = item->text(0).contains(text, Qt::CaseInsensitive)
                    || item->text(1).contains(text, Qt::CaseInsensitive);
                item->setHidden(!fits);
                any = any || fits;
            }
            top->setHidden(!any);
        }
    });
    resize(640, 680);
}

} // namespace whimbrel
