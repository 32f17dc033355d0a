// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "app/cli/picture_report.h"

#include "app/cli/console.h"

#include <QJsonArray>

#include <cmath>

namespace whimbrel::cli {

namespace {

/// One figure: its key in JSON, its name in text.
struct Figure {
    QString key{};
    QString name{};
    double value = 0;
};

QList<Figure> figuresOf(const FlowQuality& quality)
{
    return {
        {QStringLiteral("nodes"), Texts::tr("nodes"), double(quality.nodes)},
        {QStringLiteral("edges"), Texts::tr("edges"), double(quality.edges)},
        {QStringLiteral("nodeOverlaps"), Texts::tr("nodes that lie on another"),
            double(quality.nodeOverlaps())},
        {QStringLiteral("linesThroughNodes"), Texts::tr("edges through foreign nodes"),
            double(quality.linesThroughNodes())},
        {QStringLiteral("labelHits"), Texts::tr("labels that touch something"),
            double(quality.labelHits())},
        {QStringLiteral("sharedLanes"), Texts::tr("edges on top of each other"),
            double(quality.sharedLanes)},
        {QStringLiteral("crossings"), Texts::tr("crossings"), double(quality.crossings)},
        {QStringLiteral("bends"), Texts::tr("bends"), double(quality.bends)},
        {QStringLiteral("lengthPixels"), Texts::tr("length of all edges, pixels"),
            std::round(quality.length)},
        {QStringLiteral("moved"), Texts::tr("nodes that moved"), double(quality.moved)},
        {QStringLiteral("movementPixels"), Texts::tr("movement of all nodes, pixels"),
            std::round(quality.movement)},
    };
}

QString keyOf(FlowFault::Kind kind)
{
    switch (kind) {
    case FlowFault::Kind::NodeOnNode:
        return QStringLiteral("nodeOnNode");
    case FlowFault::Kind::LineThroughNode:
        return QStringLiteral("lineThroughNode");
    case FlowFault::Kind::LabelOnNode:
        return QStringLiteral("labelOnNode");
    case FlowFault::Kind::LabelOnLine:
        return QStringLiteral("labelOnLine");
    case FlowFault::Kind::LabelOnLabel:
        return QStringLiteral("labelOnLabel");
    }
    return {};
}

QString sentence(const FlowFault& fault)
{
    const QString& one = fault.element.id;
    const QString& other = fault.other.id;
    switch (fault.kind) {
    case FlowFault::Kind::NodeOnNode:
        return Texts::tr("Node \"%1\" lies on node \"%2\".").arg(one, other);
    case FlowFault::Kind::LineThroughNode:
        return Texts::tr("Edge \"%1\" runs through node \"%2\".").arg(one, other);
    case FlowFault::Kind::LabelOnNode:
        return Texts::tr("The label of edge \"%1\" lies on node \"%2\".").arg(one, other);
    case FlowFault::Kind::LabelOnLine:
        return Texts::tr("The label of edge \"%1\" lies on the line of edge \"%2\".")
            .arg(one, other);
    case FlowFault::Kind::LabelOnLabel:
        return Texts::tr("The labels of edges \"%1\" and \"%2\" lie on each other.")
            .arg(one, other);
    }
    return {};
}

} // namespace

QStringList qualityLines(const FlowQuality& quality)
{
    QStringList lines;
    for (const Figure& figure : figuresOf(quality)) {
        lines << QStringLiteral("%1  %2").arg(figure.value, 8, 'f', 0).arg(figure.name);
    }
    for (const FlowFault& fault : quality.faults) {
        lines << sentence(fault);
    }
    return lines;
}

QJsonObject qualityJson(const FlowQuality& quality)
{
    QJsonObject object;
    for (const Figure& figure : figuresOf(quality)) {
        object.insert(figure.key, figure.value);
    }
    QJsonArray faults;
    for (const FlowFault& fault : quality.faults) {
        faults.append(QJsonObject{{QStringLiteral("fault"), keyOf(fault.kind)},
            {QStringLiteral("element"), fault.element.id},
            {QStringLiteral("other"), fault.other.id}, {QStringLiteral("text"), sentence(fault)}});
    }
    object.insert(QStringLiteral("faults"), faults);
    return object;
}

} // namespace whimbrel::cli
