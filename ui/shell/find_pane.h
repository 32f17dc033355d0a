// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ui/session/plan_search.h"
#include "ui/session/plan_session.h"

#include <QTimer>
#include <QWidget>

class QCheckBox;
class QLabel;
class QLineEdit;
class QPushButton;
class QTreeWidget;

namespace whimbrel {

/// Finds words in names, SQL, owners, notes and comments, lists the places, and replaces them as
/// one step of the history.
class FindPane final : public QWidget {
    Q_OBJECT

public:
    explicit FindPane(PlanSession& session, QWidget* parent = nullptr);

    /// The keyboard goes to the field.
    void begin();
    /// Goes to the next (previous) place, around the end.
    void goOn(bool forward);

signals:
    void noticed(const QString& message);

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void search();
    void showHits();
    void revealCurrent();
    void replaceHere();
    void replaceAll();
    void replace(const std::optional<ElementRef>& only);
    [[nodiscard]] SearchOptions options() const;

    PlanSession& m_session;
    QLineEdit* m_text;
    QLineEdit* m_replacement;
    QCheckBox* m_matchCase;
    QCheckBox* m_wholeWords;
    QPushButton* m_replaceOne;
    QPushButton* m_replaceAll;
    QLabel* m_count;
    QTreeWidget* m_list;
    QTimer m_timer;
    QList<SearchHit> m_hits{};
};

} // namespace whimbrel
