// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "tests/render/geometry_faults.h"

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

bool overlap(const QRectF& a, const QRectF& b)
{
    return a.left() < b.right() && b.left() < a.right() && a.top() < b.bottom()
        && b.top() < a.bottom();
}

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

} // namespace

QStringList faultsOf(const Plan& plan, const FlowGeometry& geometry)
{
    QStringList faults;
    const auto say = [&](const QString& what, const QString& one, const QString& other) {
        faults << what.arg(one, other);
    };
    for (const Node& one : plan.nodes) {
        for (const Node& other : plan.nodes) {
            if (one.id < other.id && overlap(geometry.nodes[one.id], geometry.nodes[other.id])) {
                say(QStringLiteral("%1 lies on %2"), one.id.text(), other.id.text());
            }
        }
    }
    QList<Piece> pieces;
    for (const Edge& edge : plan.edges) {
        const QList<QPointF> points = geometry.edges.value(edge.id).points;
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
        }
    }
    for (const Piece& piece : std::as_const(pieces)) {
        const QRectF span = piece.span().adjusted(-0.5, -0.5, 0.5, 0.5);
        for (const Node& node : plan.nodes) {
            if (node.id != piece.edge->from && node.id != piece.edge->to
                && overlap(span, geometry.nodes[node.id])) {
                say(QStringLiteral("%1 runs through %2"), piece.edge->id.text(), node.id.text());
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
    for (const Edge& edge : plan.edges) {
        const QRectF label = geometry.edges.value(edge.id).label.box;
        if (label.isNull()) {
            continue;
        }
        for (const Node& node : plan.nodes) {
            if (overlap(label, geometry.nodes[node.id])) {
                say(QStringLiteral("label of %1 lies on %2"), edge.id.text(), node.id.text());
            }
        }
        for (const Edge& other : plan.edges) {
            if (edge.id < other.id && overlap(label, geometry.edges.value(other.id).label.box)) {
                say(QStringLiteral("label of %1 lies on the label of %2"), edge.id.text(),
                    other.id.text());
            }
        }
        for (const Piece& piece : std::as_const(pieces)) {
            if (overlap(label, piece.span().adjusted(-0.5, -0.5, 0.5, 0.5))) {
                say(QStringLiteral("label of %1 lies on the line %2"), edge.id.text(),
                    piece.edge->id.text());
            }
        }
    }
    faults.removeDuplicates();
    return faults;
}

} // namespace whimbrel::test
