// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "ui/rehearsal/rehearsal_tree.h"

#include "model/base/counted.h"
#include "model/base/duration.h"
#include "ui/style/icons.h"
#include "ui/style/palette.h"

#include <QGuiApplication>
#include <QHeaderView>

namespace whimbrel {

namespace {

constexpr int edgeRole = Qt::UserRole;
constexpr int nodeRole = Qt::UserRole + 1;

QString titleOf(const Plan& plan, const NodeId& id)
{
    const Node* node = plan.nodes.find(id);
    return node && !node->title.isEmpty() ? node->title : id.text();
}

/// What was too short to be measured is not "0 s".
QString timeText(qint64 ms)
{
    return ms > 0 ? durationText(ms) : RehearsalTree::tr("< 1 ms");
}

void paint(QTreeWidgetItem& item, WayVerdict verdict)
{
    const UiColors& colors = uiColors(QGuiApplication::palette());
    const bool exact = verdict == WayVerdict::Exact;
    const QColor color = exact ? colors.success : isGood(verdict) ? colors.accent : colors.error;
    const QString name = exact ? QStringLiteral("check")
        : isGood(verdict)      ? QStringLiteral("info")
                               : QStringLiteral("error");
    item.setText(RehearsalTree::Verdict, displayName(verdict));
    item.setForeground(RehearsalTree::Verdict, color);
    item.setIcon(RehearsalTree::Verdict, icon(name, color));
}

QTreeWidgetItem* addText(QTreeWidgetItem* parent, const QString& text)
{
    auto* item = new QTreeWidgetItem(parent, {text});
    item->setFirstColumnSpanned(true);
    item->setToolTip(RehearsalTree::Name, text);
    item->setData(0, edgeRole, parent->data(0, edgeRole));
    item->setData(0, nodeRole, parent->data(0, nodeRole));
    return item;
}

/// What was otherwise, grouped by the table or other object that it is about.
void addDifferences(QTreeWidgetItem* parent, const QString& because,
    const QList<RehearsedDifference>& differences, const QString& again)
{
    if (!because.isEmpty()) {
        addText(parent, because);
    }
    QString object;
    QTreeWidgetItem* group = nullptr;
    for (const RehearsedDifference& each : differences) {
        if (!group || each.object != object) {
            object = each.object;
            group = object.isEmpty() ? parent : addText(parent, object);
        }
        addText(group, each.text);
        group->setExpanded(true);
    }
    if (!again.isEmpty()) {
        addText(parent, RehearsalTree::tr("Done again, this is otherwise: %1").arg(again));
    }
}

} // namespace

RehearsalTree::RehearsalTree(QWidget* parent)
    : QTreeWidget(parent)
{
    setColumnCount(Columns);
    setHeaderLabels({tr("Way back"), tr("Verdict"), tr("Forward"), tr("Back"), tr("Rows back")});
    setFrameShape(QFrame::NoFrame);
    setAllColumnsShowFocus(true);
    setAccessibleName(tr("What the rehearsal found"));
    header()->setStretchLastSection(false);
    header()->setSectionResizeMode(Name, QHeaderView::Stretch);
    for (const int column : {Verdict, Forward, Back, Rows}) {
        header()->resizeSection(column, column == Verdict ? 140 : 96);
    }
    for (const int column : {Forward, Back, Rows}) {
        headerItem()->setTextAlignment(column, Qt::AlignRight | Qt::AlignVCenter);
    }
    connect(this, &QTreeWidget::itemClicked, this, &RehearsalTree::choose);
    connect(this, &QTreeWidget::itemActivated, this, &RehearsalTree::choose);
}

void RehearsalTree::choose(QTreeWidgetItem* item)
{
    const QString edge = item->data(0, edgeRole).toString();
    const QString node = item->data(0, nodeRole).toString();
    if (!edge.isEmpty()) {
        emit chosen(ElementRef::of(EdgeId(edge)));
    } else if (!node.isEmpty()) {
        emit chosen(ElementRef::of(NodeId(node)));
    }
}

void RehearsalTree::add(const RehearsedWay& way, const Plan& plan, const RehearsedStep* step)
{
    auto* item = new QTreeWidgetItem(
        this, {tr("%1 → %2").arg(titleOf(plan, way.change), titleOf(plan, way.to))});
    item->setData(0, edgeRole, way.edge.text());
    item->setToolTip(Name, way.edge.text());
    paint(*item, way.verdict);
    const bool ran = way.verdict != WayVerdict::Assumed && way.verdict != WayVerdict::NotReached;
    item->setText(Forward, step ? timeText(step->ms) : QString());
    item->setText(Back, ran ? timeText(way.ms) : QString());
    item->setText(Rows, way.rows >= 0 ? numberText(way.rows) : QString());
    for (const int column : {Forward, Back, Rows}) {
        item->setTextAlignment(column, Qt::AlignRight | Qt::AlignVCenter);
    }
    addDifferences(item, way.because, way.differences, way.again);
    // All that was not reached was not for the same reason, which stands where it failed.
    item->setExpanded(!isGood(way.verdict) && way.verdict != WayVerdict::NotReached);
}

void RehearsalTree::show(const Rehearsal& rehearsal, const Plan& plan)
{
    clear();
    for (const RehearsedWay& way : rehearsal.ways) {
        add(way, plan, rehearsal.step(way.change));
    }
    auto* whole = new QTreeWidgetItem(this, {tr("From the end back to the start")});
    paint(*whole, rehearsal.whole.verdict);
    whole->setText(Back, rehearsal.whole.ms > 0 ? timeText(rehearsal.whole.ms) : QString());
    whole->setTextAlignment(Back, Qt::AlignRight | Qt::AlignVCenter);
    addDifferences(
        whole, rehearsal.whole.because, rehearsal.whole.differences, rehearsal.whole.again);
    whole->setExpanded(!isGood(rehearsal.whole.verdict));
    QTreeWidgetItem* problems = nullptr;
    for (const RehearsedStep& step : rehearsal.steps) {
        if (!step.problem.isEmpty()) {
            problems = problems ? problems
                                : new QTreeWidgetItem(this, {tr("Went wrong on the way forward")});
            auto* item = addText(
                problems, QStringLiteral("%1: %2").arg(titleOf(plan, step.node), step.problem));
            item->setData(0, nodeRole, step.node.text());
            problems->setExpanded(true);
        }
    }
    if (!rehearsal.assumed.isEmpty()) {
        auto* assumed = new QTreeWidgetItem(
            this, {tr("Assumed, not rehearsed (%1)").arg(numberText(rehearsal.assumed.size()))});
        for (const RehearsedAssumption& each : rehearsal.assumed) {
            const QString name = each.node.isEmpty() ? each.edge.text() : titleOf(plan, each.node);
            auto* item = addText(assumed, QStringLiteral("%1: %2").arg(name, each.text));
            item->setData(0, nodeRole, each.node.text());
            item->setData(0, edgeRole, each.edge.text());
        }
    }
    for (int i = 0; i < topLevelItemCount(); ++i) { // what needs a look is in sight
        QTreeWidgetItem* item = topLevelItem(i);
        if (item->isExpanded()) {
            scrollToItem(item, PositionAtTop);
            break;
        }
    }
}

} // namespace whimbrel
