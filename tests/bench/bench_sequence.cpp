// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "render/draw/sequence_drawing.h"
#include "render/export/export.h"
#include "tests/support/random_sequence.h"

#include <QElapsedTimer>
#include <QGuiApplication>
#include <QTextStream>

#include <algorithm>
#include <functional>
#include <limits>

using namespace whimbrel;

namespace {

/// The best of five rounds, in microseconds.
double timed(const std::function<void()>& step)
{
    double best = std::numeric_limits<double>::max();
    for (int round = 0; round < 5; ++round) {
        QElapsedTimer timer;
        timer.start();
        step();
        best = std::min(best, static_cast<double>(timer.nsecsElapsed()) / 1e3);
    }
    return best;
}

} // namespace

/// Layout, drawing and SVG of made-up diagrams of so many messages, in microseconds a message.
int main(int argc, char** argv)
{
    const QGuiApplication application(argc, argv);
    QTextStream out(stdout);
    QStringList sizes = QGuiApplication::arguments().mid(1);
    if (sizes.isEmpty()) {
        sizes = {QStringLiteral("100"), QStringLiteral("300"), QStringLiteral("1000"),
            QStringLiteral("3000"), QStringLiteral("10000")};
    }
    out << "messages   layout us   us/message   drawing us   SVG us\n";
    for (const QString& size : std::as_const(sizes)) {
        const int messages = size.toInt();
        if (messages < 1) {
            QTextStream(stderr) << size << " is no number of messages\n";
            return 2;
        }
        QRandomGenerator random(7);
        const Plan plan = test::randomSequence(random, {12, messages, 4});
        const Sequence& sequence = plan.sequences.at(0);
        SequenceGeometry geometry;
        const double layout = timed([&] { geometry = layOutSequence(plan, sequence); });
        DisplayList list;
        const double drawing = timed([&] { list = drawSequence(plan, sequence, geometry, {}); });
        const double svg = timed([&] { static_cast<void>(toSvg(list)); });
        out << QStringLiteral("%1 %2 %3 %4 %5\n")
                   .arg(messages, 8)
                   .arg(layout, 11, 'f', 0)
                   .arg(layout / messages, 12, 'f', 2)
                   .arg(drawing, 12, 'f', 0)
                   .arg(svg, 8, 'f', 0);
    }
    return 0;
}
