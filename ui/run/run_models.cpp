// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "ui/run/run_models.h"

#include "model/base/duration.h"
#include "ui/run/run_texts.h"
#include "ui/style/icons.h"
#include "ui/style/palette.h"

#include <QGuiApplication>
#include <QLocale>

#include <algorithm>

namespace whimbrel {

namespace {

constexpr qsizetype keptRows = 5000; // the tail: the whole journal stands in the database

/// "21:04:07", with the day in front unless it is today; the zone stands in the header.
QString timeText(const QDateTime& at)
{
    const QDateTime local = at.toLocalTime();
    return local.toString(local.date() == QDate::currentDate()
            ? QStringLiteral("HH:mm:ss")
            : QStringLiteral("yyyy-MM-dd HH:mm:ss"));
}

} // namespace

StatusLook lookOf(StepStatus status, const QPalette& palette)
{
    const UiColors& colors = uiColors(palette);
    switch (status) {
    case StepStatus::Waiting:
        return {{}, colors.secondary};
    case StepStatus::Running:
        return {QStringLiteral("run"), colors.accent};
    case StepStatus::Asking:
        return {QStringLiteral("help"), colors.accent};
    case StepStatus::Holding:
        return {QStringLiteral("recent"), colors.accent};
    case StepStatus::Done:
        return {QStringLiteral("check"), colors.success};
    case StepStatus::Failed:
        return {QStringLiteral("error"), colors.error};
    case StepStatus::Skipped:
        return {QStringLiteral("skip"), colors.warning};
    case StepStatus::MarkedDone:
        return {QStringLiteral("accept"), colors.warning};
    case StepStatus::InDoubt:
        return {QStringLiteral("warning"), colors.error};
    case StepStatus::Compensated:
        return {QStringLiteral("rollback"), colors.secondary};
    }
    return {};
}

void JournalModel::reset()
{
    beginResetModel();
    m_rows.clear();
    endResetModel();
}

void JournalModel::append(const Event& event, const Plan& plan)
{
    if (m_rows.size() >= keptRows) {
        beginRemoveRows({}, 0, static_cast<int>(keptRows / 10) - 1);
        m_rows.remove(0, keptRows / 10);
        endRemoveRows();
    }
    const int row = static_cast<int>(m_rows.size());
    beginInsertRows({}, row, row);
    m_rows.append({eventMood(event),
        {timeText(event.at), eventName(event.type),
            event.node.isEmpty() ? QString() : nodeTitle(plan, event.node), eventText(event, plan)},
        event.at.toLocalTime().toString(QStringLiteral("yyyy-MM-dd HH:mm:ss.zzz t")),
        event.number});
    endInsertRows();
}

void JournalModel::annotate(qint64 number, const QString& text)
{
    for (qsizetype i = m_rows.size(); i > 0; --i) {
        Row& row = m_rows[i - 1];
        if (row.number == number) {
            row.cells[Text] += QStringLiteral(" · ") + text;
            const QModelIndex changed = index(static_cast<int>(i - 1), Text);
            emit dataChanged(changed, changed);
            return;
        }
    }
}

int JournalModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_rows.size());
}

int JournalModel::columnCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : Columns;
}

QVariant JournalModel::data(const QModelIndex& index, int role) const
{
    if (!index.isValid()) {
        return {};
    }
    const Row& row = m_rows.at(index.row());
    switch (role) {
    case Qt::DisplayRole:
        return row.cells.at(index.column());
    case Qt::ToolTipRole:
        return index.column() == Time ? row.when : row.cells.at(index.column());
    case Qt::ForegroundRole: {
        const UiColors& colors = uiColors(QGuiApplication::palette());
        if (index.column() == Time) {
            return colors.secondary;
        }
        if (index.column() == Step) {
            break;
        }
        switch (row.mood) {
        case EventMood::Bad:
            return colors.error;
        case EventMood::Unsure:
            return colors.warning;
        case EventMood::Good:
            return index.column() == Text ? QVariant(colors.success) : QVariant();
        case EventMood::Plain:
            break;
        }
        break;
    }
    default:
        break;
    }
    return {};
}

