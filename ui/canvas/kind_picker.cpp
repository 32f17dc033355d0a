// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "ui/canvas/kind_picker.h"

#include "model/plan/names.h"
#include "model/plan/node_kind.h"
#include "ui/style/icons.h"
#include "ui/style/palette.h"

#include <QButtonGroup>
#include <QCoreApplication>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QToolButton>
#include <QTreeWidget>
#include <QVBoxLayout>

namespace whimbrel {

KindPicker::KindPicker(std::optional<EdgeKind> edge, QWidget* parent)
    : SearchPopup(tr("Which kind of step?"), parent)
{
    setObjectName(QStringLiteral("kindPicker"));
    if (edge) {
        addEdgeKinds(*edge);
    }
    for (const NodeKindTraits& row : nodeKinds()) {
        auto* item = new QTreeWidgetItem(&list(), {displayName(row.kind)});
        item->setIcon(0, icon(iconName(row.key)));
        item->setToolTip(0, QCoreApplication::translate("NodeKind", row.about));
        item->setData(0, Qt::UserRole, static_cast<int>(row.kind));
    }
    list().setFixedSize(248, 320);
    list().header()->setStretchLastSection(true);
    filter({});
}

EdgeKind KindPicker::edgeKind() const
{
    return m_edges == nullptr ? EdgeKind::Forward : static_cast<EdgeKind>(m_edges->checkedId());
}

void KindPicker::addEdgeKinds(EdgeKind chosen)
{
    m_edges = new QButtonGroup(this);
    auto* row = new QHBoxLayout;
    row->setSpacing(space::tight);
    for (const auto& kind : namedValues<EdgeKind>()) {
        auto* button = new QToolButton(this);
        button->setIcon(icon(QStringLiteral("edge-") + QLatin1String(kind.key)));
        button->setToolTip(QCoreApplication::translate("Names", kind.name));
        button->setAccessibleName(button->toolTip());
        button->setCheckable(true);
        button->setAutoRaise(true);
        button->setFocusPolicy(Qt::TabFocus);
        m_edges->addButton(button, static_cast<int>(kind.value));
        button->setChecked(kind.value == chosen);
        row->addWidget(button);
    }
    row->addStretch();
    column().insertLayout(0, row);
}

void KindPicker::filter(const QString& text)
{
    QTreeWidgetItem* first = nullptr;
    for (int i = 0; i < list().topLevelItemCount(); ++i) {
        QTreeWidgetItem* item = list().topLevelItem(i);
        const bool fits = item->text(0).contains(text, Qt::CaseInsensitive)
            || item->toolTip(0).contains(text, Qt::CaseInsensitive);
        item->setHidden(!fits);
        const bool better = first == nullptr
            || (!text.isEmpty() && item->text(0).startsWith(text, Qt::CaseInsensitive)
                && !first->text(0).startsWith(text, Qt::CaseInsensitive));
        if (fits && better) {
            first = item;
        }
    }
    // Without a word typed, what is added most often.
    list().setCurrentItem(
        text.isEmpty() ? list().topLevelItem(static_cast<int>(NodeKind::Task)) : first);
}

void KindPicker::take()
{
    const QTreeWidgetItem* item = list().currentItem();
    if (item != nullptr && !item->isHidden()) {
        emit picked(static_cast<NodeKind>(item->data(0, Qt::UserRole).toInt()));
        close();
    }
}

} // namespace whimbrel
