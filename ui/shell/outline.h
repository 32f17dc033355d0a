// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ui/session/plan_session.h"

#include <QWidget>

class QLabel;
class QLineEdit;
class QTreeWidget;
class QTreeWidgetItem;

namespace whimbrel {

/// The plan as a list: phases, and in them the steps in the order of the flow; sequence diagrams
/// with their messages; participants. Typing in the search field keeps what fits (titles, ids, SQL,
/// notes, owners, messages). Follows the selection, and leads it.
class Outline final : public QWidget {
    Q_OBJECT

public:
    explicit Outline(PlanSession& session, QWidget* parent = nullptr);

    void focusSearch();

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;
    void changeEvent(QEvent* event) override;

private:
    void follow(const PlanChange& change);
    void rebuild();
    QTreeWidgetItem* addItem(QTreeWidgetItem* parent, const ElementRef& ref, const QString& text,
        const QString& picture);
    void addSequences(const QSet<ElementRef>& open);
    void addParts(QTreeWidgetItem* parent, const Sequence& sequence,
        const QList<SequencePart>& parts, const QSet<ElementRef>& open);
    void filter();
    bool filterItem(QTreeWidgetItem* item, const QString& text);
    void showSelection();
    void selectChosen();
    void showFindings();

    PlanSession& m_session;
    QLineEdit* m_search;
    QTreeWidget* m_tree;
    QLabel* m_empty;
    QHash<ElementRef, QTreeWidgetItem*> m_items{};
    bool m_syncing = false;
};

} // namespace whimbrel
