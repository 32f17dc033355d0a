// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "render/layout/flow_quality.h"
#include "render/layout/flow_routing.h"
#include "tests/bench/graphviz_picture.h"
#include "tests/support/generated_plans.h"

#include <QCommandLineParser>
#include <QElapsedTimer>
#include <QGuiApplication>
#include <QTextStream>

#include <algorithm>
#include <cmath>
#include <ctime>
#include <functional>

using namespace whimbrel;

namespace {

double milliseconds(const QElapsedTimer& timer)
{
    return static_cast<double>(timer.nsecsElapsed()) / 1e6;
}

/// Processor time of this process: what else the machine does is left out.
double processorMs()
{
    return static_cast<double>(std::clock()) * 1000 / CLOCKS_PER_SEC;
}

/// The figures of some pictures, added up.
struct Sum {
    int pictures = 0;
    int nodes = 0;
    int edges = 0;
    int overlaps = 0;
    int through = 0;
    int labelHits = 0;
    int shared = 0;
    int crossings = 0;
    int bends = 0;
    double length = 0;
    double ms = 0;

    void add(const FlowQuality& quality, double took)
    {
        ++pictures;
        nodes += quality.nodes;
        edges += quality.edges;
        overlaps += quality.nodeOverlaps();
        through += quality.linesThroughNodes();
        labelHits += quality.labelHits();
        shared += quality.sharedLanes;
        crossings += quality.crossings;
        bends += quality.bends;
        length += quality.length;
        ms += took;
    }
};

void printHead(QTextStream& out)
{
    out << QStringLiteral("%1%2%3%4%5%6%7%8%9%10%11\n")
               .arg(QString(), -30)
               .arg(QStringLiteral("nodes"), 7)
               .arg(QStringLiteral("edges"), 7)
               .arg(QStringLiteral("overlap"), 9)
               .arg(QStringLiteral("through"), 9)
               .arg(QStringLiteral("labels"), 8)
               .arg(QStringLiteral("shared"), 8)
               .arg(QStringLiteral("cross"), 8)
               .arg(QStringLiteral("bends"), 8)
               .arg(QStringLiteral("length"), 10)
               .arg(QStringLiteral("ms"), 10);
}

void print(QTextStream& out, const QString& name, const Sum& sum)
{
    out << QStringLiteral("%1%2%3%4%5%6%7%8%9%10%11\n")
               .arg(name, -30)
               .arg(sum.nodes, 7)
               .arg(sum.edges, 7)
               .arg(sum.overlaps, 9)
               .arg(sum.through, 9)
               .arg(sum.labelHits, 8)
               .arg(sum.shared, 8)
               .arg(sum.crossings, 8)
               .arg(sum.bends, 8)
               .arg(sum.length, 10, 'f', 0)
               .arg(sum.ms, 10, 'f', 1);
}

/// Our pictures of the generated plans beside those of dot.
void compareWithDot(QTextStream& out, int step)
{
    out << "Automatic layout beside dot with splines=ortho (which draws no labels)\n";
    printHead(out);
    struct Class {
        int most;
        Sum ours{};
        Sum dots{};
    };
    QList<Class> classes{{30}, {100}, {300}};
    for (int number = 0; number < test::generatedPlanCount; number += step) {
        const Plan plan = test::generatedPlan(number);
        QElapsedTimer timer;
        timer.start();
        const FlowGeometry ours = layOutFlow(plan);
        const double took = milliseconds(timer);
        auto own = std::ranges::find_if(
            classes, [&](const Class& row) { return plan.nodes.size() <= row.most + 12; });
        own->ours.add(measureFlow(plan, ours), took);
        if (const auto theirs = bench::drawByDot(plan, ours.nodes)) {
            own->dots.add(measureFlow(plan, theirs->geometry), theirs->milliseconds);
        }
    }
    for (const Class& row : classes) {
        const QString plans
            = QStringLiteral("%1 plans to %2 nodes, ").arg(row.ours.pictures).arg(row.most);
        print(out, plans + QStringLiteral("ours"), row.ours);
        print(out, plans + QStringLiteral("dot"), row.dots);
    }
    out << '\n';
}

/// Routes between the same boxes, ours and those of Graphviz, for the first plan whose boxes its
/// router copes with (on many it ends with a failed assertion).
void compareRouting(QTextStream& out)
{
    out << "Routing 300 nodes from scratch, beside neato -n with splines=ortho\n";
    printHead(out);
    for (quint32 seed = 1; seed <= 20; ++seed) {
        const Plan plan = test::generatedPlan(300, seed);
        const FlowGeometry placed = layOutFlow(plan);
        const auto theirs = bench::routeByNeato(plan, placed.nodes);
        if (!theirs) {
            continue;
        }
        QHash<NodeId, QPointF> places;
        for (auto box = placed.nodes.cbegin(); box != placed.nodes.cend(); ++box) {
            places.insert(box.key(), box->topLeft());
        }
        QElapsedTimer timer;
        timer.start();
        const FlowGeometry ours = routeFlow(plan, places);
        const double took = milliseconds(timer);
        Sum own;
        own.add(measureFlow(plan, ours), took);
        print(out, QStringLiteral("ours, with labels and groups"), own);
        Sum sum;
        sum.add(measureFlow(plan, theirs->geometry), theirs->milliseconds);
        print(out, QStringLiteral("neato -n"), sum);
        break;
    }
    out << '\n';
}

/// How many nodes move when one is added, with everything free and with every tenth node pinned.
void measureStability(QTextStream& out)
{
    out << "Nodes that move when one is added and the flow is laid out again\n";
    out << QStringLiteral("%1%2%3%4%5\n")
               .arg(QStringLiteral("nodes"), 8)
               .arg(QStringLiteral("ours"), 8)
               .arg(QStringLiteral("pixels"), 10)
               .arg(QStringLiteral("dot"), 8)
               .arg(QStringLiteral("pinned that moved"), 20);
    for (const int size : {40, 120, 300}) {
        Plan plan = test::generatedPlan(size, 5);
        const FlowGeometry first = layOutFlow(plan);
        QHash<NodeId, QPointF> before;
        int number = 0;
        for (const Node& node : plan.nodes) {
            before.insert(node.id, first.nodes[node.id].topLeft());
            plan.layout.places.insert(node.id, Place{before[node.id], number++ % 10 == 0, {}});
        }
        const Plan more = test::withOneMore(plan);
        Plan unpinned = more;
        for (Place& place : unpinned.layout.places) {
            place.pinned = false;
        }
        const auto free = measureFlow(unpinned, routeFlow(unpinned, arrangeFlow(unpinned)), before);
        const QHash<NodeId, QPointF> arranged = arrangeFlow(more);
        int pinnedMoved = 0;
        for (auto place = more.layout.places.cbegin(); place != more.layout.places.cend();
             ++place) {
            pinnedMoved += place->pinned && arranged[place.key()] != place->position ? 1 : 0;
        }
        int dots = -1;
        const auto one = bench::drawByDot(plan, first.nodes);
        QHash<NodeId, QRectF> sizes = first.nodes;
        sizes.insert(NodeId(QStringLiteral("added")), QRectF(0, 0, 160, 48));
        const auto other = bench::drawByDot(more, sizes);
        if (one && other) {
            QHash<NodeId, QPointF> stood;
            for (auto box = one->geometry.nodes.cbegin(); box != one->geometry.nodes.cend();
                 ++box) {
                stood.insert(box.key(), box->topLeft());
            }
            dots = measureFlow(more, other->geometry, stood).moved;
        }
        out << QStringLiteral("%1%2%3%4%5\n")
                   .arg(plan.nodes.size(), 8)
                   .arg(free.moved, 8)
                   .arg(free.movement, 10, 'f', 0)
                   .arg(dots, 8)
                   .arg(pinnedMoved, 20);
    }
    out << '\n';
}

/// One node of many is dragged along.
void measureDragging(QTextStream& out)
{
    out << "Routes while one node is dragged (ms a step: mean, 99th percentile, most)\n";
    for (const int size : {100, 300, 1000, 2000}) {
        const Plan plan = test::generatedPlan(size, 3);
        FlowRouting routing(plan);
        QList<double> times;
        for (int n = 1; n < plan.nodes.size(); n += std::max(1, size / 60)) {
            const NodeId id = plan.nodes.at(n).id;
            for (int step = 1; step <= 5; ++step) {
                const QPointF to
                    = routing.geometry().nodes[id].topLeft() + QPointF(9 * step, 13 * step);
                const double begin = processorMs();
                const FlowGeometry moved = routing.moved({{id, to}});
                times.append(processorMs() - begin);
                Q_UNUSED(moved)
            }
        }
        std::ranges::sort(times);
        double sum = 0;
        for (const double time : times) {
            sum += time;
        }
        out << QStringLiteral("%1 nodes %2 %3 %4\n")
                   .arg(plan.nodes.size(), 6)
                   .arg(sum / static_cast<double>(times.size()), 9, 'f', 2)
                   .arg(times[static_cast<qsizetype>(static_cast<double>(times.size() - 1) * 0.99)],
                       9, 'f', 2)
                   .arg(times.last(), 9, 'f', 2);
    }
    out << '\n';
}

} // namespace

