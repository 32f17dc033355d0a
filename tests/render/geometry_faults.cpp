// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "tests/render/geometry_faults.h"

#include "render/layout/flow_quality.h"

#include <cmath>

namespace whimbrel::test {

namespace {

struct Piece {
    const Edge* edge;
    QPointF a;
    QPointF b;

    [[nodiscard]] QRectF span() const { return QRectF(a, b).normalized(); }
    [[nodiscard]] bool upright() const { return std::abs(a.x() - b.x()) < 0.01; }
};

/// How long two pieces run on the same line.
double shared(const Piece& one, const Piece& other)
{
    if (one.upright() != other.upright()) {
        return 0;
    }
    const QRectF a = one.span();
    const QRectF b = other.span();
    if (one.upright()) {
        return std::abs(a.x() - b.x()) > 3
            ? 0
            : std::min(a.bottom(), b.bottom()) - std::max(a.top(), b.top());
    }
    return std::abs(a.y() - b.y()) > 3
        ? 0
        : std::min(a.right(), b.right()) - std::max(a.left(), b.left());
}

QString words(FlowFault::Kind kind)
{
    switch (kind) {
    case FlowFault::Kind::NodeOnNode:
        return QStringLiteral("%1 lies on %2");
    case FlowFault::Kind::LineThroughNode:
        return QStringLiteral("%1 runs through %2");
    case FlowFault::Kind::LabelOnNode:
        return QStringLiteral("label of %1 lies on %2");
    case FlowFault::Kind::LabelOnLine:
        return QStringLiteral("label of %1 lies on the line %2");
    case FlowFault::Kind::LabelOnLabel:
        return QStringLiteral("label of %1 lies on the label of %2");
    }
    return {};
}

} // namespace

QStringList faultsOf(const Plan& plan, const FlowGeometry& geometry)
{
    QStringList faults;
    for (const FlowFault& fault : measureFlow(plan, geometry).faults) {
        faults << words(fault.kind).arg(fault.element.id, fault.other.id);
    }
    const auto say = [&](const QString& what, const QString& one, const QString& other) {
        faults << what.arg(one, other);
    };
    QList<Piece> pieces;
    for (const Edge& edge : plan.edges) {
        const RoutedEdge route = geometry.edges.value(edge.id);
        const QList<QPointF>& points = route.points;
        if (points.size() < 2) {
            say(QStringLiteral("%1 has no line%2"), edge.id.text(), {});
            continue;
        }
        if (!geometry.nodes[edge.from].adjusted(-1, -1, 1, 1).contains(points.first())
            || !geometry.nodes[edge.to].adjusted(-1, -1, 1, 1).contains(points.last())) {
            say(QStringLiteral("%1 does not end at its nodes%2"), edge.id.text(), {});
        }
        for (qsizetype i = 0; i + 1 < points.size(); ++i) {
            pieces.append({&edge, points[i], points[i + 1]});
            const QPointF far = points[i + 1] - points[i];
            if (std::abs(far.x()) > 0.01 && std::abs(far.y()) > 0.01) {
                say(QStringLiteral("%1 runs at an angle%2"), edge.id.text(), {});
            }
            const QRectF span
                = QRectF(points[i], points[i + 1]).normalized().adjusted(-0.5, -0.5, 0.5, 0.5);
            if (!route.label.box.isNull() && span.intersects(route.label.box)) {
                say(QStringLiteral("label of %1 lies on its own line%2"), edge.id.text(), {});
            }
        }
    }
    for (const Piece& one : std::as_const(pieces)) {
        for (const Piece& other : std::as_const(pieces)) {
            if (one.edge->kind == EdgeKind::Rollback && other.edge->kind == EdgeKind::Forward
                && shared(one, other) > 1) {
                say(QStringLiteral("%1 shares a lane with %2"), one.edge->id.text(),
                    other.edge->id.text());
            }
        }
    }
    faults.removeDuplicates();
    return faults;
}

} // namespace whimbrel::test
