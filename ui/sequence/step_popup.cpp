// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "ui/sequence/step_popup.h"

#include "model/plan/node_kind.h"
#include "ui/style/icons.h"
#include "ui/style/palette.h"

#include <QHeaderView>
#include <QTreeWidget>

namespace whimbrel {

StepPopup::StepPopup(const Plan& plan, const QList<NodeId>& chosen, QWidget* parent)
    : SearchPopup(tr("Which step does the message show?"), parent)
    , m_plan(plan)
    , m_chosen(chosen)
{
    setObjectName(QStringLiteral("stepPopup"));
    list().setColumnCount(2);
    list().setFixedHeight(280);
    list().header()->setSectionResizeMode(0, QHeaderView::Stretch);
    list().header()->setSectionResizeMode(1, QHeaderView::ResizeToContents);
    setFixedWidth(360);
    filter({});
}

void StepPopup::filter(const QString& text)
{
    list().clear();
    for (const Node& node : m_plan.nodes) {
        const QString title = node.title.isEmpty() ? node.id.text() : node.title;
        if (!traits(node.kind).flows || !title.contains(text.trimmed(), Qt::CaseInsensitive)) {
            continue;
        }
        const QString state = m_chosen.contains(node.id) ? tr("linked") : QString();
        auto* item = new QTreeWidgetItem(
            &list(), {QString(title).replace(QLatin1Char('\n'), QLatin1Char(' ')), state});
        item->setIcon(0, icon(iconName(traits(node.kind).key)));
        item->setForeground(1, uiColors(palette()).secondary);
        item->setData(0, Qt::UserRole, node.id.text());
    }
    list().setCurrentItem(list().topLevelItem(0));
}

void StepPopup::take()
{
    const QTreeWidgetItem* item = list().currentItem();
    if (item != nullptr) {
        const NodeId node(item->data(0, Qt::UserRole).toString());
        close();
        emit picked(node);
    }
}

} // namespace whimbrel
