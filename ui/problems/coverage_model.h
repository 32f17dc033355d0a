// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/plan/plan.h"
#include "model/rules/coverage.h"

#include <QAbstractTableModel>
#include <QSortFilterProxyModel>

namespace whimbrel {

/// Coverage as a table: one row for each forward edge.
class CoverageModel final : public QAbstractTableModel {
    Q_OBJECT

public:
    enum Column { Step, From, WayBack, TargetSafe, HasAction, Verified, Rehearsed, Columns };

    using QAbstractTableModel::QAbstractTableModel;

    void setCoverage(const Coverage& coverage, const Plan& plan);
    [[nodiscard]] const CoverageRow& row(int index) const { return m_coverage.rows.at(index); }

    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;
    [[nodiscard]] QVariant headerData(
        int section, Qt::Orientation orientation, int role) const override;

private:
    [[nodiscard]] Covered cell(int row, int column) const;

    Coverage m_coverage{};
    QStringList m_steps{};
    QStringList m_origins{};
};

/// Leaves out the edges into steps that change nothing.
class CoverageFilter final : public QSortFilterProxyModel {
    Q_OBJECT

public:
    using QSortFilterProxyModel::QSortFilterProxyModel;
    void setOnlyChanges(bool only);

protected:
    [[nodiscard]] bool filterAcceptsRow(int row, const QModelIndex& parent) const override;

private:
    bool m_onlyChanges = true;
};

/// "yes", "no", "explained" …
[[nodiscard]] QString nameOf(Covered covered);

/// Coverage as a Markdown table, for reviews and tickets.
[[nodiscard]] QString coverageText(const Coverage& coverage, const Plan& plan, bool onlyChanges);

} // namespace whimbrel
