// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "render/draw/sequence_drawing.h"

#include "model/plan/names.h"
#include "model/plan/sequence_parts.h"
#include "render/draw/draw_tools.h"
#include "render/draw/message_style.h"
#include "render/draw/sequence_furniture.h"
#include "render/draw/sequence_run.h"
#include "render/draw/title_block.h"

#include <QCoreApplication>
#include <QHash>

#include <algorithm>

namespace whimbrel {

namespace {

using namespace sequence_sizes;
using tools::addGlyph;
using tools::addPath;
using tools::addText;
using tools::solid;

QString text(const char* source)
{
    return QCoreApplication::translate("SequenceDrawing", source);
}

template <class E>
QString nameOf(E value)
{
    for (const auto& row : namedValues<E>()) {
        if (row.value == value) {
            return QCoreApplication::translate("Names", row.name);
        }
    }
    return {};
}

QPainterPath rounded(const QRectF& box, double radius)
{
    QPainterPath path;
    path.addRoundedRect(box, radius, radius);
    return path;
}

QPainterPath lineOf(std::initializer_list<QPointF> points)
{
    QPainterPath path;
    bool first = true;
    for (const QPointF& point : points) {
        first ? path.moveTo(point) : path.lineTo(point);
        first = false;
    }
    return path;
}

QColor faint(QColor color, double opacity)
{
    color.setAlphaF(static_cast<float>(opacity));
    return color;
}

/// Draws one diagram.
class Artist final {
public:
    Artist(const Plan& plan, const Sequence& sequence, const SequenceGeometry& geometry,
        const SequenceDrawingOptions& options)
        : m_plan(plan)
        , m_sequence(sequence)
        , m_geometry(geometry)
        , m_look(theme(options.theme))
        , m_marks(plan, flowOptions(options))
    {
        forEachPart(
            sequence.parts, [this](const SequencePart& part) { m_parts.insert(part.id, &part); });
        Node note;
        note.kind = NodeKind::Note;
        m_noteColors = m_look.node(note);
        m_headColors = m_look.node(Node{});
        Node verification;
        verification.kind = NodeKind::Verification;
        m_barColors = m_look.node(verification);
    }

    QList<DrawGroup> drawn()
    {
        for (const PlacedRegion& region : m_geometry.regions) {
            add(draw(region));
        }
        for (const PlacedRange& range : m_geometry.ranges) {
            add(draw(range));
        }
        for (const PlacedLifeline& line : m_geometry.lifelines) {
            add(draw(line));
        }
        // Before fragments, whose guards are to be read where a bar stands.
        if (!m_geometry.bars.isEmpty()) {
            add(drawBars());
        }
        for (const PlacedFragment& fragment : m_geometry.fragments) {
            add(draw(fragment));
        }
        for (const PlacedBox& state : m_geometry.states) {
            add(drawState(state));
        }
        for (const PlacedBox& note : m_geometry.notes) {
            add(drawNote(note));
        }
        for (const PlacedMessage& message : m_geometry.messages) {
            add(draw(message));
        }
        return std::move(m_groups);
    }

private:
    static FlowDrawingOptions flowOptions(const SequenceDrawingOptions& options)
    {
        FlowDrawingOptions made;
        made.findings = options.findings;
        return made;
    }

    void add(DrawGroup group) { m_groups.append(std::move(group)); }

    DrawGroup groupOf(const SequencePartId& id, const QRectF& bounds) const
    {
        DrawGroup group;
        group.element = ElementRef::of(m_sequence.id, id);
        group.bounds = bounds;
        return group;
    }

    void addLines(DrawGroup& group, const TextBlock& block, const QFont& font, const QColor& color,
        const QColor& halo = {}) const
    {
        const double height
            = block.box.height() / static_cast<double>(std::max<qsizetype>(1, block.lines.size()));
        double y = block.box.top() + height / 2;
        for (const QString& line : block.lines) {
            addText(group, line, {block.box.left(), y}, font, color, halo);
            y += height;
        }
    }

    void addBadge(DrawGroup& group, QPointF at) const
    {
        if (const auto severity = m_marks.findingOn(group.element)) {
            addFindingBadge(group, *severity, at, m_look);
            group.bounds |= QRectF(at.x() - 10, at.y() - 10, 20, 20);
        }
    }

    DrawGroup draw(const PlacedRegion& region) const
    {
        DrawGroup group;
        group.element = ElementRef::of(region.id);
        group.title = text("Region: %1").arg(region.title.lines.join(QLatin1Char(' ')));
        group.bounds = region.box.adjusted(-1, -1, 1, 1);
        addPath(group, rounded(region.box, 8), m_look.groupFill,
            Stroke{m_look.groupBorder, 1, {2, 2}, false});
        addLines(group, region.title, fonts::groupTitle(), m_look.ink);
        return group;
    }

