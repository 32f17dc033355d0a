// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "ui/canvas/kind_picker.h"

#include "model/plan/names.h"
#include "model/plan/node_kind.h"
#include "ui/style/icons.h"
#include "ui/style/palette.h"

#include <QButtonGroup>
#include <QCoreApplication>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QKeyEvent>
#include <QLabel>
#include <QToolButton>
#include <QTreeWidget>
#include <QVBoxLayout>

namespace whimbrel {

KindPicker::KindPicker(Offer offer, std::optional<EdgeKind> edge, QWidget* parent)
    : SearchPopup(
        offer == Offer::Changes ? tr("Which kind of change?") : tr("Which kind of step?"), parent)
{
    setObjectName(QStringLiteral("kindPicker"));
    if (edge) {
        addEdgeKinds(*edge);
    }
    for (const NodeKindTraits& row : nodeKinds()) {
        if (offer == Offer::Changes && !row.changes) {
            continue;
        }
        auto* item = new QTreeWidgetItem(&list(), {displayName(row.kind)});
        item->setIcon(0, icon(iconName(row.key)));
        item->setToolTip(0, QCoreApplication::translate("NodeKind", row.about));
        item->setData(0, Qt::UserRole, static_cast<int>(row.kind));
    }
    list().setFixedSize(264, offer == Offer::Changes ? 168 : 320);
    auto* hint = new QLabel(offer == Offer::Changes
            ? tr("Comes with its verification and way back.")
            : tr("Shift + Enter on a change: with its verification and way back."),
        this);
    hint->setWordWrap(true);
    hint->setProperty("role", QStringLiteral("caption"));
    column().addWidget(hint);
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
    const auto usual = list().findItems(displayName(NodeKind::Task), Qt::MatchExactly);
    list().setCurrentItem(text.isEmpty() && !usual.isEmpty() ? usual.constFirst() : first);
}

bool KindPicker::eventFilter(QObject* watched, QEvent* event)
{
    if (watched == &search() && event->type() == QEvent::KeyPress) {
        const auto* key = static_cast<QKeyEvent*>(event);
        const bool enter = key->key() == Qt::Key_Return || key->key() == Qt::Key_Enter;
        if (enter && key->modifiers().testFlag(Qt::ShiftModifier)) {
            takeAs(true);
            return true;
        }
    }
    return SearchPopup::eventFilter(watched, event);
}

void KindPicker::take()
{
    takeAs(QGuiApplication::keyboardModifiers().testFlag(Qt::ShiftModifier)); // Shift + click
}

void KindPicker::takeAs(bool unit)
{
    const QTreeWidgetItem* item = list().currentItem();
    if (item == nullptr || item->isHidden()) {
        return;
    }
    const auto kind = static_cast<NodeKind>(item->data(0, Qt::UserRole).toInt());
    if (unit && traits(kind).changes) {
        emit unitPicked(kind);
    } else {
        emit picked(kind);
    }
    close();
}

} // namespace whimbrel
