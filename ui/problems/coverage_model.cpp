// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "ui/problems/coverage_model.h"

#include "ui/session/element_name.h"
#include "ui/style/icons.h"
#include "ui/style/palette.h"

#include <QGuiApplication>

namespace whimbrel {

namespace {

struct Look {
    QString icon{};
    QColor color{};
};

Look lookOf(Covered covered, const UiColors& colors)
{
    switch (covered) {
    case Covered::No:
        return {QStringLiteral("error"), colors.error};
    case Covered::Yes:
        return {QStringLiteral("check"), colors.success};
    case Covered::Explained:
        return {QStringLiteral("info"), colors.accent};
    case Covered::NothingToUndo:
        return {{}, colors.secondary};
    case Covered::NotYet:
        return {QStringLiteral("recent"), colors.secondary};
    case Covered::Stale:
        return {QStringLiteral("recent"), colors.warning};
    }
    return {};
}

bool changesSomething(const CoverageRow& row)
{
    return row.wayBack != Covered::NothingToUndo || row.verified != Covered::NothingToUndo;
}

} // namespace

QString nameOf(Covered covered)
{
    switch (covered) {
    case Covered::No:
        return CoverageModel::tr("no");
    case Covered::Yes:
        return CoverageModel::tr("yes");
    case Covered::Explained:
        return CoverageModel::tr("explained");
    case Covered::NothingToUndo:
        return CoverageModel::tr("nothing to undo");
    case Covered::NotYet:
        return CoverageModel::tr("not yet");
    case Covered::Stale:
        return CoverageModel::tr("stale");
    }
    return {};
}

void CoverageModel::setCoverage(const Coverage& coverage, const Plan& plan)
{
    beginResetModel();
    m_coverage = coverage;
    m_steps.clear();
    m_origins.clear();
    for (const CoverageRow& row : coverage.rows) {
        m_steps.append(elementName(plan, ElementRef::of(row.to)));
        m_origins.append(elementName(plan, ElementRef::of(row.from)));
    }
    endResetModel();
}

int CoverageModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_coverage.rows.size());
}

int CoverageModel::columnCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : Columns;
}

Covered CoverageModel::cell(int row, int column) const
{
    const CoverageRow& held = m_coverage.rows.at(row);
    switch (column) {
    case WayBack:
        return held.wayBack;
    case TargetSafe:
        return held.targetSafe;
    case HasAction:
        return held.hasAction;
    case Verified:
        return held.verified;
    default:
        return held.rehearsed;
    }
}

QVariant CoverageModel::data(const QModelIndex& index, int role) const
{
    if (!index.isValid()) {
        return {};
    }
    if (index.column() == Step || index.column() == From) {
        const QStringList& names = index.column() == Step ? m_steps : m_origins;
        const bool shown = role == Qt::DisplayRole || role == Qt::ToolTipRole;
        return shown ? QVariant(names.at(index.row())) : QVariant();
    }
    const Covered covered = cell(index.row(), index.column());
    const Look look = lookOf(covered, uiColors(QGuiApplication::palette()));
    switch (role) {
    case Qt::DisplayRole:
        return nameOf(covered);
    case Qt::DecorationRole:
        return look.icon.isEmpty() ? QVariant() : QVariant(icon(look.icon, look.color));
    case Qt::ForegroundRole:
        return look.color;
    case Qt::AccessibleTextRole:
        return tr("%1: %2").arg(
            headerData(index.column(), Qt::Horizontal, Qt::DisplayRole).toString(),
            nameOf(covered));
    default:
        return {};
    }
}

QVariant CoverageModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal) {
        return {};
    }
    struct Header {
        QString name;
        QString about;
    };
    const auto header = [section]() -> Header {
        switch (section) {
        case Step:
            return {tr("Into step"), tr("The step that the edge leads to.")};
        case From:
            return {tr("From"), tr("The step before it.")};
        case WayBack:
            return {tr("Way back"), tr("A rollback edge leaves the step or what guards it.")};
        case TargetSafe:
            return {tr("Target safe"), tr("It leads to a state in which the system may rest.")};
        case HasAction:
            return {tr("Has an action"), tr("It says what takes the change back.")};
        case Verified:
            return {tr("Verified"), tr("A check follows before the next change.")};
        case Rehearsed:
            return {tr("Rehearsed"), tr("The way back was tried in a scratch database.")};
        default:
            return {};
        }
    }();
    if (role == Qt::DisplayRole) {
        return header.name;
    }
    return role == Qt::ToolTipRole ? QVariant(header.about) : QVariant();
}

void CoverageFilter::setOnlyChanges(bool only)
{
    m_onlyChanges = only;
    invalidateFilter();
}

bool CoverageFilter::filterAcceptsRow(int row, const QModelIndex&) const
{
    return !m_onlyChanges
        || changesSomething(static_cast<const CoverageModel*>(sourceModel())->row(row));
}

QString coverageText(const Coverage& coverage, const Plan& plan, bool onlyChanges)
{
    QString text = CoverageModel::tr("# Coverage of %1\n\n").arg(plan.header.title);
    text += CoverageModel::tr("%1 %: %2 of %3\n\n")
                .arg(coverage.percent())
                .arg(coverage.covered)
                .arg(coverage.total);
    text += CoverageModel::tr(
        "| From | Into step | Way back | Target safe | Has an action | Verified | Rehearsed |\n");
    text += QStringLiteral("|---|---|---|---|---|---|---|\n");
    const auto escaped = [](QString name) {
        return name.replace(QLatin1Char('|'), QStringLiteral("\\|"))
            .replace(QLatin1Char('\n'), QLatin1Char(' '));
    };
    for (const CoverageRow& row : coverage.rows) {
        if (onlyChanges && !changesSomething(row)) {
            continue;
        }
        const QStringList cells{escaped(elementName(plan, ElementRef::of(row.from))),
            escaped(elementName(plan, ElementRef::of(row.to))), nameOf(row.wayBack),
            nameOf(row.targetSafe), nameOf(row.hasAction), nameOf(row.verified),
            nameOf(row.rehearsed)};
        text += QStringLiteral("| %1 |\n").arg(cells.join(QStringLiteral(" | ")));
    }
    return text;
}

} // namespace whimbrel
