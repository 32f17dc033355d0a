// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QDialog>
#include <QList>
#include <QString>

class QLineEdit;
class QPushButton;

namespace whimbrel {

/// What a run in production is about to do, as far as the person has to know it.
struct ProductionRun {
    struct Database {
        QString target{}; ///< its name in the plan
        QString connection{}; ///< "@NAME"; empty: it was bound by URL
        QString database{}; ///< "shop on db1:5432"
        QString server{}; ///< "PostgreSQL 15.20"; empty: not looked at
        QString user{};
    };
    QString plan{}; ///< its title
    QString planHash{};
    QList<Database> databases{};
    QString rehearsed{}; ///< when and by whom, where a rehearsal proves the plan
    QString unproven{}; ///< else why none does
    QString because{}; ///< and why it runs all the same
    int steps = 0;
    int changes = 0;
};

/// Asks before a run in production begins, and wants the targets' names typed.
class ProductionQuestion final : public QDialog {
    Q_OBJECT

public:
    ProductionQuestion(const ProductionRun& run, QWidget* parent);

    [[nodiscard]] QLineEdit* editor() const { return m_editor; }
    [[nodiscard]] QPushButton* confirmButton() const { return m_confirm; }
    /// All that is said, for tests.
    [[nodiscard]] QString text() const;

private:
    QLineEdit* m_editor = nullptr;
    QPushButton* m_confirm = nullptr;
};

} // namespace whimbrel
