// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/plan/dialect.h"

#include <QWidget>

class QLabel;
class QToolButton;

namespace whimbrel {

class SqlEdit;

/// One statement to be read: highlighted, with what it is below it; of a long one the beginning,
/// until the person unfolds it.
class FoldedSql final : public QWidget {
    Q_OBJECT

public:
    explicit FoldedSql(QWidget* parent = nullptr);

    void show(const QString& sql, Dialect dialect, const QString& about);

    [[nodiscard]] SqlEdit* text() const { return m_text; }
    [[nodiscard]] QLabel* about() const { return m_about; }
    [[nodiscard]] QToolButton* unfoldButton() const { return m_unfold; }

private:
    void fold(bool folded);

    SqlEdit* m_text = nullptr;
    QLabel* m_about = nullptr;
    QToolButton* m_unfold = nullptr;
    int m_lines = 0;
};

} // namespace whimbrel
