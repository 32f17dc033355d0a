// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ui/session/plan_session.h"

#include <QWidget>

class QCheckBox;
class QLabel;
class QStackedWidget;
class QTreeView;

namespace whimbrel {

class CoverageFilter;
class CoverageModel;

/// For each forward edge: is there a way back, is it safe, does it do something, is it verified.
class CoveragePane final : public QWidget {
    Q_OBJECT

public:
    explicit CoveragePane(PlanSession& session, QWidget* parent = nullptr);

    [[nodiscard]] QTreeView* table() const { return m_table; }
    [[nodiscard]] QCheckBox* onlyChanges() const { return m_onlyChanges; }
    [[nodiscard]] QLabel* total() const { return m_total; }

private:
    void takeValidation();
    void reveal(const QModelIndex& index);
    void copy();
    void exportText();

    PlanSession& m_session;
    CoverageModel* m_model = nullptr;
    CoverageFilter* m_filter = nullptr;
    QLabel* m_total = nullptr;
    QLabel* m_message = nullptr;
    QCheckBox* m_onlyChanges = nullptr;
    QTreeView* m_table = nullptr;
    QStackedWidget* m_stack = nullptr;
};

} // namespace whimbrel
