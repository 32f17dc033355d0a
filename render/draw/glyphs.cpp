// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "render/draw/glyphs.h"

#include <array>

namespace whimbrel {

namespace {

/// Writes paths in few words: a pen on the 16 px square.
class Pen final {
public:
    Pen& line(std::initializer_list<QPointF> points)
    {
        bool first = true;
        for (const QPointF& point : points) {
            first ? m_made.lines.moveTo(point) : m_made.lines.lineTo(point);
            first = false;
        }
        return *this;
    }
    Pen& closed(std::initializer_list<QPointF> points)
    {
        line(points);
        m_made.lines.closeSubpath();
        return *this;
    }
    Pen& circle(double x, double y, double r)
    {
        m_made.lines.addEllipse(QPointF(x, y), r, r);
        return *this;
    }
    Pen& ellipse(double x, double y, double rx, double ry)
    {
        m_made.lines.addEllipse(QPointF(x, y), rx, ry);
        return *this;
    }
    Pen& box(double x, double y, double w, double h, double r = 0)
    {
        m_made.lines.addRoundedRect(QRectF(x, y, w, h), r, r);
        return *this;
    }
    Pen& curve(QPointF from, QPointF c1, QPointF c2, QPointF to)
    {
        m_made.lines.moveTo(from);
        m_made.lines.cubicTo(c1, c2, to);
        return *this;
    }
    Pen& dot(double x, double y, double r)
    {
        m_made.areas.addEllipse(QPointF(x, y), r, r);
        return *this;
    }
    Pen& filled(double x, double y, double w, double h)
    {
        m_made.areas.addRect(x, y, w, h);
        return *this;
    }
    [[nodiscard]] GlyphPaths made() const { return m_made; }

private:
    GlyphPaths m_made{};
};

GlyphPaths draw(Glyph glyph)
{
    Pen pen;
    switch (glyph) {
    case Glyph::None:
        break;
    case Glyph::Tick:
        pen.line({{3, 8.5}, {6.5, 12}, {13, 4.5}});
        break;
    case Glyph::Exclamation:
        pen.line({{8, 3}, {8, 9}}).dot(8, 12.5, 1.1);
        break;
    case Glyph::Triangle:
        pen.closed({{8, 2}, {14.5, 13.5}, {1.5, 13.5}})
            .line({{8, 6.5}, {8, 9.5}})
            .dot(8, 11.6, 0.9);
        break;
    case Glyph::Back:
        pen.line({{5.5, 3}, {2.5, 6}, {5.5, 9}});
        pen.line({{2.5, 6}, {10, 6}});
        pen.curve({10, 6}, {14.6, 6}, {14.6, 13}, {10, 13});
        pen.line({{10, 13}, {6, 13}});
        break;
    case Glyph::Magnifier:
        pen.circle(7, 7, 4.5).line({{10.4, 10.4}, {14, 14}});
        break;
    case Glyph::Question:
        pen.curve({5, 5.6}, {5, 1.6}, {11.4, 1.8}, {11, 5.6});
        pen.curve({11, 5.6}, {10.8, 7.6}, {8, 7.6}, {8, 10});
        pen.dot(8, 13, 1.1);
        break;
    case Glyph::Disk:
        pen.closed({{2.5, 2.5}, {11, 2.5}, {13.5, 5}, {13.5, 13.5}, {2.5, 13.5}});
        pen.line({{5, 13.5}, {5, 9.5}, {11, 9.5}, {11, 13.5}});
        pen.line({{5.5, 2.5}, {5.5, 5.5}, {9.5, 5.5}, {9.5, 2.5}});
        break;
    case Glyph::Parallel:
        pen.line({{2, 5}, {13.5, 5}}).line({{10.8, 2.3}, {13.5, 5}, {10.8, 7.7}});
        pen.line({{2, 11.5}, {13.5, 11.5}}).line({{10.8, 8.8}, {13.5, 11.5}, {10.8, 14.2}});
        break;
    case Glyph::FillBar:
        pen.box(1.75, 5, 12.5, 6, 1).filled(3.5, 6.75, 6, 2.5);
        break;
    case Glyph::Exchange:
        pen.line({{2, 5.5}, {13.5, 5.5}}).line({{10.5, 2.5}, {13.5, 5.5}});
        pen.line({{14, 10.5}, {2.5, 10.5}}).line({{5.5, 13.5}, {2.5, 10.5}});
        break;
    case Glyph::Scissors:
        pen.circle(4, 4, 2).circle(4, 12, 2);
        pen.line({{5.6, 5.2}, {14, 12.5}}).line({{5.6, 10.8}, {14, 3.5}});
        break;
    case Glyph::Hand:
        pen.line({{5.5, 9.5}, {5.5, 4}}).line({{8, 8}, {8, 2.5}}).line({{10.5, 8}, {10.5, 3.5}});
        pen.curve({13, 6}, {13, 12}, {12.5, 14}, {9, 14});
        pen.curve({9, 14}, {6, 14}, {5, 12.5}, {2.75, 8.75});
        pen.line({{2.75, 8.75}, {5.5, 10.5}});
        break;
    case Glyph::Rocket:
        pen.curve({14, 2}, {10, 2}, {6.5, 4.5}, {5, 9});
        pen.line({{5, 9}, {7, 11}});
        pen.curve({7, 11}, {11.5, 9.5}, {14, 6}, {14, 2});
        pen.line({{6.4, 6.2}, {3.5, 6.4}, {2.2, 9}, {5, 9}});
        pen.line({{9.8, 9.6}, {9.6, 12.5}, {7, 13.8}, {7, 11}});
        pen.dot(10.4, 5.6, 1.2);
        pen.line({{2, 14}, {4.4, 11.6}});
        break;
    case Glyph::Clipboard:
        pen.box(3, 3, 10, 11.5, 1.5).filled(5.75, 1.5, 4.5, 3);
        pen.line({{5.5, 8}, {10.5, 8}}).line({{5.5, 11}, {9, 11}});
        break;
    case Glyph::Clock:
        pen.circle(8, 8, 6).line({{8, 4.5}, {8, 8}, {10.5, 9.8}});
        break;
    case Glyph::Flask:
        pen.line({{6, 2}, {10, 2}});
        pen.line({{6.75, 2}, {6.75, 6.5}, {2.9, 12.6}});
        pen.line({{9.25, 2}, {9.25, 6.5}, {13.1, 12.6}});
        pen.curve({2.9, 12.6}, {2.3, 13.8}, {3, 14.25}, {4, 14.25});
        pen.line({{4, 14.25}, {12, 14.25}});
        pen.curve({12, 14.25}, {13, 14.25}, {13.7, 13.8}, {13.1, 12.6});
        pen.line({{4.9, 10}, {11.1, 10}});
        break;
    case Glyph::Plus:
        pen.line({{8, 3}, {8, 13}}).line({{3, 8}, {13, 8}});
        break;
    case Glyph::Cross:
        pen.line({{4, 4}, {12, 12}}).line({{12, 4}, {4, 12}});
        break;
    case Glyph::Skip:
        pen.line({{3, 3.5}, {7.5, 8}, {3, 12.5}}).line({{8, 3.5}, {12.5, 8}, {8, 12.5}});
        break;
    case Glyph::Person:
        pen.circle(8, 4.75, 2.75);
        pen.curve({2.5, 14}, {2.5, 10.2}, {5, 9.5}, {8, 9.5});
        pen.curve({8, 9.5}, {11, 9.5}, {13.5, 10.2}, {13.5, 14});
        pen.line({{2.5, 14}, {13.5, 14}});
        break;
    case Glyph::Window:
        pen.box(1.75, 2.75, 12.5, 10.5, 1.5).line({{1.75, 6}, {14.25, 6}});
        pen.dot(4, 4.4, 0.7).dot(6.2, 4.4, 0.7);
        break;
    case Glyph::Gear:
        pen.circle(8, 8, 4.25).dot(8, 8, 1.2);
        pen.line({{8, 1.5}, {8, 3.75}}).line({{8, 12.25}, {8, 14.5}});
        pen.line({{1.5, 8}, {3.75, 8}}).line({{12.25, 8}, {14.5, 8}});
        pen.line({{3.4, 3.4}, {5, 5}}).line({{11, 11}, {12.6, 12.6}});
        pen.line({{12.6, 3.4}, {11, 5}}).line({{5, 11}, {3.4, 12.6}});
        break;
    case Glyph::Cylinder:
        pen.ellipse(8, 3.75, 5.25, 2);
        pen.line({{2.75, 3.75}, {2.75, 12.25}}).line({{13.25, 3.75}, {13.25, 12.25}});
        pen.curve({2.75, 12.25}, {2.75, 14.9}, {13.25, 14.9}, {13.25, 12.25});
        break;
    case Glyph::Cylinders:
        pen.ellipse(6, 3.5, 4, 1.6);
        pen.line({{2, 3.5}, {2, 10.5}}).line({{10, 3.5}, {10, 5}});
        pen.curve({2, 10.5}, {2, 11.6}, {3.2, 12.1}, {4.5, 12.2});
        pen.ellipse(10, 7.5, 4, 1.6);
        pen.line({{6, 7.5}, {6, 13}}).line({{14, 7.5}, {14, 13}});
        pen.curve({6, 13}, {6, 15}, {14, 15}, {14, 13});
        break;
    case Glyph::Flag:
        pen.line({{3.5, 14.5}, {3.5, 2}});
        pen.closed({{3.5, 2.5}, {13, 2.5}, {10.5, 5.75}, {13, 9}, {3.5, 9}});
        break;
    case Glyph::Queue:
        pen.box(1.75, 4.5, 12.5, 7, 1).line({{5, 4.5}, {5, 11.5}});
        pen.line({{8, 4.5}, {8, 11.5}}).line({{11, 4.5}, {11, 11.5}});
        break;
    case Glyph::Service:
        pen.closed({{8, 1.75}, {13.5, 4.9}, {13.5, 11.1}, {8, 14.25}, {2.5, 11.1}, {2.5, 4.9}});
        break;
    }
    return pen.made();
}

} // namespace

const GlyphPaths& pathsOf(Glyph glyph)
{
    static const auto all = [] {
        std::array<GlyphPaths, static_cast<size_t>(Glyph::Service) + 1> made;
        for (size_t i = 0; i < made.size(); ++i) {
            made[i] = draw(static_cast<Glyph>(i));
        }
        return made;
    }();
    return all[static_cast<size_t>(glyph)];
}

Glyph glyphOf(NodeKind kind)
{
    switch (kind) {
    case NodeKind::Task:
        return Glyph::Hand;
    case NodeKind::Audit:
        return Glyph::Clipboard;
    case NodeKind::Backup:
        return Glyph::Disk;
    case NodeKind::Staging:
        return Glyph::Flask;
    case NodeKind::Expand:
        return Glyph::Plus;
    case NodeKind::DualWrite:
        return Glyph::Parallel;
    case NodeKind::Backfill:
        return Glyph::FillBar;
    case NodeKind::Deploy:
        return Glyph::Rocket;
    case NodeKind::Cutover:
        return Glyph::Exchange;
    case NodeKind::Contract:
        return Glyph::Scissors;
    case NodeKind::Verification:
        return Glyph::Magnifier;
    case NodeKind::Gate:
        return Glyph::Question;
    case NodeKind::Monitor:
        return Glyph::Clock;
    case NodeKind::Rollback:
        return Glyph::Back;
    case NodeKind::Start:
    case NodeKind::Fork:
    case NodeKind::Join:
    case NodeKind::End:
    case NodeKind::Note:
        return Glyph::None;
    }
    return Glyph::None;
}

Glyph glyphOf(ParticipantKind kind)
{
    switch (kind) {
    case ParticipantKind::Person:
        return Glyph::Person;
    case ParticipantKind::Application:
        return Glyph::Window;
    case ParticipantKind::Runner:
        return Glyph::Gear;
    case ParticipantKind::Database:
        return Glyph::Cylinder;
    case ParticipantKind::Replica:
        return Glyph::Cylinders;
    case ParticipantKind::Flags:
        return Glyph::Flag;
    case ParticipantKind::Queue:
        return Glyph::Queue;
    case ParticipantKind::Service:
        return Glyph::Service;
    }
    return Glyph::None;
}

} // namespace whimbrel
