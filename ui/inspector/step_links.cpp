// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "ui/inspector/step_links.h"

#include "ui/inspector/rows.h"
#include "ui/style/icons.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QPushButton>
#include <QToolButton>
#include <QVBoxLayout>

namespace whimbrel {

namespace {

QString words(const char* text)
{
    return QCoreApplication::translate("StepLinks", text);
}

/// The rows of the linked steps, made anew when they have changed.
class StepLinks final : public QWidget {
public:
    StepLinks(PlanSession& session, Property<QList<NodeId>> property, QWidget* parent)
        : QWidget(parent)
        , m_session(session)
        , m_property(std::move(property))
        , m_rows(new QVBoxLayout)
        , m_add(new QComboBox(this))
    {
        auto* column = new QVBoxLayout(this);
        column->setContentsMargins(0, 0, 0, 0);
        column->setSpacing(4);
        m_rows->setSpacing(2);
        column->addLayout(m_rows);
        m_add->setObjectName(QStringLiteral("linkStep"));
        m_add->setAccessibleName(words("Link a step"));
        m_add->setFocusPolicy(Qt::StrongFocus);
        m_add->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
        m_add->setMinimumContentsLength(8);
        new EditTurn(session, m_add);
        column->addWidget(m_add);
        QObject::connect(m_add, &QComboBox::activated, this, [this](int index) {
            const NodeId node(m_add->itemData(index).toString());
            if (!node.isEmpty()) {
                change(words("Link step"), [node](QList<NodeId>& nodes) { nodes.append(node); });
            }
        });
    }

    void refresh()
    {
        const QList<NodeId> nodes = m_property.first();
        while (QLayoutItem* item = m_rows->takeAt(0)) {
            item->widget()->deleteLater();
            delete item;
        }
        for (const NodeId& id : nodes) {
            m_rows->addWidget(rowOf(id));
        }
        const QSignalBlocker blocker(m_add);
        m_add->clear();
        m_add->addItem(words("Link a step…"), QString());
        for (const ChoiceItem& item : nodeChoices(m_session.plan())) {
            if (!nodes.contains(NodeId(item.key))) {
                m_add->addItem(item.text, item.key);
            }
        }
    }

private:
    QWidget* rowOf(const NodeId& id)
    {
        auto* row = new QWidget(this);
        auto* line = new QHBoxLayout(row);
        line->setContentsMargins(0, 0, 0, 0);
        line->setSpacing(2);
        const Node* node = m_session.plan().nodes.find(id);
        auto* go = new QToolButton(row);
        go->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
        go->setAutoRaise(true);
        go->setText(node == nullptr     ? words("%1 (missing)").arg(id.text())
                : node->title.isEmpty() ? id.text()
                                        : node->title);
        go->setToolTip(words("Show the step in the flow"));
        go->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
        go->setEnabled(node != nullptr);
        if (node != nullptr) {
            go->setIcon(icon(iconName(traits(node->kind).key)));
        }
        QObject::connect(
            go, &QToolButton::clicked, this, [this, id] { m_session.reveal(ElementRef::of(id)); });
        line->addWidget(go, 1);
        auto* drop = new QToolButton(row);
        drop->setAutoRaise(true);
        drop->setIcon(icon(QStringLiteral("close")));
        drop->setToolTip(words("Unlink the step"));
        drop->setAccessibleName(drop->toolTip());
        QObject::connect(drop, &QToolButton::clicked, this, [this, id] {
            change(words("Unlink step"), [id](QList<NodeId>& nodes) { nodes.removeAll(id); });
        });
        line->addWidget(drop);
        return row;
    }

    template <class Act>
    void change(const QString& what, const Act& act)
    {
        m_property.modify(act, {what, {}, {}, {}});
        refresh();
    }

    PlanSession& m_session;
    Property<QList<NodeId>> m_property;
    QVBoxLayout* m_rows;
    QComboBox* m_add;
};

} // namespace

void addStepLinks(Section& section, const QString& label, const Property<QList<NodeId>>& property)
{
    auto* links = new StepLinks(section.session(), property, &section);
    section.custom(label, links, [links] { links->refresh(); });
}

} // namespace whimbrel
