// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "ui/problems/finding_model.h"

#include "ui/session/element_name.h"
#include "ui/style/icons.h"
#include "ui/style/palette.h"

#include <QGuiApplication>

namespace whimbrel {

QString nameOf(Severity severity)
{
    switch (severity) {
    case Severity::Error:
        return FindingModel::tr("Error");
    case Severity::Warning:
        return FindingModel::tr("Warning");
    case Severity::Info:
        return FindingModel::tr("Hint");
    }
    return {};
}

QString iconNameOf(Severity severity)
{
    switch (severity) {
    case Severity::Error:
        return QStringLiteral("error");
    case Severity::Warning:
        return QStringLiteral("warning");
    case Severity::Info:
        return QStringLiteral("info");
    }
    return {};
}

void FindingModel::setFindings(const Findings& findings, const Plan& plan)
{
    beginResetModel();
    m_findings = findings;
    m_places.clear();
    m_places.reserve(findings.size());
    for (const Finding& finding : findings) {
        m_places.append(elementName(plan, finding.element));
    }
    endResetModel();
}

int FindingModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_findings.size());
}

int FindingModel::columnCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : Columns;
}

QVariant FindingModel::data(const QModelIndex& index, int role) const
{
    if (!index.isValid()) {
        return {};
    }
    const Finding& finding = m_findings.at(index.row());
    const UiColors& colors = uiColors(QGuiApplication::palette());
    switch (role) {
    case Qt::DisplayRole:
        if (index.column() == Message) {
            return finding.message;
        }
        return index.column() == Where ? m_places.at(index.row()) : finding.rule;
    case Qt::DecorationRole:
        if (index.column() == Message) {
            if (finding.accepted) {
                return icon(QStringLiteral("accept"), colors.secondary);
            }
            return icon(iconNameOf(finding.severity),
                finding.severity == Severity::Error         ? colors.error
                    : finding.severity == Severity::Warning ? colors.warning
                                                            : colors.accent);
        }
        break;
    case Qt::ForegroundRole:
        if (finding.accepted || index.column() == RuleName) {
            return colors.secondary;
        }
        break;
    case Qt::ToolTipRole:
        return finding.message;
    case Qt::AccessibleTextRole:
        if (index.column() == Message) {
            return tr("%1: %2").arg(
                finding.accepted ? tr("Accepted") : nameOf(finding.severity), finding.message);
        }
        break;
    case SeverityRole:
        return static_cast<int>(finding.severity);
    case KeyRole:
        return finding.key;
    case SortRole:
        if (index.column() == Message) {
            // The worst first, accepted ones last, else in the order of the rules.
            return (finding.accepted ? 100 : static_cast<int>(finding.severity)) * 1'000'000
                + index.row();
        }
        return index.column() == Where ? m_places.at(index.row()) : finding.rule;
    default:
        break;
    }
    return {};
}

QVariant FindingModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole) {
        return {};
    }
    switch (section) {
    case Message:
        return tr("Problem");
    case Where:
        return tr("Where");
    case RuleName:
        return tr("Rule");
    default:
        return {};
    }
}

FindingFilter::FindingFilter(QObject* parent)
    : QSortFilterProxyModel(parent)
{
    setSortRole(FindingModel::SortRole);
    setSortCaseSensitivity(Qt::CaseInsensitive);
}

void FindingFilter::setShown(bool errors, bool warnings, bool accepted)
{
    m_errors = errors;
    m_warnings = warnings;
    m_accepted = accepted;
    invalidateFilter();
}

void FindingFilter::setText(const QString& text)
{
    m_text = text.trimmed();
    invalidateFilter();
}

bool FindingFilter::filterAcceptsRow(int row, const QModelIndex&) const
{
    const auto* model = static_cast<const FindingModel*>(sourceModel());
    const Finding& finding = model->finding(row);
    const bool shown = finding.accepted       ? m_accepted
        : finding.severity == Severity::Error ? m_errors
                                              : m_warnings;
    if (!shown || m_text.isEmpty()) {
        return shown;
    }
    for (int column = 0; column < FindingModel::Columns; ++column) {
        if (model->data(model->index(row, column), Qt::DisplayRole)
                .toString()
                .contains(m_text, Qt::CaseInsensitive)) {
            return true;
        }
    }
    return false;
}

} // namespace whimbrel