    QColor colorOf(RangeKind kind) const
    {
        switch (kind) {
        case RangeKind::Lock:
            return m_look.error;
        case RangeKind::Transaction:
        case RangeKind::Highlight:
            return m_look.warning;
        case RangeKind::Window:
            return m_look.information;
        case RangeKind::Duration:
            return m_look.secondary;
        }
        return m_look.secondary;
    }

    DrawGroup draw(const PlacedRange& placed) const
    {
        const SequenceRange& range = *findRange(m_sequence, placed.id);
        DrawGroup group = groupOf(placed.id, placed.band | placed.text.box);
        group.title = QStringLiteral("%1: %2").arg(nameOf(range.kind), range.text);
        const QColor color = colorOf(range.kind);
        if (range.kind != RangeKind::Duration) {
            addPath(group, rounded(placed.band, 4),
                m_look.hatched ? QColor()
                               : faint(color, range.kind == RangeKind::Window ? 0.05 : 0.09),
                m_look.hatched ? Stroke{color, 0.75, {1, 2}, false} : Stroke{});
        }
        const double x = placed.bracket;
        const double top = placed.band.top();
        const double bottom = placed.band.bottom();
        const bool right = placed.text.box.left() > x;
        const double tick = right ? -5 : 5;
        addPath(group, lineOf({{x + tick, top}, {x, top}, {x, bottom}, {x + tick, bottom}}), {},
            solid(color, 1.5));
        if (range.kind == RangeKind::Duration) {
            addPath(group, lineOf({{x - 3, top + 5}, {x, top + 0.5}, {x + 3, top + 5}}), {},
                solid(color, 1.5));
            addPath(group, lineOf({{x - 3, bottom - 5}, {x, bottom - 0.5}, {x + 3, bottom - 5}}),
                {}, solid(color, 1.5));
        }
        addLines(group, placed.text, fonts::nodeDetail(),
            range.kind == RangeKind::Duration ? m_look.secondary : m_look.ink);
        group.bounds |= QRectF(x - 6, top, 12, bottom - top);
        addBadge(group, {x, top});
        return group;
    }

    DrawGroup draw(const PlacedLifeline& line) const
    {
        DrawGroup group;
        group.element = {ElementType::Participant, line.id.text()};
        const Participant* who = m_plan.participants.find(line.id);
        const ParticipantKind kind = who ? who->kind : ParticipantKind::Service;
        group.title = QStringLiteral("%1: %2").arg(nameOf(kind), whimbrel::nameOf(m_plan, line.id));
        group.description = who ? who->role : QString();
        for (const LifeStretch& stretch : line.stretches) {
            addPath(group, lineOf({{line.x, stretch.top}, {line.x, stretch.bottom}}), {},
                Stroke{m_look.annotation, 1, {6, 4}, false});
            group.bounds |= QRectF(line.x - 1, stretch.top, 2, stretch.bottom - stretch.top);
            if (stretch.destroyed) {
                const double y = stretch.bottom;
                QPainterPath cross = lineOf({{line.x - 7, y - 7}, {line.x + 7, y + 7}});
                cross.addPath(lineOf({{line.x + 7, y - 7}, {line.x - 7, y + 7}}));
                addPath(group, cross, {}, Stroke{m_look.failure, 2.25, {}, true});
                group.bounds |= QRectF(line.x - 8, y - 8, 16, 16);
            }
        }
        for (const QRectF& head : line.heads) {
            drawHead(group, line, head, kind, who ? webLinkOf(who->links) : QString());
        }
        addBadge(group, line.heads.isEmpty() ? QPointF() : line.heads.first().topRight());
        return group;
    }

    void drawHead(DrawGroup& group, const PlacedLifeline& line, const QRectF& head,
        ParticipantKind kind, const QString& link) const
    {
        group.bounds |= head.adjusted(-1, -1, 1, 1);
        const bool person = kind == ParticipantKind::Person;
        addPath(group, rounded(head, person ? head.height() / 2 : 6), m_headColors.fill,
            Stroke{m_look.forward, 1.5, {}, false});
        double width = 0;
        for (const QString& each : line.name) {
            width = std::max(width, tools::textWidth(each, fonts::nodeTitle()));
        }
        const double left = head.center().x() - (width + headSign) / 2;
        addGlyph(group, glyphOf(kind), {left + 7, head.center().y()}, 15, m_look.secondary, 1.4);
        const double height = static_cast<double>(line.name.size()) * headLine;
        const qsizetype name = group.items.size();
        addLines(group,
            {line.name, QRectF(left + headSign, head.center().y() - height / 2, width, height)},
            fonts::nodeTitle(), m_look.ink);
        // The name leads there, not the line below it, which others cross.
        for (qsizetype i = name; i < group.items.size(); ++i) {
            if (auto* text = std::get_if<TextItem>(&group.items[i])) {
                text->link = link;
            }
        }
    }

