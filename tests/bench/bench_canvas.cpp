// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "tests/support/generated_plans.h"
#include "ui/canvas/flow_view.h"

#include <QApplication>
#include <QCommandLineParser>
#include <QElapsedTimer>
#include <QFile>
#include <QMouseEvent>
#include <QScrollBar>
#include <QTextStream>

#include <algorithm>
#include <cmath>
#include <ctime>
#include <functional>

using namespace whimbrel;

namespace {

/// Resident memory in MB, now or at its most ("VmRSS", "VmHWM").
double memory(const QByteArray& key)
{
    QFile file(QStringLiteral("/proc/self/status"));
    if (!file.open(QIODevice::ReadOnly)) {
        return 0;
    }
    for (const QByteArray& line : file.readAll().split('\n')) {
        if (line.startsWith(key)) {
            return line.simplified().split(' ').value(1).toDouble() / 1024;
        }
    }
    return 0;
}

/// Times so many frames: what `step` does and the painting of all that it changed.
void timeFrames(QTextStream& out, FlowView& view, const QString& name, int frames,
    const std::function<void(int frame)>& step, bool paints = true)
{
    QList<double> times;
    for (int frame = 0; frame < frames; ++frame) {
        // Processor time: what else the machine does is left out. Nothing here waits.
        const std::clock_t begin = std::clock();
        step(frame);
        if (paints) {
            view.viewport()->update();
        }
        QApplication::sendPostedEvents();
        times.append(static_cast<double>(std::clock() - begin) * 1000 / CLOCKS_PER_SEC);
    }
    std::ranges::sort(times);
    double sum = 0;
    for (const double time : times) {
        sum += time;
    }
    const auto last = times.size() - 1;
    out << QStringLiteral("%1 %2 %3 %4\n")
               .arg(name, -22)
               .arg(sum / static_cast<double>(times.size()), 8, 'f', 2)
               .arg(times[last * 99 / 100], 8, 'f', 2)
               .arg(times[last], 8, 'f', 2);
    out.flush();
}

void send(QWidget* viewport, QEvent::Type type, const QPoint& at, Qt::MouseButton button)
{
    QMouseEvent event(type, at, viewport->mapToGlobal(at), button,
        type == QEvent::MouseButtonRelease ? Qt::NoButton : Qt::LeftButton, Qt::NoModifier);
    QApplication::sendEvent(viewport, &event);
}

} // namespace

int main(int argc, char** argv)
{
    if (qEnvironmentVariableIsEmpty("QT_QPA_PLATFORM")) {
        qputenv("QT_QPA_PLATFORM", "offscreen");
    }
    const QApplication application(argc, argv);
    QCommandLineParser options;
    options.setApplicationDescription(
        QStringLiteral("Times frames of the canvas: panning, zooming, dragging."));
    options.addHelpOption();
    const QCommandLineOption nodes(QStringLiteral("nodes"),
        QStringLiteral("Nodes of the plan (default 2000)."), QStringLiteral("N"),
        QStringLiteral("2000"));
    const QCommandLineOption frames(QStringLiteral("frames"),
        QStringLiteral("Frames of each kind (default 200)."), QStringLiteral("N"),
        QStringLiteral("200"));
    options.addOptions({nodes, frames});
    options.process(application);
    const int count = std::max(10, options.value(frames).toInt());

    QTextStream out(stdout);
    const double before = memory("VmRSS");
    PlanSession session;
    FlowView view(session);
    view.resize(1600, 1000);
    view.show();
    QElapsedTimer timer;
    timer.start();
    session.open(test::generatedPlan(options.value(nodes).toInt(), 3), {});
    while (view.flowScene().layouter().isBusy() || view.flowScene().nodeItems().isEmpty()) {
        QApplication::processEvents(QEventLoop::WaitForMoreEvents, 50);
    }
    out << QStringLiteral("%1 nodes, %2 edges shown after %3 ms\n")
               .arg(session.plan().nodes.size())
               .arg(session.plan().edges.size())
               .arg(timer.elapsed());
    out << "ms a frame, 1600 x 1000       mean     99 %     most\n";

    QScrollBar* along = view.horizontalScrollBar();
    for (const double zoom : {1.0, 0.25}) {
        view.setZoom(zoom);
        along->setValue(along->minimum());
        view.verticalScrollBar()->setValue(
            (view.verticalScrollBar()->minimum() + view.verticalScrollBar()->maximum()) / 2);
        timeFrames(out, view, QStringLiteral("pan at %1 %").arg(zoom * 100), count,
            [&](int) { along->setValue(along->value() + 16); });
    }
    timeFrames(out, view, QStringLiteral("zoom, 10 to 200 %"), count, [&](int frame) {
        const double part = std::abs(1 - 2.0 * frame / count);
        view.setZoom(0.1 * std::pow(20.0, part));
    });
    // A node in the middle of the plan is dragged to and fro.
    const NodeId node = session.plan().nodes.at(session.plan().nodes.size() / 2).id;
    for (const double zoom : {1.0, 0.5}) {
        view.setZoom(zoom);
        view.centerOn(view.flowScene().boxOf(node).center());
        const QPoint from = view.mapFromScene(view.flowScene().boxOf(node).center());
        send(view.viewport(), QEvent::MouseButtonPress, from, Qt::LeftButton);
        timeFrames(
            out, view, QStringLiteral("drag at %1 %").arg(zoom * 100), count, [&](int frame) {
                const int turn = frame % 80;
                const int far = turn < 40 ? turn : 80 - turn;
                send(view.viewport(), QEvent::MouseMove, from + QPoint(12 + 5 * far, 7 * far),
                    Qt::NoButton);
            });
        send(view.viewport(), QEvent::MouseButtonRelease, from, Qt::LeftButton);
        while (view.flowScene().layouter().isBusy()) {
            QApplication::processEvents(QEventLoop::WaitForMoreEvents, 50);
        }
    }
    const QPointF home = view.flowScene().boxOf(node).topLeft();
    timeFrames(
        out, view, QStringLiteral("drag, not painted"), count,
        [&](int frame) {
            view.flowScene().showMoved({{node, home + QPointF(frame % 40 * 5, frame % 30 * 7)}});
        },
        false);
    view.flowScene().showUnmoved();
    out << QStringLiteral("memory: %1 MB before, %2 MB with the plan, %3 MB at most\n")
               .arg(before, 0, 'f', 0)
               .arg(memory("VmRSS"), 0, 'f', 0)
               .arg(memory("VmHWM"), 0, 'f', 0);
    return 0;
}
