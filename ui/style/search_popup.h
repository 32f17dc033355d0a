// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QFrame>

class QLineEdit;
class QTreeWidget;
class QVBoxLayout;

namespace whimbrel {

/// A small window with a field over a list: typing filters, arrows choose, Enter or a click takes,
/// Esc gives up. Deletes itself when closed.
class SearchPopup : public QFrame {
    Q_OBJECT

protected:
    SearchPopup(const QString& placeholder, QWidget* parent);

    [[nodiscard]] QLineEdit& search() const { return *m_search; }
    [[nodiscard]] QTreeWidget& list() const { return *m_list; }
    [[nodiscard]] QVBoxLayout& column() const;

    /// Shows what fits the text and makes the best of it current.
    virtual void filter(const QString& text) = 0;
    /// Does what the current row is for, and closes; nothing if no row is current.
    virtual void take() = 0;

    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    QLineEdit* m_search;
    QTreeWidget* m_list;
};

} // namespace whimbrel
