// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/exec/orphans.h"
#include "model/plan/dialect.h"

#include <QFrame>

#include <optional>

class QLabel;
class QPushButton;

namespace whimbrel {

class SqlEdit;

/// What is done about a statement that the server still carries out for a runner that has gone:
/// wait for its end, or have it cancelled. Says who, what and since when.
class OrphanChoice final : public QFrame {
    Q_OBJECT

public:
    explicit OrphanChoice(QWidget* parent = nullptr);

    /// Shows it, or hides itself where there is none.
    void setOrphan(const std::optional<Orphan>& orphan, Dialect dialect);

    [[nodiscard]] QLabel* text() const { return m_text; }
    [[nodiscard]] SqlEdit* statement() const { return m_statement; }
    [[nodiscard]] QPushButton* waitButton() const { return m_wait; }
    [[nodiscard]] QPushButton* cancelButton() const { return m_cancel; }

signals:
    void chosen(whimbrel::Orphans what);

private:
    QLabel* m_title = nullptr;
    QLabel* m_text = nullptr;
    SqlEdit* m_statement = nullptr;
    QPushButton* m_wait = nullptr;
    QPushButton* m_cancel = nullptr;
};

} // namespace whimbrel
