// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/exec/surroundings.h"

#include <QWidget>

class QLabel;
class QLineEdit;
class QPushButton;
class QTreeWidget;

namespace whimbrel {

/// Who keeps the statement in hand waiting, or would keep the next one, and what can be done about
/// it: wait, have the server cancel their statement, or end their session. The last two want a
/// reason, which is journaled.
class BlockerList final : public QWidget {
    Q_OBJECT

public:
    explicit BlockerList(QWidget* parent = nullptr);

    /// Shows them and keeps what is selected; hides itself when there is nobody.
    void setBlockers(const QList<Blocker>& blockers);
    /// The same of those who have locks that the step to come would have to wait for.
    void setHolders(const QList<LockHolder>& holders);

    [[nodiscard]] QTreeWidget* table() const { return m_table; }
    [[nodiscard]] QLineEdit* reason() const { return m_reason; }
    [[nodiscard]] QPushButton* cancelButton() const { return m_cancel; }
    [[nodiscard]] QPushButton* endButton() const { return m_end; }

signals:
    /// `outcome` is "cancel" or "terminate".
    void stopRequested(qint64 session, const QString& outcome, const QString& because);

private:
    void fill(const QList<LockHolder>& rows, const QString& title);
    void request(const QString& outcome);
    void updateButtons();
    [[nodiscard]] qint64 selected() const;

    QLabel* m_title = nullptr;
    QTreeWidget* m_table = nullptr;
    QLineEdit* m_reason = nullptr;
    QPushButton* m_cancel = nullptr;
    QPushButton* m_end = nullptr;
    QList<LockHolder> m_shown{};
};

} // namespace whimbrel
