// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "ui/inspector/card_list.h"

#include "ui/inspector/tool_button.h"
#include "ui/style/icons.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QStyleOptionToolButton>
#include <QStylePainter>
#include <QToolButton>
#include <QVBoxLayout>

namespace whimbrel {

namespace {

/// A tool button whose text ends in an ellipsis instead of being cut.
class CardHeader final : public QToolButton {
public:
    explicit CardHeader(QWidget* parent)
        : QToolButton(parent)
    {
        setAutoRaise(true);
        setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
        setArrowType(Qt::RightArrow);
        setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Fixed);
        setMinimumWidth(48);
    }

protected:
    void paintEvent(QPaintEvent*) override
    {
        QStylePainter painter(this);
        QStyleOptionToolButton option;
        initStyleOption(&option);
        const int arrow = option.iconSize.width() + 16;
        option.text = fontMetrics().elidedText(text(), Qt::ElideRight, width() - arrow);
        painter.drawComplexControl(QStyle::CC_ToolButton, option);
    }
};

} // namespace

CardList::CardList(PlanSession& session, CardSource source, QWidget* parent)
    : QWidget(parent)
    , m_session(session)
    , m_source(std::move(source))
{
    m_layout = new QVBoxLayout(this);
    m_layout->setContentsMargins(0, 0, 0, 0);
    m_layout->setSpacing(2);
    m_empty = new QLabel(m_source.emptyText, this);
    m_empty->setWordWrap(true);
    m_empty->setProperty("role", QStringLiteral("caption"));
    m_layout->addWidget(m_empty);
    if (m_source.add) {
        m_add = new QToolButton(this);
        m_add->setText(m_source.addText);
        m_add->setIcon(icon(QStringLiteral("add")));
        m_add->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
        m_add->setAutoRaise(true);
        m_layout->addWidget(m_add);
        connect(m_add, &QToolButton::clicked, this, &CardList::addItem);
    }
}

void CardList::addItem()
{
    const qsizetype before = m_source.count();
    m_source.add();
    refresh();
    if (m_source.count() > before) {
        const qsizetype index = m_source.count() - 1;
        setOpen(index, true);
        if (Section* body = m_cards.at(index).body) {
            QWidget* first = body->nextInFocusChain();
            while (first && first != body
                && !(first->focusPolicy() & Qt::TabFocus && body->isAncestorOf(first))) {
                first = first->nextInFocusChain();
            }
            if (first && first != body) {
                first->setFocus(Qt::OtherFocusReason);
            }
        }
    }
}

CardList::Card CardList::makeCard(qsizetype index)
{
    Card card;
    card.frame = new QWidget(this);
    auto* layout = new QVBoxLayout(card.frame);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(4);
    auto* row = new QHBoxLayout;
    row->setSpacing(0);
    card.header = new CardHeader(card.frame);
    row->addWidget(card.header, 1);
    connect(card.header, &QToolButton::clicked, this,
        [this, index] { setOpen(index, !m_cards.at(index).body); });
    if (m_source.move) {
        card.up = makeToolButton(
            card.frame, QStringLiteral("arrow-up"), QStringLiteral("↑"), tr("Move up"));
        card.down = makeToolButton(
            card.frame, QStringLiteral("arrow-down"), QStringLiteral("↓"), tr("Move down"));
        row->addWidget(card.up);
        row->addWidget(card.down);
        connect(card.up, &QToolButton::clicked, this,
            [this, index] { m_source.move(index, index - 1); });
        connect(card.down, &QToolButton::clicked, this,
            [this, index] { m_source.move(index, index + 1); });
    }
    if (m_source.remove) {
        auto* remove = makeToolButton(
            card.frame, QStringLiteral("delete"), QStringLiteral("×"), tr("Remove"));
        row->addWidget(remove);
        connect(remove, &QToolButton::clicked, this, [this, index] { m_source.remove(index); });
    }
    layout->addLayout(row);
    m_layout->insertWidget(static_cast<int>(index) + 1, card.frame); // behind the empty text
    return card;
}

void CardList::dropBody(Card& card)
{
    if (card.body) {
        // It may be the sender of the change that makes it go.
        card.body->hide();
        card.body->disconnect();
        card.body->deleteLater();
        card.body = nullptr;
    }
}

void CardList::setOpen(qsizetype index, bool open)
{
    if (index >= m_source.count()) {
        return;
    }
    const QString key = m_source.key(index);
    if (open) {
        m_open.insert(key);
    } else {
        m_open.remove(key);
    }
    refresh();
}

void CardList::refresh()
{
    const qsizetype count = m_source.count();
    m_empty->setVisible(count == 0 && !m_source.emptyText.isEmpty());
    while (m_cards.size() > count) {
        Card card = m_cards.takeLast();
        card.frame->hide();
        card.frame->deleteLater();
    }
    while (m_cards.size() < count) {
        m_cards.append(makeCard(m_cards.size()));
    }
    for (qsizetype i = 0; i < count; ++i) {
        Card& card = m_cards[i];
        const QString key = m_source.key(i);
        const QString shape = m_source.shape ? m_source.shape(i) : QString();
        const bool open = m_open.contains(key);
        if (card.key != key || card.shape != shape || !open) {
            dropBody(card);
        }
        card.key = key;
        card.shape = shape;
        if (open && !card.body) {
            card.body = new Section(m_session, {}, card.frame);
            card.body->setContentsMargins(16, 0, 0, 8);
            m_source.build(i, *card.body);
            card.frame->layout()->addWidget(card.body);
            card.body->show();
        }
        const QString title = m_source.title(i);
        card.header->setText(title);
        card.header->setToolTip(title);
        card.header->setAccessibleName(title);
        card.header->setArrowType(open ? Qt::DownArrow : Qt::RightArrow);
        if (card.up) {
            card.up->setEnabled(i > 0);
            card.down->setEnabled(i + 1 < count);
        }
        if (card.body) {
            card.body->refresh();
        }
    }
}

} // namespace whimbrel
