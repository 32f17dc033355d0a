// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "model/io/plan_file.h"
#include "model/rules/validate.h"
#include "render/draw/flow_drawing.h"
#include "render/export/export.h"
#include "render/layout/flow_layout.h"
#include "tests/bench/bench_sample.h"

#include <QCommandLineParser>
#include <QElapsedTimer>
#include <QGuiApplication>
#include <QTemporaryDir>
#include <QTextStream>

#include <algorithm>
#include <functional>
#include <limits>

using namespace whimbrel;

namespace {

/// What is timed: one step of what the product does with a plan.
struct Step {
    QString name{};
    std::function<bool()> run{}; ///< false: it did not work
};

struct Figure {
    QString name{};
    double milliseconds = 0; ///< the best of the rounds
};

/// Times every step; nothing if one of them did not work.
std::optional<QList<Figure>> timeSteps(const QList<Step>& steps, int rounds)
{
    QList<Figure> figures;
    for (const Step& step : steps) {
        double best = std::numeric_limits<double>::max();
        for (int round = 0; round < rounds; ++round) {
            QElapsedTimer timer;
            timer.start();
            if (!step.run()) {
                QTextStream(stderr) << step.name << " did not work\n";
                return std::nullopt;
            }
            best = std::min(best, static_cast<double>(timer.nsecsElapsed()) / 1e6);
        }
        figures.append({step.name, best});
    }
    return figures;
}

/// From file to picture, with the places that the plan stores.
std::optional<QList<Figure>> timeAll(int nodes, int rounds)
{
    const QTemporaryDir folder;
    const QString path = folder.filePath(QStringLiteral("bench.whimbrel"));
    const Plan sample = bench::planOfSize(nodes);
    if (const Result<> saved = savePlan(sample, path); !saved) {
        QTextStream(stderr) << saved.error().text() << '\n';
        return std::nullopt;
    }
    Plan plan;
    FlowGeometry geometry;
    DisplayList list;
    return timeSteps(
        {
            {QStringLiteral("load"),
                [&] {
                    Result<LoadedPlan> loaded = loadPlan(path);
                    plan = loaded ? loaded->plan : Plan();
                    return plan == sample;
                }},
            {QStringLiteral("validate"), [&] { return !validate(plan).coverage.rows.isEmpty(); }},
            {QStringLiteral("plan hash"), [&] { return !planHash(plan).isEmpty(); }},
            {QStringLiteral("save"), [&] { return savePlan(plan, path).has_value(); }},
            {QStringLiteral("route"),
                [&] {
                    geometry = layOutFlow(plan);
                    return geometry.nodes.size() == plan.nodes.size();
                }},
            {QStringLiteral("draw"),
                [&] {
                    list = drawFlow(plan, geometry, FlowDrawingOptions{});
                    return list.groups.size() >= plan.nodes.size();
                }},
            {QStringLiteral("export SVG"), [&] { return toSvg(list).contains("<svg"); }},
        },
        rounds);
}

/// The layout alone, of a plan that stores no places.
std::optional<QList<Figure>> timeLayout(int nodes, int rounds)
{
    Plan plan = bench::planOfSize(nodes);
    plan.layout.places.clear();
    return timeSteps({{QStringLiteral("lay out"),
                         [&] { return layOutFlow(plan).nodes.size() == plan.nodes.size(); }}},
        rounds);
}

/// A table: a row a step, a column a size, and how much dearer a node is in the last than in the
/// first size.
void print(const QList<int>& sizes, const QList<QList<Figure>>& columns)
{
    QTextStream out(stdout);
    out << qSetFieldWidth(14) << Qt::left << "ms (us a node)" << Qt::right << qSetFieldWidth(22);
    for (const int size : sizes) {
        out << QString::number(size) + QStringLiteral(" nodes");
    }
    out << "ratio a node" << qSetFieldWidth(0) << '\n';
    for (qsizetype row = 0; row < columns.first().size(); ++row) {
        out << qSetFieldWidth(14) << Qt::left << columns.first()[row].name << Qt::right
            << qSetFieldWidth(22);
        QList<double> each;
        for (qsizetype column = 0; column < columns.size(); ++column) {
            const double milliseconds = columns[column][row].milliseconds;
            each.append(milliseconds * 1000 / sizes[column]);
            out << QStringLiteral("%1 (%2)")
                       .arg(milliseconds, 0, 'f', 1)
                       .arg(each.last(), 0, 'f', 1);
        }
        out << QString::number(each.last() / each.first(), 'f', 2) << qSetFieldWidth(0) << '\n';
    }
    out << '\n';
}

/// Times one table and prints it; false if something did not work.
bool report(
    const QList<int>& sizes, const std::function<std::optional<QList<Figure>>(int size)>& timeSize)
{
    QList<QList<Figure>> columns;
    for (const int size : sizes) {
        std::optional<QList<Figure>> figures = timeSize(size);
        if (!figures) {
            return false;
        }
        columns.append(*std::move(figures));
    }
    if (!columns.isEmpty()) {
        print(sizes, columns);
    }
    return true;
}

QList<int> sizesIn(const QString& text)
{
    QList<int> sizes;
    for (const QString& size : text.split(QLatin1Char(','), Qt::SkipEmptyParts)) {
        sizes.append(std::max(1, size.toInt()));
    }
    return sizes;
}

} // namespace

int main(int argc, char** argv)
{
    if (qEnvironmentVariableIsEmpty("QT_QPA_PLATFORM")) {
        qputenv("QT_QPA_PLATFORM", "offscreen");
    }
    const QGuiApplication application(argc, argv);
    QCommandLineParser options;
    options.setApplicationDescription(
        QStringLiteral("Times what is done with a plan, from file to picture, by its size."));
    options.addHelpOption();
    const QCommandLineOption sizes(QStringLiteral("sizes"),
        QStringLiteral("Numbers of nodes, their places stored (default 1000,10000)."),
        QStringLiteral("N,N…"), QStringLiteral("1000,10000"));
    const QCommandLineOption layoutSizes(QStringLiteral("layout-sizes"),
        QStringLiteral("Numbers of nodes that are laid out anew (default 100,1000)."),
        QStringLiteral("N,N…"), QStringLiteral("100,1000"));
    const QCommandLineOption rounds(QStringLiteral("rounds"),
        QStringLiteral("How often each step runs; the best counts (default 3)."),
        QStringLiteral("N"), QStringLiteral("3"));
    options.addOptions({sizes, layoutSizes, rounds});
    options.process(application);

    const int count = std::max(1, options.value(rounds).toInt());
    const bool worked
        = report(sizesIn(options.value(sizes)), [&](int size) { return timeAll(size, count); })
        && report(
            sizesIn(options.value(layoutSizes)), [&](int size) { return timeLayout(size, 1); });
    return worked ? 0 : 1;
}
