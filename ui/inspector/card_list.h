// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ui/inspector/section.h"

#include <QSet>
#include <QWidget>

#include <functional>

class QLabel;
class QToolButton;
class QVBoxLayout;

namespace whimbrel {

/// Where the cards of a list come from and what can be done with them. Indices are those of the
/// list at the moment of the call.
struct CardSource {
    std::function<qsizetype()> count{};
    /// Names an item wherever it stands, so that its card stays open when it is moved.
    std::function<QString(qsizetype)> key{};
    std::function<QString(qsizetype)> title{};
    /// When this changes the card's fields are made anew: a check of another type.
    std::function<QString(qsizetype)> shape{};
    std::function<void(qsizetype, Section&)> build{};
    std::function<void()> add{}; ///< null: nothing can be added here
    std::function<void(qsizetype)> remove{};
    std::function<void(qsizetype, qsizetype)> move{}; ///< null: the order means nothing
    QString addText{};
    QString emptyText{};
};

/// Edits a list: a line for each item that unfolds into its fields, with buttons to move and remove
/// it, and one to add another.
class CardList final : public QWidget {
    Q_OBJECT

public:
    CardList(PlanSession& session, CardSource source, QWidget* parent = nullptr);

    /// Brings the cards to the present plan.
    void refresh();
    void setOpen(qsizetype index, bool open);
    [[nodiscard]] qsizetype count() const { return m_cards.size(); }
    /// The fields of an item, made when its card is open; null while it is folded.
    [[nodiscard]] Section* body(qsizetype index) const { return m_cards.at(index).body; }
    [[nodiscard]] QToolButton* addButton() const { return m_add; }

private:
    struct Card {
        QWidget* frame = nullptr;
        QToolButton* header = nullptr;
        QToolButton* up = nullptr;
        QToolButton* down = nullptr;
        Section* body = nullptr;
        QString key{};
        QString shape{};
    };

    Card makeCard(qsizetype index);
    void dropBody(Card& card);
    void addItem();

    PlanSession& m_session;
    CardSource m_source;
    QVBoxLayout* m_layout = nullptr;
    QLabel* m_empty = nullptr;
    QToolButton* m_add = nullptr;
    QList<Card> m_cards{};
    QSet<QString> m_open{};
};

} // namespace whimbrel