int main(int argc, char** argv)
{
    if (qEnvironmentVariableIsEmpty("QT_QPA_PLATFORM")) {
        qputenv("QT_QPA_PLATFORM", "offscreen");
    }
    const QGuiApplication application(argc, argv);
    QCommandLineParser options;
    options.setApplicationDescription(QStringLiteral(
        "Quality, stability and speed of the flow's layout, beside Graphviz' programs."));
    options.addHelpOption();
    const QCommandLineOption step(QStringLiteral("step"),
        QStringLiteral("Of the generated plans every so many-th (default 1: all)."),
        QStringLiteral("N"), QStringLiteral("1"));
    const QCommandLineOption only(QStringLiteral("only"),
        QStringLiteral("One table: dot, routing, stability or dragging."), QStringLiteral("TABLE"));
    options.addOptions({step, only});
    options.process(application);

    QTextStream out(stdout);
    const QString wanted = options.value(only);
    const auto table = [&](const char* name, const std::function<void()>& make) {
        if (wanted.isEmpty() || wanted == QLatin1String(name)) {
            make();
            out.flush();
        }
    };
    table("dot", [&] { compareWithDot(out, std::max(1, options.value(step).toInt())); });
    table("routing", [&] { compareRouting(out); });
    table("stability", [&] { measureStability(out); });
    table("dragging", [&] { measureDragging(out); });
    return 0;
}
