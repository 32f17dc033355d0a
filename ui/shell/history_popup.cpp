// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "ui/shell/history_popup.h"

#include "ui/style/palette.h"

#include <QHeaderView>
#include <QTreeWidget>
#include <QUndoStack>

namespace whimbrel {

HistoryPopup::HistoryPopup(QUndoStack& stack, QWidget* parent)
    : SearchPopup(tr("Back to which step?"), parent)
    , m_stack(stack)
{
    setObjectName(QStringLiteral("history"));
    list().setFixedSize(360, 320);
    list().header()->setStretchLastSection(true);
    // The number of steps that are done is where the history stands after one of them.
    for (int done = stack.count(); done >= 0; --done) {
        const bool now = done == stack.index();
        const QString what = done == 0 ? tr("As it was opened") : stack.text(done - 1);
        auto* item = new QTreeWidgetItem(&list(), {now ? tr("%1 (now)").arg(what) : what});
        item->setData(0, Qt::UserRole, done);
        if (done > stack.index()) {
            item->setForeground(0, uiColors(palette()).secondary); // undone
        }
        if (now) {
            list().setCurrentItem(item);
        }
    }
    adjustSize();
    move(parent->mapToGlobal(QPoint((parent->width() - width()) / 2, 64)));
}

void HistoryPopup::filter(const QString& text)
{
    QTreeWidgetItem* first = nullptr;
    for (int i = 0; i < list().topLevelItemCount(); ++i) {
        QTreeWidgetItem* item = list().topLevelItem(i);
        const bool fits = item->text(0).contains(text, Qt::CaseInsensitive);
        item->setHidden(!fits);
        first = first == nullptr && fits ? item : first;
    }
    list().setCurrentItem(first);
}

void HistoryPopup::take()
{
    const QTreeWidgetItem* item = list().currentItem();
    if (item != nullptr && !item->isHidden()) {
        m_stack.setIndex(item->data(0, Qt::UserRole).toInt());
        close();
    }
}

} // namespace whimbrel
