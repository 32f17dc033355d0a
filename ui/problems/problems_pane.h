// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ui/session/plan_session.h"

#include <QWidget>

class QLabel;
class QLineEdit;
class QStackedWidget;
class QToolButton;
class QTreeView;

namespace whimbrel {

class FindingDetail;
class FindingFilter;
class FindingModel;

/// The list of problems, live: where they are, why they matter, and what can be done at once.
class ProblemsPane final : public QWidget {
    Q_OBJECT

public:
    explicit ProblemsPane(PlanSession& session, QWidget* parent = nullptr);

    [[nodiscard]] QTreeView* list() const { return m_list; }
    [[nodiscard]] FindingDetail* detail() const { return m_detail; }
    [[nodiscard]] QToolButton* acceptedFilter() const { return m_accepted; }

private:
    void takeValidation();
    void followSelection();
    void showDetail();
    void applyFilter();
    void reveal(const QModelIndex& index);
    void updateEmptyState();

    PlanSession& m_session;
    FindingModel* m_model = nullptr;
    FindingFilter* m_filter = nullptr;
    QTreeView* m_list = nullptr;
    FindingDetail* m_detail = nullptr;
    QStackedWidget* m_stack = nullptr;
    QLabel* m_empty = nullptr;
    QToolButton* m_errors = nullptr;
    QToolButton* m_warnings = nullptr;
    QToolButton* m_accepted = nullptr;
    QLineEdit* m_search = nullptr;
    QString m_selected{};
};

} // namespace whimbrel
