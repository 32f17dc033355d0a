// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ui/session/plan_session.h"
#include "ui/shell/actions.h"
#include "ui/style/search_popup.h"

#include <QIcon>

namespace whimbrel {

/// Every command, step, diagram and message by name: type a few letters, Enter.
class CommandPalette final : public SearchPopup {
    Q_OBJECT

public:
    CommandPalette(const ActionSet& actions, PlanSession& session, QWidget* parent);

    /// How well the letters, in this order, name the text; negative: not at all. Letters in a row
    /// and at the beginning of words count more.
    [[nodiscard]] static int score(const QString& text, const QString& letters);

private:
    void addSequences(const Plan& plan);
    void filter(const QString& text) override;
    void take() override;

    struct Entry {
        QString text{};
        QString hint{};
        QIcon icon{};
        QAction* action = nullptr;
        ElementRef element{};
    };

    PlanSession& m_session;
    QList<Entry> m_entries{};
};

} // namespace whimbrel
