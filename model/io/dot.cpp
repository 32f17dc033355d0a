// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "model/io/dot.h"

#include "model/base/marked_text.h"
#include "model/plan/names.h"
#include "model/plan/node_kind.h"

#include <QStringList>

namespace whimbrel {

namespace {

/// A string of the DOT language.
QString quoted(const QString& text)
{
    QString escaped = text;
    escaped.replace(QLatin1Char('\\'), QLatin1String("\\\\"));
    escaped.replace(QLatin1Char('"'), QLatin1String("\\\""));
    escaped.replace(QLatin1Char('\n'), QLatin1String("\\n"));
    return QLatin1Char('"') + escaped + QLatin1Char('"');
}

const char* shapeOf(NodeKind kind)
{
    switch (kind) {
    case NodeKind::Start:
    case NodeKind::End:
        return "oval";
    case NodeKind::Gate:
        return "diamond";
    case NodeKind::Verification:
    case NodeKind::Audit:
        return "hexagon";
    case NodeKind::Backup:
        return "cylinder";
    case NodeKind::Monitor:
    case NodeKind::Staging:
        return "parallelogram";
    case NodeKind::Fork:
    case NodeKind::Join:
        return "box";
    case NodeKind::Note:
        return "note";
    case NodeKind::Task:
    case NodeKind::Expand:
    case NodeKind::DualWrite:
    case NodeKind::Backfill:
    case NodeKind::Deploy:
    case NodeKind::Cutover:
    case NodeKind::Contract:
    case NodeKind::Rollback:
        return "box";
    }
    return "box";
}

const char* styleOf(EdgeKind kind)
{
    switch (kind) {
    case EdgeKind::Forward:
        return "solid";
    case EdgeKind::Rollback:
        return "dashed";
    case EdgeKind::Retry:
        return "dotted";
    case EdgeKind::Data:
        return "bold";
    }
    return "solid";
}

QString lineOf(const Node& node, const QString& indent)
{
    return QStringLiteral("%1%2 [label=%3, shape=%4];\n")
        .arg(indent, quoted(node.id.text()),
            quoted(marked::plain(node.title) + QLatin1Char('\n') + QLatin1Char('(')
                + QString::fromLatin1(traits(node.kind).key) + QLatin1Char(')')),
            QString::fromLatin1(shapeOf(node.kind)));
}

QString lineOf(const Edge& edge)
{
    QStringList attributes{QStringLiteral("style=%1").arg(QString::fromLatin1(styleOf(edge.kind)))};
    QStringList label;
    for (const QString& each : {edge.when, edge.title}) {
        if (!each.isEmpty()) {
            label.append(marked::plain(each));
        }
    }
    if (!label.isEmpty()) {
        attributes.append(QStringLiteral("label=%1").arg(quoted(label.join(QLatin1String(": ")))));
    }
    if (edge.kind != EdgeKind::Forward) {
        // Ways back do not decide what stands in front of what.
        attributes.append(QStringLiteral("constraint=false"));
    }
    return QStringLiteral("  %1 -> %2 [%3];\n")
        .arg(
            quoted(edge.from.text()), quoted(edge.to.text()), attributes.join(QLatin1String(", ")));
}

/// A group with its nodes and the groups inside it. `depth` ends groups that contain themselves.
QString cluster(const Plan& plan, const Group& group, int depth)
{
    const QString indent((depth + 1) * 2, QLatin1Char(' '));
    const QString inner = indent + QStringLiteral("  ");
    QString text = QStringLiteral("%1subgraph %2 {\n%3label=%4;\n")
                       .arg(indent, quoted(QStringLiteral("cluster_") + group.id.text()), inner,
                           quoted(group.title));
    for (const Node& node : plan.nodes) {
        if (node.group == group.id) {
            text += lineOf(node, inner);
        }
    }
    for (const Group& other : plan.groups) {
        if (other.parent == group.id && depth < plan.groups.size()) {
            text += cluster(plan, other, depth + 1);
        }
    }
    return text + indent + QStringLiteral("}\n");
}

} // namespace

QByteArray writeDot(const Plan& plan)
{
    QString text
        = QStringLiteral("digraph %1 {\n  rankdir=%2;\n  node [fontname=\"Inter\"];\n"
                         "  edge [fontname=\"Inter\"];\n")
              .arg(quoted(plan.header.title),
                  plan.layout.direction == FlowDirection::LeftToRight ? QStringLiteral("LR")
                                                                      : QStringLiteral("TB"));
    for (const Group& group : plan.groups) {
        if (!plan.groups.contains(group.parent)) {
            text += cluster(plan, group, 0);
        }
    }
    for (const Node& node : plan.nodes) {
        if (!plan.groups.contains(node.group)) {
            text += lineOf(node, QStringLiteral("  "));
        }
    }
    for (const Edge& edge : plan.edges) {
        if (plan.nodes.contains(edge.from) && plan.nodes.contains(edge.to)) {
            text += lineOf(edge);
        }
    }
    text += QLatin1String("}\n");
    return text.toUtf8();
}

} // namespace whimbrel
