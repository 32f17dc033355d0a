// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ui/inspector/form.h"
#include "ui/session/plan_session.h"

#include <QWidget>

class QLabel;
class QScrollArea;

namespace whimbrel {

/// Edits every field of what is selected; of the plan itself when nothing is. Several elements of
/// one type are edited together: a field on which they differ says so.
class Inspector final : public QWidget {
    Q_OBJECT

public:
    explicit Inspector(PlanSession& session, QWidget* parent = nullptr);

    /// The sections on show.
    [[nodiscard]] Form* form() const { return m_form; }

private:
    void showSelection();
    void followPlan(const PlanChange& change);
    void showReadOnly();
    void build();
    void refreshHeading();

    PlanSession& m_session;
    Folds m_folds{};
    QList<ElementRef> m_shown{};
    bool m_built = false;
    QLabel* m_heading = nullptr;
    QLabel* m_readOnly = nullptr;
    QScrollArea* m_scroll = nullptr;
    Form* m_form = nullptr;
};

} // namespace whimbrel
