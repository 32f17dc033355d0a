// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ui/session/plan_session.h"

#include <QSettings>
#include <QWidget>

class QLabel;
class QPlainTextEdit;
class QPushButton;
class QStackedWidget;
class QToolButton;
class QTreeWidget;
class QTreeWidgetItem;

namespace whimbrel {

/// What readers remark on the plan: the list, and a field to remark on what is selected. Open
/// comments have the numbers that the canvas and exported pictures show.
class CommentsPane final : public QWidget {
    Q_OBJECT

public:
    CommentsPane(PlanSession& session, const QSettings& settings, QWidget* parent = nullptr);

    /// The keyboard goes to the field.
    void begin();

signals:
    /// How many are open.
    void openCountChanged(int open);

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void follow();
    void rebuild();
    void showAnchor();
    void showButtons();
    void add();
    void toggleResolved();
    void eraseChosen();
    [[nodiscard]] ElementRef anchor() const;
    [[nodiscard]] QList<CommentId> chosen() const;

    PlanSession& m_session;
    const QSettings& m_settings;
    QTreeWidget* m_list;
    QStackedWidget* m_stack;
    QToolButton* m_showResolved;
    QLabel* m_about;
    QPlainTextEdit* m_text;
    QPushButton* m_add;
    QPushButton* m_resolve;
    QPushButton* m_erase;
    Elements<Comment> m_shown{};
};

} // namespace whimbrel
