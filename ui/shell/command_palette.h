// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ui/session/plan_session.h"
#include "ui/shell/actions.h"

#include <QFrame>

class QLineEdit;
class QTreeWidget;

namespace whimbrel {

/// Every command and every step by name: type a few letters, Enter. Deletes itself when closed.
class CommandPalette final : public QFrame {
    Q_OBJECT

public:
    CommandPalette(const ActionSet& actions, PlanSession& session, QWidget* parent);

    /// How well the letters, in this order, name the text; negative: not at all. Letters in a row
    /// and at the beginning of words count more.
    [[nodiscard]] static int score(const QString& text, const QString& letters);

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void filter(const QString& text);
    void take();

    struct Entry {
        QString text{};
        QString hint{};
        QIcon icon{};
        QAction* action = nullptr;
        ElementRef element{};
    };

    PlanSession& m_session;
    QLineEdit* m_search;
    QTreeWidget* m_list;
    QList<Entry> m_entries{};
};

} // namespace whimbrel
