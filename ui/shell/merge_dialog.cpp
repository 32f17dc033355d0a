// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "ui/shell/merge_dialog.h"

#include "ui/style/icons.h"
#include "ui/style/palette.h"

#include <QDialogButtonBox>
#include <QHeaderView>
#include <QLabel>
#include <QPushButton>
#include <QTreeWidget>
#include <QVBoxLayout>

#include <algorithm>
#include <array>

namespace whimbrel {

namespace {

struct KindRow {
    MergeKind kind;
    const char* title;
    const char* icon;
};

#define TEXT(text) QT_TRANSLATE_NOOP("whimbrel::MergeDialog", text)
constexpr std::array kinds{
    KindRow{MergeKind::Added, TEXT("Added: the flow has it now"), "add"},
    KindRow{MergeKind::Changed, TEXT("Changed: the flow says it differently now"), "rename"},
    KindRow{MergeKind::Moved, TEXT("Moved: it stands elsewhere in the flow now"), "arrow-down"},
    KindRow{MergeKind::Removed, TEXT("Removed: the flow has it no more"), "delete"},
    KindRow{MergeKind::Kept, TEXT("Kept: you changed it, and so did the flow"), "lock"},
};
#undef TEXT

} // namespace

MergeDialog::MergeDialog(const QString& diagram, const QList<MergeChange>& changes, QWidget* parent)
    : QDialog(parent)
{
    setObjectName(QStringLiteral("mergeDialog"));
    setWindowTitle(tr("Tell anew from the flow"));
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(space::wide, space::wide, space::wide, space::large);
    column->setSpacing(space::medium);
    auto* text = new QLabel(
        tr("This brings “%1” up to what the flow is now. What was drawn, changed, moved or "
           "deleted by hand stays so.")
            .arg(diagram),
        this);
    text->setWordWrap(true);
    text->setTextFormat(Qt::PlainText);
    column->addWidget(text);
    auto* tree = new QTreeWidget(this);
    tree->setObjectName(QStringLiteral("mergeChanges"));
    tree->setAccessibleName(tr("What changes"));
    tree->setHeaderHidden(true);
    tree->setUniformRowHeights(true);
    tree->setSelectionMode(QAbstractItemView::NoSelection);
    for (const KindRow& row : kinds) {
        QTreeWidgetItem* group = nullptr;
        int count = 0;
        for (const MergeChange& change : changes) {
            if (change.kind != row.kind) {
                continue;
            }
            if (group == nullptr) {
                group = new QTreeWidgetItem(tree);
                group->setIcon(0, icon(QString::fromLatin1(row.icon)));
            }
            new QTreeWidgetItem(
                group, {QString(change.text).replace(QLatin1Char('\n'), QLatin1Char(' '))});
            ++count;
        }
        if (group != nullptr) {
            group->setText(0, QStringLiteral("%1 (%2)").arg(tr(row.title)).arg(count));
        }
    }
    tree->expandAll();
    column->addWidget(tree, 1);
    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Cancel, this);
    auto* go = buttons->addButton(tr("Bring up to date"), QDialogButtonBox::AcceptRole);
    go->setDefault(true);
    connect(buttons, &QDialogButtonBox::accepted, this, &QDialog::accept);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    column->addWidget(buttons);
    resize(560, 480);
}

} // namespace whimbrel