    DrawGroup draw(const PlacedFragment& placed) const
    {
        const Fragment& fragment = *m_parts.value(placed.id)->fragment();
        DrawGroup group = groupOf(placed.id, placed.box.adjusted(-1, -1, 1, 1));
        QStringList guards;
        for (const Operand& operand : fragment.operands) {
            guards << operand.guard;
        }
        group.title = nameOf(fragment.kind);
        group.description = fragment.kind == FragmentKind::Reference
            ? fragment.text
            : guards.join(QStringLiteral(" | "));
        const bool never = fragment.kind == FragmentKind::Negative;
        const bool leaves = never || fragment.kind == FragmentKind::Break;
        const QColor border = never ? m_look.failure : m_look.annotation;
        const QColor tint = leaves                    ? m_look.failure
            : fragment.kind == FragmentKind::Critical ? m_look.warning
                                                      : m_look.information;
        const bool refers = fragment.kind == FragmentKind::Reference;
        addPath(group, rounded(placed.box, 4),
            m_look.hatched ? QColor()
                : refers   ? m_headColors.fill
                           : faint(tint, 0.04),
            solid(border, 1.25));
        const QRectF& tab = placed.tab;
        QPainterPath corner = lineOf({tab.topLeft(), tab.topRight(),
            {tab.right(), tab.bottom() - 7}, {tab.right() - 7, tab.bottom()}, tab.bottomLeft()});
        corner.closeSubpath();
        addPath(group, corner, m_look.canvas, solid(border, 1.25));
        addText(group, operatorText(fragment.kind), {tab.left() + 9, tab.center().y()},
            fonts::smallBold(), never ? m_look.failure : m_look.ink);
        for (qsizetype i = 0; i < placed.operands.size(); ++i) {
            const PlacedOperand& operand = placed.operands.at(i);
            if (i > 0) {
                addPath(group,
                    lineOf({{placed.box.left(), operand.top}, {placed.box.right(), operand.top}}),
                    {}, Stroke{border, 1, {4, 3}, false});
            }
            addLines(group, operand.guard, fonts::nodeDetail(), m_look.ink, m_look.canvas);
        }
        addLines(group, placed.text, fonts::messageText(), m_look.ink);
        addBadge(group, placed.box.topRight());
        return group;
    }

    DrawGroup drawBars() const
    {
        DrawGroup group = furniture(QStringLiteral("activations"), text("Activations"));
        for (const PlacedBar& bar : m_geometry.bars) {
            QPainterPath path;
            path.addRect(bar.box);
            addPath(group, path, m_barColors.fill, solid(m_look.forward, 1.25));
            group.bounds |= bar.box.adjusted(-1, -1, 1, 1);
        }
        return group;
    }

    DrawGroup drawState(const PlacedBox& placed) const
    {
        DrawGroup group = groupOf(placed.id, placed.box.adjusted(-1, -1, 1, 1));
        const auto& state = std::get<StatePill>(m_parts.value(placed.id)->body);
        group.title = text("State: %1").arg(state.text);
        addPath(group, rounded(placed.box, placed.box.height() / 2), m_barColors.fill,
            solid(m_barColors.stroke, 1.25));
        addLines(group, placed.text, fonts::nodeDetail(), m_look.ink);
        addBadge(group, placed.box.topRight());
        return group;
    }

    DrawGroup drawNote(const PlacedBox& placed) const
    {
        DrawGroup group = groupOf(placed.id, placed.box.adjusted(-1, -1, 1, 1));
        group.title = text("Note");
        group.description = std::get<SequenceNote>(m_parts.value(placed.id)->body).text;
        const QRectF& box = placed.box;
        constexpr double ear = 7;
        QPainterPath sheet = lineOf({box.topLeft(), {box.right() - ear, box.top()},
            {box.right(), box.top() + ear}, box.bottomRight(), box.bottomLeft()});
        sheet.closeSubpath();
        addPath(group, sheet, m_noteColors.fill, solid(m_noteColors.stroke, 1));
        addPath(group,
            lineOf({{box.right() - ear, box.top()}, {box.right() - ear, box.top() + ear},
                {box.right(), box.top() + ear}}),
            {}, solid(m_noteColors.stroke, 1));
        addLines(group, placed.text, fonts::nodeDetail(), m_look.ink);
        addBadge(group, box.topLeft());
        return group;
    }

