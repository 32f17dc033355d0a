// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "ui/shell/kind_palette.h"

#include "model/plan/node_kind.h"
#include "ui/canvas/palette_mime.h"
#include "ui/style/icons.h"
#include "ui/style/palette.h"

#include <QEvent>
#include <QGuiApplication>
#include <QLabel>
#include <QListWidget>
#include <QMimeData>
#include <QVBoxLayout>

namespace whimbrel {

namespace {

NodeKind kindOf(const QListWidgetItem* item)
{
    return static_cast<NodeKind>(item->data(Qt::UserRole).toInt());
}

/// Drags carry the kind in our own type.
class KindList final : public QListWidget {
public:
    using QListWidget::QListWidget;

protected:
    QMimeData* mimeData(const QList<QListWidgetItem*>& items) const override
    {
        return items.isEmpty() ? nullptr : mimeOf(kindOf(items.constFirst())).release();
    }
};

} // namespace

KindPalette::KindPalette(QWidget* parent)
    : QWidget(parent)
    , m_list(new KindList(this))
{
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(space::medium, space::medium, space::medium, space::small);
    column->setSpacing(space::small);
    auto* heading = new QLabel(tr("Steps"), this);
    heading->setProperty("role", QStringLiteral("heading"));
    column->addWidget(heading);
    m_list->setObjectName(QStringLiteral("kindPalette"));
    m_list->setAccessibleName(tr("Kinds of steps"));
    m_list->setFrameShape(QFrame::NoFrame);
    m_list->setViewMode(QListView::ListMode);
    m_list->setFlow(QListView::LeftToRight);
    m_list->setWrapping(true);
    m_list->setResizeMode(QListView::Adjust);
    m_list->setUniformItemSizes(true);
    m_list->setDragEnabled(true);
    m_list->setDragDropMode(QAbstractItemView::DragOnly);
    m_list->setDefaultDropAction(Qt::CopyAction);
    m_list->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    column->addWidget(m_list);
    fill();
    connect(m_list, &QListWidget::itemClicked, this, [this](const QListWidgetItem* item) {
        choose(kindOf(item), QGuiApplication::keyboardModifiers().testFlag(Qt::ShiftModifier));
    });
    // Enter alone: activation by mouse would come on top of the click.
    auto* enter = new QAction(this);
    enter->setShortcuts({QKeySequence(Qt::Key_Return), QKeySequence(Qt::Key_Enter)});
    enter->setShortcutContext(Qt::WidgetShortcut);
    m_list->addAction(enter);
    auto* unit = new QAction(this);
    unit->setShortcuts({QKeySequence(QStringLiteral("Shift+Return")),
        QKeySequence(QStringLiteral("Shift+Enter"))});
    unit->setShortcutContext(Qt::WidgetShortcut);
    m_list->addAction(unit);
    for (QAction* action : {enter, unit}) {
        connect(action, &QAction::triggered, this, [this, withUnit = action == unit] {
            if (const QListWidgetItem* item = m_list->currentItem()) {
                choose(kindOf(item), withUnit);
            }
        });
    }
}

void KindPalette::choose(NodeKind kind, bool unit)
{
    if (unit && traits(kind).changes) {
        emit unitChosen(kind);
    } else {
        emit chosen(kind);
    }
}

void KindPalette::changeEvent(QEvent* event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::PaletteChange) {
        fill();
    }
}

void KindPalette::fill()
{
    m_list->clear();
    for (const NodeKindTraits& row : nodeKinds()) {
        auto* item = new QListWidgetItem(icon(iconName(row.key)), displayName(row.kind), m_list);
        item->setToolTip(QCoreApplication::translate("NodeKind", row.about) + QLatin1Char('\n')
            + tr("Drag it to the canvas, or click to add it.")
            + (row.changes
                    ? QLatin1Char('\n') + tr("Shift + click: with its verification and way back.")
                    : QString()));
        item->setData(Qt::UserRole, static_cast<int>(row.kind));
        item->setSizeHint(QSize(113, 30));
    }
}

} // namespace whimbrel
