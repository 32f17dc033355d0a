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
#include <QKeyEvent>
#include <QLineEdit>
#include <QListWidget>
#include <QToolButton>
#include <QVBoxLayout>

namespace whimbrel {

KindPicker::KindPicker(std::optional<EdgeKind> edge, QWidget* parent)
    : QFrame(parent, Qt::Popup)
    , m_search(new QLineEdit(this))
    , m_list(new QListWidget(this))
{
    setObjectName(QStringLiteral("kindPicker"));
    setAttribute(Qt::WA_DeleteOnClose);
    setFrameShape(QFrame::StyledPanel);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(space::small, space::small, space::small, space::small);
    column->setSpacing(space::small);
    if (edge) {
        addEdgeKinds(*edge);
    }
    m_search->setPlaceholderText(tr("Which kind of step?"));
    m_search->setClearButtonEnabled(true);
    m_search->installEventFilter(this);
    column->addWidget(m_search);
    for (const NodeKindTraits& row : nodeKinds()) {
        auto* item = new QListWidgetItem(icon(iconName(row.key)), displayName(row.kind), m_list);
        item->setToolTip(QCoreApplication::translate("NodeKind", row.about));
        item->setData(Qt::UserRole, static_cast<int>(row.kind));
    }
    m_list->setFrameShape(QFrame::NoFrame);
    m_list->setFixedSize(248, 320);
    m_list->setUniformItemSizes(true);
    column->addWidget(m_list);
    filter({});
    connect(m_search, &QLineEdit::textChanged, this, &KindPicker::filter);
    connect(m_list, &QListWidget::itemClicked, this, &KindPicker::take);
    m_search->setFocus();
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
    static_cast<QVBoxLayout*>(layout())->addLayout(row);
}

void KindPicker::filter(const QString& text)
{
    QListWidgetItem* first = nullptr;
    for (int i = 0; i < m_list->count(); ++i) {
        QListWidgetItem* item = m_list->item(i);
        const bool fits = item->text().contains(text, Qt::CaseInsensitive)
            || item->toolTip().contains(text, Qt::CaseInsensitive);
        item->setHidden(!fits);
        const bool better = first == nullptr
            || (!text.isEmpty() && item->text().startsWith(text, Qt::CaseInsensitive)
                && !first->text().startsWith(text, Qt::CaseInsensitive));
        if (fits && better) {
            first = item;
        }
    }
    // Without a word typed, what is added most often.
    m_list->setCurrentItem(text.isEmpty() ? m_list->item(static_cast<int>(NodeKind::Task)) : first);
}

void KindPicker::take()
{
    const QListWidgetItem* item = m_list->currentItem();
    if (item != nullptr && !item->isHidden()) {
        emit picked(static_cast<NodeKind>(item->data(Qt::UserRole).toInt()));
        close();
    }
}

bool KindPicker::eventFilter(QObject* watched, QEvent* event)
{
    if (watched == m_search && event->type() == QEvent::KeyPress) {
        auto* key = static_cast<QKeyEvent*>(event);
        switch (key->key()) {
        case Qt::Key_Up:
        case Qt::Key_Down:
        case Qt::Key_PageUp:
        case Qt::Key_PageDown:
            QCoreApplication::sendEvent(m_list, event);
            return true;
        case Qt::Key_Return:
        case Qt::Key_Enter:
            take();
            return true;
        case Qt::Key_Escape:
            close();
            return true;
        default:
            break;
        }
    }
    return QFrame::eventFilter(watched, event);
}

} // namespace whimbrel
