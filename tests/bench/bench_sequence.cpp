// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "model/plan/sequence_parts.h"
#include "model/sequence/sequence_digest.h"
#include "model/sequence/sequence_merge.h"
#include "render/draw/sequence_drawing.h"
#include "render/export/export.h"
#include "tests/support/random_sequence.h"

#include <QGuiApplication>
#include <QTextStream>

#include <algorithm>
#include <ctime>
#include <functional>
#include <limits>

using namespace whimbrel;

namespace {

/// The best of five rounds, in microseconds of the processor's time: what else the machine does
/// does not count.
double timed(const std::function<void()>& step)
{
    double best = std::numeric_limits<double>::max();
    for (int round = 0; round < 5; ++round) {
        const std::clock_t begin = std::clock();
        step();
        best = std::min(best, static_cast<double>(std::clock() - begin) * 1e6 / CLOCKS_PER_SEC);
    }
    return best;
}

/// A diagram as it is after people worked on it: generated, then every eleventh part deleted, and a
/// note of their own behind every seventh.
Sequence workedOn(const Sequence& fresh)
{
    Sequence made = fresh;
    forEachPart(fresh.parts, [&made](const SequencePart& part) {
        made.generated.append(digestOf(part) + QLatin1Char(' ') + part.id.text());
    });
    QList<SequencePart> parts;
    for (const SequencePart& part : fresh.parts) {
        if (parts.size() % 11 != 10) {
            parts.append(part);
        }
        if (parts.size() % 7 == 6) {
            SequenceNote note;
            note.text = QStringLiteral("by hand");
            parts.append({SequencePartId(QStringLiteral("own-%1").arg(parts.size())), note, {}});
        }
    }
    made.parts = parts;
    return made;
}

/// What the flow gives now: every ninth part says something else, every fifth is new, and some
/// moved.
Sequence changedFlow(const Sequence& fresh)
{
    Sequence made = fresh;
    int count = 0;
    changeEachPart(made.parts, [&count](SequencePart& part) {
        if (auto* message = std::get_if<Message>(&part.body); message && ++count % 9 == 0) {
            message->text += QStringLiteral(" now");
        }
    });
    for (qsizetype i = made.parts.size() - 1; i >= 0; --i) {
        if (i % 5 == 0) {
            SequencePart part{SequencePartId(QStringLiteral("new-%1").arg(i)), Message{}, {}};
            made.parts.insert(i, part);
        } else if (i % 13 == 0) {
            made.parts.move(i, std::min(i + 4, made.parts.size() - 1));
        }
    }
    return made;
}

} // namespace

/// Layout, drawing, SVG and telling anew of made-up diagrams of so many messages, in microseconds a
/// message.
int main(int argc, char** argv)
{
    const QGuiApplication application(argc, argv);
    QTextStream out(stdout);
    QStringList sizes = QGuiApplication::arguments().mid(1);
    if (sizes.isEmpty()) {
        sizes = {QStringLiteral("100"), QStringLiteral("300"), QStringLiteral("1000"),
            QStringLiteral("3000"), QStringLiteral("10000")};
    }
    out << "messages   layout us   us/message   drawing us   SVG us   merge us   us/message\n";
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
        const Sequence current = workedOn(sequence);
        const Sequence fresh = changedFlow(sequence);
        const double merge
            = timed([&] { static_cast<void>(mergeSequence(current, fresh).sequence.parts); });
        out << QStringLiteral("%1 %2 %3 %4 %5 %6 %7\n")
                   .arg(messages, 8)
                   .arg(layout, 11, 'f', 0)
                   .arg(layout / messages, 12, 'f', 2)
                   .arg(drawing, 12, 'f', 0)
                   .arg(svg, 8, 'f', 0)
                   .arg(merge, 10, 'f', 0)
                   .arg(merge / messages, 12, 'f', 2);
    }
    return 0;
}
