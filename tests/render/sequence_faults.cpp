// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "tests/render/sequence_faults.h"

#include "model/plan/sequence_parts.h"

#include <QHash>

#include <algorithm>
#include <cmath>

namespace whimbrel::test {

namespace {

struct Named {
    QString name{};
    QRectF box{};
};

bool overlap(const QRectF& a, const QRectF& b)
{
    const QRectF both = a.intersected(b);
    return both.width() > 0.1 && both.height() > 0.1;
}

QList<Named> textsOf(const SequenceGeometry& geometry)
{
    QList<Named> texts;
    for (const PlacedMessage& each : geometry.messages) {
        texts.append({QStringLiteral("message ") + each.id.text(), each.label});
    }
    for (const auto* list : {&geometry.notes, &geometry.states}) {
        for (const PlacedBox& each : *list) {
            texts.append({QStringLiteral("box ") + each.id.text(), each.box});
        }
    }
    for (const PlacedFragment& each : geometry.fragments) {
        texts.append({QStringLiteral("tab ") + each.id.text(), each.tab});
        texts.append({QStringLiteral("reference ") + each.id.text(), each.text.box});
        for (const PlacedOperand& operand : each.operands) {
            texts.append({QStringLiteral("guard of ") + each.id.text(), operand.guard.box});
        }
    }
    for (const PlacedRange& each : geometry.ranges) {
        texts.append({QStringLiteral("range ") + each.id.text(), each.text.box});
    }
    for (const PlacedRegion& each : geometry.regions) {
        texts.append({QStringLiteral("region ") + each.id.text(), each.title.box});
    }
    texts.removeIf([](const Named& each) { return each.box.isEmpty(); });
    return texts;
}

/// Texts and heads that lie on each other. Sorted by height, only neighbors are compared.
void findCrossings(const SequenceGeometry& geometry, QStringList& faults)
{
    QList<Named> all = textsOf(geometry);
    for (const PlacedLifeline& line : geometry.lifelines) {
        for (const QRectF& head : line.heads) {
            all.append({QStringLiteral("head of ") + line.id.text(), head});
        }
    }
    std::ranges::sort(all, {}, [](const Named& each) { return each.box.top(); });
    for (qsizetype i = 0; i < all.size(); ++i) {
        for (qsizetype k = i + 1; k < all.size() && all.at(k).box.top() < all.at(i).box.bottom();
             ++k) {
            if (overlap(all.at(i).box, all.at(k).box)) {
                faults << QStringLiteral("%1 lies on %2").arg(all.at(i).name, all.at(k).name);
            }
        }
    }
}

void findBadFrames(const QList<SequencePart>& parts, const QRectF& around, const QString& holder,
    const QHash<SequencePartId, QRectF>& boxes, QStringList& faults)
{
    QList<Named> siblings;
    for (const SequencePart& part : parts) {
        const QRectF box = boxes.value(part.id);
        if (!box.isEmpty() && !holder.isEmpty() && !around.contains(box)) {
            faults << QStringLiteral("%1 is not inside %2").arg(part.id.text(), holder);
        }
        const Fragment* fragment = part.fragment();
        if (!fragment) {
            continue;
        }
        for (const Named& sibling : std::as_const(siblings)) {
            if (overlap(sibling.box, box)) {
                faults
                    << QStringLiteral("frames %1 and %2 overlap").arg(sibling.name, part.id.text());
            }
        }
        siblings.append({part.id.text(), box});
        for (const Operand& operand : fragment->operands) {
            findBadFrames(operand.parts, box, part.id.text(), boxes, faults);
        }
    }
}

} // namespace

QStringList faultsOf(const Sequence& sequence, const SequenceGeometry& geometry)
{
    QStringList faults;
    findCrossings(geometry, faults);

    QHash<SequencePartId, QRectF> boxes;
    for (const PlacedMessage& each : geometry.messages) {
        QRectF box
            = each.label.isEmpty() ? QRectF(each.line.first(), QSizeF(0.5, 0.5)) : each.label;
        for (const QPointF& point : each.line) {
            box |= QRectF(point, QSizeF(0.5, 0.5)).translated(-0.25, -0.25);
        }
        boxes.insert(each.id, box);
    }
    for (const auto* list : {&geometry.notes, &geometry.states}) {
        for (const PlacedBox& each : *list) {
            boxes.insert(each.id, each.box);
        }
    }
    for (const PlacedFragment& each : geometry.fragments) {
        boxes.insert(each.id, each.box);
    }
    findBadFrames(sequence.parts, {}, {}, boxes, faults);
    for (auto box = boxes.cbegin(); box != boxes.cend(); ++box) {
        if (!geometry.bounds.adjusted(-0.5, -0.5, 0.5, 0.5).contains(*box)) {
            faults << QStringLiteral("%1 is out of bounds").arg(box.key().text());
        }
    }

    QHash<ParticipantId, int> indexOf;
    for (int i = 0; i < geometry.lifelines.size(); ++i) {
        indexOf.insert(geometry.lifelines.at(i).id, i);
        if (i > 0) {
            const double gap = geometry.lifelines.at(i).x - geometry.lifelines.at(i - 1).x;
            if (gap < 140 - 0.01) {
                faults << QStringLiteral("lifeline %1 is too near").arg(i);
            }
        }
    }
    for (const PlacedMessage& each : geometry.messages) {
        const Message& message = *findPart(sequence, each.id)->message();
        const int from = indexOf.value(message.from, -1);
        const int to = indexOf.value(message.to, -1);
        if (from < 0 || to < 0 || std::abs(from - to) != 1) {
            continue;
        }
        const double gap = std::abs(geometry.lifelines.at(from).x - geometry.lifelines.at(to).x);
        if (gap < each.label.width() + 24) {
            faults << QStringLiteral("the gap of %1 is too small").arg(each.id.text());
        }
    }
    return faults;
}

} // namespace whimbrel::test
