// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "ui/shell/shortcut_help.h"

#include "ui/prompts/prompts.h"
#include "ui/shell/shortcut_list.h"
#include "ui/style/palette.h"

#include <QDialogButtonBox>
#include <QDir>
#include <QFileInfo>
#include <QHeaderView>
#include <QLineEdit>
#include <QPdfWriter>
#include <QPushButton>
#include <QSaveFile>
#include <QTextDocument>
#include <QTreeWidget>
#include <QVBoxLayout>

namespace whimbrel {

namespace {

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

ShortcutHelp::ShortcutHelp(Prompts& prompts, QWidget* parent)
    : QDialog(parent)
    , m_prompts(prompts)
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
    for (const ShortcutSection& section : shortcutSections()) {
        QTreeWidgetItem* group = heading(tree, section.title);
        for (const auto& [what, how] : section.rows) {
            new QTreeWidgetItem(group, {what, how});
        }
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
    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Close, this);
    QPushButton* save = buttons->addButton(tr("Save to Print…"), QDialogButtonBox::ActionRole);
    save->setAutoDefault(false); // Return in the field above is no wish to save
    connect(save, &QPushButton::clicked, this, &ShortcutHelp::save);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    column->addWidget(buttons);
    search->setFocus();
    resize(680, 720);
}

void ShortcutHelp::save()
{
    const QString path = m_prompts.saveFile(this, tr("Save keys and gestures"),
        QDir::home().filePath(QStringLiteral("whimbrel-keys.pdf")),
        tr("PDF (*.pdf);;HTML (*.html)"));
    if (path.isEmpty()) {
        return;
    }
    QSaveFile file(path);
    bool written = file.open(QIODevice::WriteOnly);
    if (written && QFileInfo(path).suffix().startsWith(QLatin1String("htm"), Qt::CaseInsensitive)) {
        const QByteArray page = shortcutPage().toUtf8();
        written = file.write(page) == page.size();
    } else if (written) {
        QPdfWriter writer(&file);
        writer.setTitle(windowTitle());
        writer.setPageSize(QPageSize(QPageSize::A4));
        writer.setPageMargins(QMarginsF(12, 12, 12, 12), QPageLayout::Millimeter);
        QTextDocument page;
        page.setHtml(shortcutPage());
        page.print(&writer);
    }
    if (!written || !file.commit()) {
        m_prompts.showProblem(this, tr("The page was not written"),
            tr("%1: %2. Choose another folder, or make room.").arg(path, file.errorString()), {});
    }
}

} // namespace whimbrel
