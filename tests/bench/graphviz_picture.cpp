// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "tests/bench/graphviz_picture.h"

#include "render/layout/polyline.h"

#include <QElapsedTimer>
#include <QProcess>
#include <QTextStream>

namespace whimbrel::bench {

namespace {

constexpr double inch = 72;
constexpr int patienceMs = 300'000;

QByteArray textOf(const Plan& plan, const QHash<NodeId, QRectF>& boxes, bool placed)
{
    const bool down = plan.layout.direction == FlowDirection::TopDown;
    QByteArray text = "digraph g { splines=ortho; nodesep=0.55; ranksep=0.78; rankdir=";
    text += down ? "TB" : "LR";
    text += "; node [shape=box, fixedsize=true, label=\"\"];\n";
    for (int n = 0; n < plan.nodes.size(); ++n) {
        const QRectF box = boxes.value(plan.nodes.at(n).id);
        text += QStringLiteral("n%1 [width=%2, height=%3")
                    .arg(n)
                    .arg(box.width() / inch)
                    .arg(box.height() / inch)
                    .toLatin1();
        if (placed) {
            text += QStringLiteral(", pos=\"%1,%2\"")
                        .arg(box.center().x())
                        .arg(-box.center().y())
                        .toLatin1();
        }
        text += "];\n";
    }
    for (const Edge& edge : plan.edges) {
        const auto from = plan.nodes.indexOf(edge.from);
        const auto to = plan.nodes.indexOf(edge.to);
        if (from >= 0 && to >= 0) {
            text += QStringLiteral("n%1 -> n%2 [constraint=%3];\n")
                        .arg(from)
                        .arg(to)
                        .arg(edge.kind == EdgeKind::Forward ? QStringLiteral("true")
                                                            : QStringLiteral("false"))
                        .toLatin1();
        }
    }
    return text + "}\n";
}

FlowGeometry read(const Plan& plan, const QByteArray& plain)
{
    FlowGeometry geometry;
    QHash<std::pair<int, int>, QList<EdgeId>> edges;
    for (const Edge& edge : plan.edges) {
        edges[{static_cast<int>(plan.nodes.indexOf(edge.from)),
                  static_cast<int>(plan.nodes.indexOf(edge.to))}]
            .append(edge.id);
    }
    for (const QByteArray& line : plain.split('\n')) {
        const QList<QByteArray> words = line.simplified().split(' ');
        const auto point = [&](int at) {
            return QPointF(words[at].toDouble() * inch, -words[at + 1].toDouble() * inch);
        };
        if (words.first() == "node" && words.size() > 5) {
            const QSizeF size(words[4].toDouble() * inch, words[5].toDouble() * inch);
            geometry.nodes.insert(plan.nodes.at(words[1].mid(1).toInt()).id,
                QRectF(point(2) - QPointF(size.width() / 2, size.height() / 2), size));
        } else if (words.first() == "edge" && words.size() > 3) {
            QList<EdgeId>& same = edges[{words[1].mid(1).toInt(), words[2].mid(1).toInt()}];
            QList<QPointF> points;
            for (int i = 0; i < words[3].toInt(); ++i) {
                points.append(point(4 + 2 * i));
            }
            if (!same.isEmpty()) {
                geometry.edges[same.takeFirst()].points = simplified(points);
            }
        }
    }
    return geometry;
}

std::optional<GraphvizPicture> run(const QString& program, const QStringList& arguments,
    const Plan& plan, const QHash<NodeId, QRectF>& boxes, bool placed)
{
    const QByteArray text = textOf(plan, boxes, placed);
    QElapsedTimer timer;
    timer.start();
    QProcess process;
    process.start(program, arguments + QStringList{QStringLiteral("-Tplain")});
    process.write(text);
    process.closeWriteChannel();
    if (!process.waitForFinished(patienceMs) || process.exitStatus() != QProcess::NormalExit
        || process.exitCode() != 0) {
        QTextStream(stderr) << program << " failed: " << process.readAllStandardError() << '\n';
        return std::nullopt;
    }
    const double milliseconds = static_cast<double>(timer.nsecsElapsed()) / 1e6;
    return GraphvizPicture{read(plan, process.readAllStandardOutput()), milliseconds};
}

} // namespace

std::optional<GraphvizPicture> drawByDot(const Plan& plan, const QHash<NodeId, QRectF>& sizes)
{
    return run(QStringLiteral("dot"), {}, plan, sizes, false);
}

std::optional<GraphvizPicture> routeByNeato(const Plan& plan, const QHash<NodeId, QRectF>& boxes)
{
    return run(QStringLiteral("neato"), {QStringLiteral("-n")}, plan, boxes, true);
}

} // namespace whimbrel::bench