    /// "Database team to Primary: add columns"
    QString titleOf(const Message& message) const
    {
        const auto who = [this](const ParticipantId& id) {
            return id.isEmpty() ? text("outside") : whimbrel::nameOf(m_plan, id);
        };
        return text("%1 to %2: %3").arg(who(message.from), who(message.to), message.text);
    }

    DrawGroup draw(const PlacedMessage& placed) const
    {
        const Message& message = *m_parts.value(placed.id)->message();
        DrawGroup group = groupOf(placed.id, placed.label);
        group.title = titleOf(message);
        const MessageLook kind = lookOf(m_plan, message);
        group.description = whimbrel::nameOf(kind);
        const LineStyle style = lineStyle(kind, m_look);
        for (const QPointF& point : placed.line) {
            group.bounds |= QRectF(point.x() - 6, point.y() - 6, 12, 12);
        }
        addLine(group, placed.line, style, m_look);
        addEnds(group, message, placed, style);
        const double middle = placed.label.top() + messageLine / 2;
        double x = placed.label.left();
        if (!placed.number.isEmpty()) {
            addText(group, placed.number, {x, middle}, fonts::smallBold(), m_look.secondary,
                m_look.canvas);
            x += placed.numberWidth;
        }
        const Node* node = shownNode(m_plan, message);
        if (node && placed.signWidth > 0) {
            addGlyph(
                group, glyphOf(node->kind), {x + 7, middle}, 13, m_look.node(*node).stroke, 1.5);
        }
        const bool plain = kind != MessageLook::Failure && kind != MessageLook::WayBack;
        addLines(group, placed.text, fonts::messageText(), plain ? m_look.ink : style.stroke.color,
            m_look.canvas);
        addBadge(group, {placed.label.left() - 12, middle});
        return group;
    }

    /// The cross of a failure, the dots of messages from and to outside.
    void addEnds(DrawGroup& group, const Message& message, const PlacedMessage& placed,
        const LineStyle& style) const
    {
        const QPointF from = placed.line.first();
        const QPointF to = placed.line.last();
        const auto addDot = [&](QPointF at) {
            QPainterPath dot;
            dot.addEllipse(at, 4.5, 4.5);
            addPath(group, dot, style.stroke.color);
        };
        if (message.from.isEmpty()) {
            addDot(from);
        }
        if (message.kind != MessageKind::Lost) {
            return;
        }
        if (message.to.isEmpty()) {
            addDot(to);
            return;
        }
        const QPointF at = to + QPointF(to.x() > from.x() ? -16 : 16, 0);
        QPainterPath cross = lineOf({at + QPointF(-5, -5), at + QPointF(5, 5)});
        cross.addPath(lineOf({at + QPointF(5, -5), at + QPointF(-5, 5)}));
        addPath(group, cross, {}, Stroke{m_look.canvas, 5, {}, true});
        addPath(group, cross, {}, Stroke{style.stroke.color, 2, {}, true});
    }

    const Plan& m_plan;
    const Sequence& m_sequence;
    const SequenceGeometry& m_geometry;
    const Theme& m_look;
    FlowMarks m_marks;
    QHash<SequencePartId, const SequencePart*> m_parts{};
    NodeColors m_noteColors{};
    NodeColors m_headColors{};
    NodeColors m_barColors{};
    QList<DrawGroup> m_groups{};
};

} // namespace

DisplayList drawSequence(const Plan& plan, const Sequence& sequence,
    const SequenceGeometry& geometry, const SequenceDrawingOptions& options)
{
    DisplayList list;
    list.background = theme(options.theme).canvas;
    list.title = sequence.title.isEmpty() ? plan.header.title : sequence.title;
    list.description = sequence.notes;
    list.groups = Artist(plan, sequence, geometry, options).drawn();
    if (options.run) {
        addRunMarks(list.groups, sequence, geometry, *options.run, theme(options.theme));
    }
    QRectF bounds = geometry.bounds;
    for (const DrawGroup& group : std::as_const(list.groups)) {
        bounds |= group.bounds;
    }
    list.bounds = addFurniture(list, plan, sequence, bounds, options);
    return list;
}

QList<DrawGroup> drawSequenceHeads(const Plan& plan, const Sequence& sequence,
    const SequenceGeometry& geometry, const SequenceDrawingOptions& options)
{
    SequenceGeometry heads;
    for (const PlacedLifeline& line : geometry.lifelines) {
        PlacedLifeline made{line.id, line.x, line.name, {}, {}};
        if (!line.heads.isEmpty()) {
            QRectF head = line.heads.first();
            head.moveTop(0);
            made.heads.append(head);
        }
        heads.lifelines.append(made);
    }
    return Artist(plan, sequence, heads, options).drawn();
}

} // namespace whimbrel
