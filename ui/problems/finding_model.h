// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/plan/plan.h"
#include "model/rules/finding.h"

#include <QAbstractTableModel>
#include <QSortFilterProxyModel>

namespace whimbrel {

/// The findings of a plan as rows: message (with the severity's icon), element, rule.
class FindingModel final : public QAbstractTableModel {
    Q_OBJECT

public:
    enum Column { Message, Where, RuleName, Columns };
    enum Role { SeverityRole = Qt::UserRole, KeyRole, SortRole };

    using QAbstractTableModel::QAbstractTableModel;

    void setFindings(const Findings& findings, const Plan& plan);
    [[nodiscard]] const Finding& finding(int row) const { return m_findings.at(row); }

    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;
    [[nodiscard]] QVariant headerData(
        int section, Qt::Orientation orientation, int role) const override;

private:
    Findings m_findings{};
    QStringList m_places{};
};

/// Which findings are on show, and in what order: the worst first until a column is chosen.
class FindingFilter final : public QSortFilterProxyModel {
    Q_OBJECT

public:
    explicit FindingFilter(QObject* parent = nullptr);

    void setShown(bool errors, bool warnings, bool accepted);
    void setText(const QString& text);

protected:
    [[nodiscard]] bool filterAcceptsRow(int row, const QModelIndex& parent) const override;

private:
    bool m_errors = true;
    bool m_warnings = true;
    bool m_accepted = false;
    QString m_text{};
};

[[nodiscard]] QString nameOf(Severity severity);
/// The name of the icon that marks the severity.
[[nodiscard]] QString iconNameOf(Severity severity);

} // namespace whimbrel