QVariant JournalModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal) {
        return {};
    }
    if (role == Qt::TextAlignmentRole) {
        return QVariant(Qt::AlignLeft | Qt::AlignVCenter);
    }
    if (role != Qt::DisplayRole) {
        return {};
    }
    switch (section) {
    case Time:
        return QDateTime::currentDateTime().timeZoneAbbreviation();
    case What:
        return tr("Event");
    case Step:
        return tr("Step");
    default:
        return tr("Details");
    }
}

void HistoryModel::setState(const RunState& state, const Plan& plan)
{
    struct Entered {
        NodeId node{};
        StepRun run{};
    };
    QList<Entered> entered;
    for (auto each = state.steps.cbegin(); each != state.steps.cend(); ++each) {
        if (each->status != StepStatus::Waiting || each->entered.isValid()) {
            entered.append({each.key(), each.value()});
        }
    }
    std::sort(entered.begin(), entered.end(),
        [](const Entered& a, const Entered& b) { return a.run.order < b.run.order; });
    QList<Row> rows;
    for (const Entered& each : std::as_const(entered)) {
        const Node* node = plan.nodes.find(each.node);
        const QString took = each.run.ended.isValid() && each.run.entered.isValid()
            ? durationText(std::max<qint64>(each.run.entered.msecsTo(each.run.ended), 1), 2)
            : QString();
        const QString ran = each.run.error.isEmpty()
            ? (each.run.statement.isEmpty() ? each.run.evidence : each.run.statement.simplified())
            : each.run.error.simplified();
        rows.append({each.node, each.run.status,
            {nodeTitle(plan, each.node), nameOf(each.run.status), clockText(each.run.entered), took,
                node && node->estimateMs ? durationText(*node->estimateMs, 2) : QString(),
                each.run.rows >= 0 ? QLocale().toString(each.run.rows) : QString(), ran}});
    }
    if (rows == m_rows) {
        return;
    }
    if (rows.size() == m_rows.size()) {
        m_rows = rows;
        emit dataChanged(index(0, 0), index(static_cast<int>(m_rows.size()) - 1, Columns - 1));
        return;
    }
    beginResetModel();
    m_rows = rows;
    endResetModel();
}

int HistoryModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_rows.size());
}

int HistoryModel::columnCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : Columns;
}

QVariant HistoryModel::data(const QModelIndex& index, int role) const
{
    if (!index.isValid()) {
        return {};
    }
    const Row& row = m_rows.at(index.row());
    const StatusLook look = lookOf(row.status, QGuiApplication::palette());
    switch (role) {
    case Qt::DisplayRole:
    case Qt::ToolTipRole:
        return row.cells.at(index.column());
    case Qt::DecorationRole:
        if (index.column() == Status && !look.icon.isEmpty()) {
            return icon(look.icon, look.color);
        }
        break;
    case Qt::ForegroundRole:
        if (index.column() == Status) {
            return look.color;
        }
        break;
    case Qt::TextAlignmentRole:
        if (index.column() >= Took && index.column() <= Rows) {
            return QVariant(Qt::AlignRight | Qt::AlignVCenter);
        }
        break;
    default:
        break;
    }
    return {};
}

QVariant HistoryModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal) {
        return {};
    }
    if (role == Qt::TextAlignmentRole) {
        return QVariant((section >= Took && section <= Rows ? Qt::AlignRight : Qt::AlignLeft)
            | Qt::AlignVCenter);
    }
    if (role != Qt::DisplayRole) {
        return {};
    }
    switch (section) {
    case Step:
        return tr("Step");
    case Status:
        return tr("Status");
    case Began:
        return tr("Began");
    case Took:
        return tr("Took");
    case Estimate:
        return tr("Estimate");
    case Rows:
        return tr("Rows");
    default:
        return tr("What ran last");
    }
}

} // namespace whimbrel
