// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ui/session/plan_session.h"

#include <QWidget>

#include <optional>

class QLabel;
class QLineEdit;
class QPushButton;
class QVBoxLayout;

namespace whimbrel {

/// What one finding means, and what can be done about it: fix it, or accept it with a reason.
class FindingDetail final : public QWidget {
    Q_OBJECT

public:
    explicit FindingDetail(PlanSession& session, QWidget* parent = nullptr);

    void show(const std::optional<Finding>& finding);

    [[nodiscard]] const QList<QPushButton*>& fixButtons() const { return m_fixes; }
    [[nodiscard]] QLineEdit* reason() const { return m_reason; }
    [[nodiscard]] QPushButton* acceptButton() const { return m_accept; }
    [[nodiscard]] QPushButton* removeButton() const { return m_remove; }

private:
    void applyFix(qsizetype index);
    void accept();
    void removeAcceptance();

    PlanSession& m_session;
    std::optional<Finding> m_finding{};
    QLabel* m_title = nullptr;
    QLabel* m_about = nullptr;
    QLabel* m_accepted = nullptr;
    QVBoxLayout* m_fixLayout = nullptr;
    QList<QPushButton*> m_fixes{};
    QWidget* m_acceptRow = nullptr;
    QLineEdit* m_reason = nullptr;
    QPushButton* m_accept = nullptr;
    QPushButton* m_remove = nullptr;
};

} // namespace whimbrel
